"""The sentence-transformers `Encoder`: a folder or a model name → unit vectors on the processor.

Knows how a model is found, quieted, prompted and fingerprinted; knows nothing of articles or of the index. The only
user of that library, which is imported when an encoder is constructed (it takes seconds), never before.
"""

import hashlib
import json
import logging
import os
import re
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from bot.errors import EncoderError
from bot.pieces import BATCH, read_parts
from bot.types import Vectors

# Prompts of families whose published configuration lacks them: (name ends like this, before a question, before a text).
FAMILIES: tuple[tuple[str, str, str], ...] = (
    (r"e5-(small|base|large)(-v2|-unsupervised)?$", "query: ", "passage: "),
    (
        r"e5-large-instruct$",
        "Instruct: Given a web search query, retrieve relevant passages that answer the query\nQuery: ",
        "",
    ),
    (r"bge-(small|base|large)-en(-v1\.5)?$", "Represent this sentence for searching relevant passages: ", ""),
    (r"mxbai-embed-large-v1$", "Represent this sentence for searching relevant passages: ", ""),
    (r"nomic-embed-text-v(1|1\.5|2-moe)$", "search_query: ", "search_document: "),
)
DOCUMENT_PROMPTS = ("document", "passage", "corpus")  # what configurations call the prompt before a text

# What a fingerprint covers: the weights by their endings, and the files that say how they are used by their names.
WEIGHTS = (".safetensors", ".bin", ".model")
SETTINGS = frozenset({
    "modules.json", "config.json", "sentence_bert_config.json", "config_sentence_transformers.json", "tokenizer.json",
    "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt",
})  # fmt: skip

_BEGINNINGS = ("▁", "Ġ")  # what SentencePiece and byte-level BPE put before a piece that begins a word

_digests: dict[tuple[str, int, int], bytes] = {}  # (path, size, modification time) → SHA-256, for this process only
_constructing = threading.Lock()  # quieting touches levels that all threads share


class SentenceTransformerEncoder:
    """An `Encoder` from a local folder, which never touches the network, or from a model name.

    A name is looked up in the library's own cache and only then downloaded, unless `HF_HUB_OFFLINE` forbids it.
    Weights are held in float32 whatever their type on disk: half precision is several times slower on a processor.
    """

    def __init__(self, name_or_folder: str | Path) -> None:
        """Load the model; raise EncoderError, in one sentence, where there is none that works."""
        self._name = str(name_or_folder)
        self._lock = threading.Lock()  # the tokenizer fails with "Already borrowed" when two threads share it
        with _constructing, _quiet():
            self._model, folder = _load(self._name)
        self._query_prompt, self._passage_prompt = _prompts(self._model, self._name)
        self._fingerprint = _fingerprint(
            folder, self._query_prompt, self._passage_prompt, str(self._model.max_seq_length)
        )
        self._dimension = int(self._raw(self._model.encode_query, ["?"], "").shape[1])

    @property
    def name(self) -> str:
        """What the user called it."""
        return self._name

    @property
    def fingerprint(self) -> str:
        """SHA-256 over weights, tokenizer, prompts and maximum length: 64 hexadecimal digits."""
        return self._fingerprint

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        return self._dimension

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return (len(texts), dimension) float32 unit rows for questions; EncoderError if the model gives no numbers."""
        return self._encode(self._model.encode_query, texts, self._query_prompt)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return (len(texts), dimension) float32 unit rows for texts to be found; errors as for questions."""
        return self._encode(self._model.encode_document, texts, self._passage_prompt)

    def encode_parts(self, texts: Sequence[Sequence[str]], /) -> list[list[Vectors]]:
        """Return for each part of each text (pieces, dimension) float32 unit rows, read together with its other parts.

        A part that lies past the model's longest input is read by itself; a model without pieces gives one row a part.
        """
        mended = [[sound(part) for part in parts] for parts in texts]
        with self._lock:
            found = read_parts(self._model, mended, self._dimension)
        missing = list(dict.fromkeys(p for parts, own in zip(mended, found, strict=True) for p in parts[len(own) :]))
        rows = {text: row[None, :] for text, row in zip(missing, self.encode_passages(missing), strict=True)}
        return [own + [rows[part] for part in parts[len(own) :]] for parts, own in zip(mended, found, strict=True)]

    @cached_property
    def whole_words(self) -> frozenset[str]:
        """Words that the tokenizer knows whole: real ones, in any language the model was made for."""
        pieces = self._model.tokenizer.get_vocab() if hasattr(self._model.tokenizer, "get_vocab") else {}
        # Where any piece is marked as a beginning, the unmarked ones go on a word.
        marked = [piece[1:] for piece in pieces if piece[:1] in _BEGINNINGS]
        return frozenset(word.casefold() for word in (marked or pieces) if word.isalpha())

    @contextmanager
    def lent(self) -> Iterator[Any]:
        """Lend the sentence-transformers model to one thread at a time, for what reads its inner layers."""
        with self._lock:
            yield self._model

    def _encode(self, encode: Callable[..., Any], texts: Sequence[str], prompt: str) -> Vectors:
        if not texts:
            return np.zeros((0, self._dimension), np.float32)
        rows = self._raw(encode, [sound(text) for text in texts], prompt)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        if not np.isfinite(lengths).all():
            raise EncoderError(f"The encoder {self._name} gave vectors that are not numbers; get its files anew.")
        rows[lengths[:, 0] == 0] = 1.0  # a static model knows no piece of the text: near nothing in particular
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit

    def _raw(self, encode: Callable[..., Any], texts: list[str], prompt: str) -> Vectors:
        # `encode` chooses the half of a model that has one for each side. An explicit prompt, empty too, keeps the
        # model's default prompt out. The library sorts by length, so that a batch carries little padding.
        with self._lock:
            rows = encode(texts, prompt=prompt, batch_size=BATCH, show_progress_bar=False, convert_to_numpy=True)
        return np.array(rows, dtype=np.float32, ndmin=2)


def sound(text: str) -> str:
    """Return `text` with lone surrogates, which the tokenizer refuses, replaced."""
    return text.encode("utf-8", "replace").decode("utf-8")


def check_encoder(name: str) -> Path | None:
    """Return the folder that `name` is, or None for a model's name; loads nothing.

    Raises:
        EncoderError: a folder is meant but is not there or holds no model.
    """
    path = Path(name).expanduser()
    if not path.is_dir():
        if path.exists() or path.is_absolute() or name.startswith((".", "~")) or name.count("/") > 1 or "\\" in name:
            raise EncoderError(
                f"There is no encoder folder {name}; give --encoder a folder that holds a sentence-transformers model, "
                "or a model's name."
            )
        return None
    if not (path / "modules.json").is_file() and not (path / "config.json").is_file():
        raise EncoderError(
            f"The folder {path} holds no encoder: neither modules.json nor config.json is in it; "
            "give --encoder a folder that sentence-transformers saved."
        )
    return path


def _load(name: str) -> tuple[Any, Path]:
    """Return the model and the folder that its files lie in."""
    path = check_encoder(name)
    if path is not None:
        return _load_folder(path, name), path
    cached = _cached(name)
    if cached is not None:
        try:
            return _load_folder(cached, name), cached  # in the cache already: no request for each of its files
        except EncoderError:
            logging.getLogger(__name__).debug("The cached copy of %s is incomplete.", name)
    return _load_name(name)


def _load_folder(folder: Path, name: str) -> Any:  # noqa: ANN401 - the library is not imported at module level
    from sentence_transformers import SentenceTransformer

    try:
        return SentenceTransformer(str(folder), device="cpu", local_files_only=True, model_kwargs={"dtype": "float32"})
    except Exception as error:  # the library raises what its many file readers raise
        raise EncoderError(
            f"The encoder in {folder} cannot be loaded ({first_line(error)}); get its files anew or name another."
        ) from error


def _load_name(name: str) -> tuple[Any, Path]:
    from sentence_transformers import SentenceTransformer

    try:
        model = SentenceTransformer(name, device="cpu", model_kwargs={"dtype": "float32"})
    except Exception as error:
        raise EncoderError(
            f"The encoder {name} is neither a folder nor a model that can be had by that name "
            f"({first_line(error)}); download it once while online, or give --encoder the folder it lies in."
        ) from error
    folder = _cached(name)
    if folder is None:
        raise EncoderError(f"The encoder {name} left no files in the model cache; give --encoder its folder instead.")
    return model, folder


def _cached(name: str) -> Path | None:
    """Return the folder of the model's files in the library's cache, if it was downloaded before."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    home = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
    for candidate in (name, f"sentence-transformers/{name}"):  # a name without an owner is one of the library's own
        for file in ("modules.json", "config.json"):
            try:
                found = try_to_load_from_cache(candidate, file, cache_dir=home)
            except HFValidationError:
                return None  # not a possible name; loading it says so
            if isinstance(found, str):
                return Path(found).parent
    return None


def first_line(error: Exception) -> str:
    """Return the kind of `error` and the first line of what it says."""
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0].strip().rstrip('.')[:200]}" if lines else type(error).__name__


def _prompts(model: Any, name: str) -> tuple[str, str]:  # noqa: ANN401
    """Return what goes before a question and before a text: the configuration's prompts, else the family's."""
    own: dict[str, str] = {key: value for key, value in model.prompts.items() if value}
    query = own.get("query", "")
    passage = next((own[key] for key in DOCUMENT_PROMPTS if key in own), "")
    if query or passage:
        return query, passage
    for pattern, before_question, before_text in FAMILIES:
        if re.search(rf"(^|[/\\_-]){pattern}", name.rstrip("/\\"), re.IGNORECASE):
            return before_question, before_text
    default = own.get(model.default_prompt_name or "", "")
    return default, default


def _fingerprint(folder: Path, *facts: str) -> str:
    """Return SHA-256 over the model's files, settings in a canonical form, and `facts`."""
    total = hashlib.sha256("\0".join(facts).encode())
    for path in sorted(folder.rglob("*"), key=lambda found: found.relative_to(folder).as_posix()):
        if path.is_file() and (path.suffix in WEIGHTS or path.name in SETTINGS):
            total.update(b"\0" + path.relative_to(folder).as_posix().encode() + b"\0" + _digest(path))
    return total.hexdigest()


def _digest(path: Path) -> bytes:
    status = path.stat()
    key = (str(path.resolve()), status.st_size, status.st_mtime_ns)
    if key not in _digests:
        if path.suffix == ".json":  # a checkout may have changed its line ends: what it says counts
            told = json.dumps(json.loads(path.read_text("utf-8")), sort_keys=True).encode()
            _digests[key] = hashlib.sha256(told).digest()
        else:
            with path.open("rb") as file:
                _digests[key] = hashlib.file_digest(file, "sha256").digest()
    return _digests[key]


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep the libraries' bars, warnings and log lines off our output while a model loads; errors still raise."""
    names = ("sentence_transformers", "transformers", "huggingface_hub", "torch")
    loggers = [logging.getLogger(name) for name in names]
    levels = [logger.level for logger in loggers]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import sentence_transformers  # noqa: F401 - its import sets levels and may warn
        from huggingface_hub.utils.tqdm import are_progress_bars_disabled, disable_progress_bars, enable_progress_bars
        from transformers.utils import logging as transformers_logging

        loading_bars, download_bars = transformers_logging.is_progress_bar_enabled(), not are_progress_bars_disabled()
        transformers_logging.disable_progress_bar()
        disable_progress_bars()
        for logger in loggers:
            logger.setLevel(logging.CRITICAL)
        try:
            yield
        finally:
            for logger, level in zip(loggers, levels, strict=True):
                logger.setLevel(level)
            if loading_bars:
                transformers_logging.enable_progress_bar()
            if download_bars:
                enable_progress_bars()

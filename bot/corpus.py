"""A folder of articles, or one file, to Documents: which files count, their ids, languages and digests.

Knows nothing of Markdown or sentences; `bot.articles` reads one article's text.
"""

import hashlib
import logging
import os
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from bot.articles import read_document
from bot.errors import CorpusError
from bot.types import LANGUAGES, Document, Language

__all__ = ["Corpus", "load_corpus", "read_document"]

logger = logging.getLogger(__name__)

ENDINGS = (".md", ".markdown", ".txt")
# A book of a thousand pages is about 3 MB; above this it is a log or a data dump, and would take minutes to embed.
LARGEST = 5_000_000


@dataclass(frozen=True)
class Corpus:
    """The articles under `root`, sorted by id; `digests` has the SHA-256 of each file's bytes by document id.

    `sources` are the paths that were named, a folder or one file: what tells one corpus from another.
    """

    root: Path
    documents: tuple[Document, ...]
    digests: Mapping[str, str]
    sources: tuple[Path, ...] = ()
    _by_id: dict[str, Document] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {document.id: document for document in self.documents})

    def get(self, id: str) -> Document:
        """Return the Document of that id; CorpusError when there is none."""
        try:
            return self._by_id[id]
        except KeyError:
            raise CorpusError(f"There is no article {id!r} in {self.root}; `svar index` lists what was read.") from None

    def versions(self, article: str) -> dict[Language, Document]:
        """Return the language versions of one article (`Document.article`), the first by id for each language."""
        found: dict[Language, Document] = {}
        for document in self.documents:
            if document.article == article:
                found.setdefault(document.language, document)
        return found

    def resolve_link(self, slug: str, language: Language | None = None) -> Document | None:
        """Return the article that a link such as `/competitive_advantage` names, in `language` if it exists in it."""
        target = _folded(slug.split("#")[0].split("?")[0].rstrip("/").rsplit("/", 1)[-1])
        target = next((target.removesuffix(ending) for ending in ENDINGS if target.endswith(ending)), target)
        named = [document for document in self.documents if target and _folded(document.slug) == target]
        return next((document for document in named if document.language == language), named[0] if named else None)

    def topics(self, language: Language) -> tuple[str, ...]:
        """Return the titles in `language`, in order of id, each once."""
        return tuple(dict.fromkeys(document.title for document in self.documents if document.language == language))


def _folded(slug: str) -> str:
    """Make names comparable: macOS writes å as two characters in file names."""
    return unicodedata.normalize("NFC", slug).casefold()


def load_corpus(path: Path) -> Corpus:
    """Read every article under the folder `path`, or the one file `path`.

    Files that are no UTF-8 text or larger than 5 MB are skipped with a warning. CorpusError when the path is
    missing, unreadable, or holds no article.
    """
    path = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() would follow a linked corpus folder and rename it
    try:
        files = [(path.name, path)] if path.is_file() else sorted(_article_files(path))
    except OSError as error:
        raise CorpusError(
            f"The articles at {path} cannot be read ({error.strerror}); check the path and its permissions."
        ) from error
    documents: list[Document] = []
    digests: dict[str, str] = {}
    for id, file in files:
        read = _read(file, id)
        if read is not None:
            text, digests[id] = read
            documents.append(read_document(text, id, language=_folder_language(path, id)))
    if not any(section.sentences for document in documents for section in document.sections):
        raise CorpusError(
            f"There is no article with text in {path}; put Markdown or text files ({', '.join(ENDINGS)}) there."
        )
    return Corpus(path if path.is_dir() else path.parent, tuple(documents), digests, (path,))


def _article_files(root: Path) -> Iterator[tuple[str, Path]]:
    """Yield the id and path of each article file; hidden names and links that leave `root` are passed over."""
    if not root.exists():
        raise CorpusError(f"There are no articles at {root}: no such file or folder; name another with --corpus.")
    real_root = root.resolve()
    seen: set[Path] = set()

    def unreadable(error: OSError) -> None:
        if error.filename == str(root):
            raise error
        logger.warning("Skipped the folder %s: it cannot be read (%s).", error.filename, error.strerror)

    for folder, folders, names in os.walk(root, followlinks=True, onerror=unreadable):
        here = Path(folder)
        real = here.resolve()
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        if real in seen or not real.is_relative_to(real_root):
            folders.clear()
            continue
        seen.add(real)
        for name in sorted(names):
            file = here / name
            if name.startswith(".") or not name.casefold().endswith(ENDINGS):
                continue
            if file.is_file() and file.resolve().is_relative_to(real_root):
                yield from _named(file.relative_to(root).as_posix(), file)


def _named(id: str, file: Path) -> Iterator[tuple[str, Path]]:
    """Yield the pair unless the name is in no readable encoding, for it could not be shown, saved or cited."""
    try:
        id.encode("utf-8")
    except UnicodeEncodeError:
        logger.warning("Skipped %s: its name is not UTF-8; rename the file.", ascii(id))
    else:
        yield id, file


def _read(file: Path, id: str) -> tuple[str, str] | None:
    """Return the text, newlines as on disk, and digest of one file; None, with a warning, when it is no text."""
    try:
        if file.stat().st_size > LARGEST:
            logger.warning("Skipped %s: it is larger than %d MB; split it into articles.", id, LARGEST // 1_000_000)
            return None
        data = file.read_bytes()
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        logger.warning("Skipped %s: it is not UTF-8 text; save it as UTF-8.", id)
        return None
    except OSError as error:
        logger.warning("Skipped %s: it cannot be read (%s).", id, error.strerror)
        return None
    if "\0" in text:
        logger.warning("Skipped %s: it holds NUL bytes and is no text file.", id)
        return None
    return text.removeprefix("\ufeff"), hashlib.sha256(data).hexdigest()


def _folder_language(root: Path, id: str) -> Language | None:
    """Return the nearest folder's language, from the file upwards to the corpus folder itself."""
    base = root.name if root.is_dir() else root.parent.name
    for name in (*reversed(PurePosixPath(id).parent.parts), base):
        for language in LANGUAGES:
            if name.casefold() == language:
                return language
    return None

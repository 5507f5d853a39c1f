"""The searchable index: chunks with their vectors, searched by FAISS, brought up to date with the articles.

Knows chunks, vectors and which of them must be computed anew; `storage` knows the files, the encoder the model.
Scores are cosines, higher = closer. The only user of faiss.
"""

import logging
import time
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from bot.chunking import ChunkSettings
from bot.corpus import Corpus
from bot.errors import IndexDamaged
from bot.freshness import IndexChanges, Wanted, changes_between, distrust, texts_of
from bot.storage import Stored, load, place_for, save, writing
from bot.terms import Vocabulary
from bot.types import LANGUAGES, Chunk, Encoder, Language, Vectors

Progress = Callable[[int, int], None]  # texts done, texts to do

LOCK_SECONDS = 60.0  # how long to wait for another process that writes the same index
SLICE = 64  # texts between two reports of progress: a quarter of a second's work for the encoder that ships
SAME = 0.6  # cosine from which sentences of an article's two versions say the same; 0.5 and 0.7 measured alike
SAMPLE = 2000  # chunks that give the mean and spread of a question's scores: to within 2 % of all chunks' own
_LOGGER = logging.getLogger(__name__)
_DEFAULT_SETTINGS = ChunkSettings()

__all__ = ["Index", "IndexChanges", "searchable_text", "update_index"]

faiss.omp_set_num_threads(1)  # more threads than idle cores made one search 4 to 8 times slower


class Index:
    """Chunks and the vectors of them and of their sentences, all in memory.

    `vectors` is (chunks, dimension), `sentence_vectors` (sentences, dimension) in chunk order, then sentence order.
    """

    def __init__(
        self,
        chunks: tuple[Chunk, ...],
        vectors: Vectors,
        sentence_vectors: Vectors,
        *,
        encoder_name: str,
        encoder_fingerprint: str,
    ) -> None:
        """Take finished parts; raise ValueError, naming both sides, where they do not fit each other."""
        counts = [len(chunk.sentences) for chunk in chunks]
        _check("chunks", len(chunks), vectors)
        _check("sentences", sum(counts), sentence_vectors)
        if vectors.shape[1] != sentence_vectors.shape[1]:
            raise ValueError(
                f"chunk vectors of dimension {vectors.shape[1]} but sentence vectors of {sentence_vectors.shape[1]}"
            )
        self.encoder_name = encoder_name
        self.encoder_fingerprint = encoder_fingerprint
        self._chunks = chunks
        self._vectors = vectors
        self._sentence_vectors = sentence_vectors
        self._first_sentence = np.concatenate([[0], np.cumsum(counts, dtype=np.int64)])
        self._numbers = {
            language: np.flatnonzero([chunk.language == language for chunk in chunks]) for language in LANGUAGES
        }
        self._searchers = {language: _searcher(vectors[numbers]) for language, numbers in self._numbers.items()}

    @property
    def chunks(self) -> tuple[Chunk, ...]:
        """All chunks; a chunk's number is its place here."""
        return self._chunks

    @property
    def vectors(self) -> Vectors:
        """(chunks, dimension) float32 unit rows."""
        return self._vectors

    @property
    def sentence_vectors(self) -> Vectors:
        """(sentences, dimension) float32 unit rows, in chunk order, then sentence order."""
        return self._sentence_vectors

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words of titles, headings and texts by language."""
        return Vocabulary.from_texts((searchable_text(chunk), chunk.language) for chunk in self._chunks)

    def numbers(self, language: Language) -> NDArray[np.int64]:
        """Return the numbers of the chunks in `language`, ascending."""
        return self._numbers[language]

    def search(self, query: Vectors, k: int, *, language: Language | None = None) -> list[tuple[int, float]]:
        """Return up to `k` (chunk number, cosine), best first, equal ones in chunk order.

        `query` is one unit row, (1, dimension) or (dimension,). `language` leaves out the chunks in the other one.
        """
        row = self._row(query)
        found = [
            (int(self._numbers[one][position]), score)
            for one in ((language,) if language else LANGUAGES)
            for position, score in _top(self._searchers[one], row, k)
        ]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))[: max(k, 0)]

    def cosines(self, query: Vectors, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of the question with each of the chunks `numbers`, in their order."""
        found: NDArray[np.float32] = self._vectors[np.asarray(numbers, np.int64)] @ self._row(query)[0]
        return found

    def closest(self, query: Vectors, numbers: Sequence[int] | NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the cosine of the question with the closest sentence of each of the chunks `numbers`.

        A chunk without sentences counts as one: its own cosine.
        """
        found = self.cosines(query, numbers)
        starts = self._first_sentence[numbers]
        counts = self._first_sentence[np.asarray(numbers, np.int64) + 1] - starts
        filled = np.flatnonzero(counts)
        if len(filled):
            starts, counts = starts[filled], counts[filled]
            firsts = np.cumsum(counts) - counts  # where each chunk's sentences begin among all that are looked at
            rows = np.repeat(starts - firsts, counts) + np.arange(counts.sum())
            found[filled] = np.maximum.reduceat(self._sentence_vectors[rows] @ self._row(query)[0], firsts)
        return found

    def sample(self, language: Language) -> NDArray[np.int64]:
        """Return the numbers of at most SAMPLE chunks in `language`, spread evenly: what its chunks are like."""
        numbers = self._numbers[language]
        return numbers[:: max(1, -(-len(numbers) // SAMPLE))]

    def similarities(self, query: Vectors, number: int) -> tuple[float, ...]:
        """Return the cosine of the question with each sentence of chunk `number`, in their order."""
        rows = self._sentence_vectors[self._first_sentence[number] : self._first_sentence[number + 1]]
        return tuple(float(cosine) for cosine in rows @ self._row(query)[0])

    def echoes(self, number: int, other: int) -> tuple[int, ...]:
        """Return for each sentence of chunk `number` the place in chunk `other` of the one that says the same, -1 for none."""
        own, theirs = (
            self._sentence_vectors[self._first_sentence[one] : self._first_sentence[one + 1]] for one in (number, other)
        )
        if not len(own) or not len(theirs):
            return (-1,) * len(own)
        cosines = own @ theirs.T
        return tuple(int(row.argmax()) if row.max() >= SAME else -1 for row in cosines)

    def _row(self, query: Vectors) -> Vectors:
        row = np.ascontiguousarray(query, np.float32).reshape(-1)
        if row.shape != (self._vectors.shape[1],):
            raise ValueError(f"a question of dimension {row.shape[0]} but an index of {self._vectors.shape[1]}")
        return row[np.newaxis]


def searchable_text(chunk: Chunk) -> str:
    """Return what words are looked for in: title, headings, and the sentences without their Markdown."""
    return "\n".join((chunk.title, *chunk.section, *(sentence.plain for sentence in chunk.sentences)))


def update_index(
    corpus: Corpus,
    encoder: Encoder,
    folder: Path | None,
    *,
    settings: ChunkSettings = _DEFAULT_SETTINGS,
    progress: Progress | None = None,
) -> tuple[Index, IndexChanges]:
    """Return an index of `corpus` as it is now, and what changed since the one saved under `folder`.

    Only texts that the saved index lacks are encoded. A saved index that cannot be trusted is rebuilt, and one that
    cannot be saved stays in memory, each with one warning. Without a folder nothing is read or written.
    """
    started = time.perf_counter()
    wanted = Wanted.of(corpus, settings)
    named, *beside = corpus.sources or (corpus.root,)
    place = place_for(folder, named, encoder.fingerprint, *beside) if folder is not None else None
    before = _read(place, encoder, wanted, warn=True)
    if before is not None and wanted.is_in(before):
        now = before
    else:
        now, before = _rebuild(place, encoder, wanted, before, progress)
    index = Index(
        wanted.chunks,
        now.vectors,
        now.sentence_vectors,
        encoder_name=encoder.name,
        encoder_fingerprint=encoder.fingerprint,
    )
    return index, changes_between(before, wanted, time.perf_counter() - started)


def _read(place: Path | None, encoder: Encoder, wanted: Wanted, *, warn: bool) -> Stored | None:
    """Return the saved index if it can be trusted; otherwise None, after a warning if `warn`."""
    if place is None:
        return None
    try:
        stored = load(place)
        if stored is not None:
            distrust(place, stored, encoder, wanted)
    except IndexDamaged as error:
        if warn:
            _LOGGER.warning("The saved index cannot be used and is rebuilt: %s.", error)
        return None
    return stored


def _rebuild(
    place: Path | None, encoder: Encoder, wanted: Wanted, before: Stored | None, progress: Progress | None
) -> tuple[Stored, Stored | None]:
    """Return the new state, saved if it can be, and the one it replaced (another process may have written since)."""
    now: Stored | None = None
    if place is not None:
        try:
            with writing(place, seconds=LOCK_SECONDS):
                before = _read(place, encoder, wanted, warn=False)
                if before is not None and wanted.is_in(before):
                    return before, before
                now = _encode(encoder, wanted, before, progress)
                save(place, now)
        except OSError as error:
            _LOGGER.warning("The index is kept in memory only, since %s cannot be written (%s).", place, error)
    return now or _encode(encoder, wanted, before, progress), before


def _encode(encoder: Encoder, wanted: Wanted, before: Stored | None, progress: Progress | None) -> Stored:
    """Return the wanted state, taking the vectors of texts that were encoded before."""
    texts, sentences = texts_of(wanted.chunks)
    known = _known(before)
    missing = sorted(set(texts + sentences) - known.keys(), key=lambda text: (len(text), text))
    for start in range(0, len(missing), SLICE):  # of like length together: little padding
        if progress:
            progress(start, len(missing))
        some = missing[start : start + SLICE]
        known.update(zip(some, encoder.encode_passages(some), strict=True))
    if progress and missing:
        progress(len(missing), len(missing))
    return Stored(
        chunks=wanted.chunks,
        vectors=_rows(texts, known, encoder.dimension),
        sentence_vectors=_rows(sentences, known, encoder.dimension),
        encoder_name=encoder.name,
        encoder_fingerprint=encoder.fingerprint,
        settings=wanted.settings,
        digests=wanted.digests,
    )


def _known(before: Stored | None) -> dict[str, Vectors]:
    """Return the vectors of a saved index by the text that was encoded."""
    if before is None:
        return {}
    texts, sentences = texts_of(before.chunks)
    return dict(zip([*texts, *sentences], [*before.vectors, *before.sentence_vectors], strict=True))


def _rows(texts: Sequence[str], known: Mapping[str, Vectors], dimension: int) -> Vectors:
    return np.array([known[text] for text in texts], np.float32).reshape(len(texts), dimension)


def _check(what: str, count: int, rows: Vectors) -> None:
    if rows.ndim != 2 or len(rows) != count:
        raise ValueError(f"{count} {what} but vectors of shape {rows.shape}")
    if not (np.abs(np.linalg.norm(rows, axis=1) - 1.0) < 1e-3).all():
        raise ValueError(f"the vectors of the {what} are not of length 1")


def _searcher(rows: Vectors) -> Any:  # noqa: ANN401 - faiss ships no types
    searcher = faiss.IndexFlatIP(rows.shape[1])
    searcher.add(np.ascontiguousarray(rows, np.float32))
    return searcher


def _top(searcher: Any, row: Vectors, k: int) -> list[tuple[int, float]]:  # noqa: ANN401
    """Return the `k` best (position, cosine) and whatever ties with the last, since faiss keeps any one of equals."""
    total = searcher.ntotal
    k = min(k, total)
    if k <= 0:
        return []
    fetched = min(k + 1, total)
    while True:
        scores, positions = searcher.search(row, fetched)
        if fetched == total or scores[0, -1] < scores[0, k - 1]:
            return [(int(at), float(score)) for at, score in zip(positions[0], scores[0], strict=True)]
        fetched = min(2 * fetched, total)

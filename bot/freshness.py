"""What the index is to hold, whether a saved one can be trusted to hold it, and what changed between the two.

Compares; it reads and writes no file, encodes nothing and searches nothing.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.chunking import ChunkSettings, chunk_document, embedding_text
from bot.corpus import Corpus
from bot.errors import IndexDamaged
from bot.storage import Stored
from bot.types import Chunk, Encoder, Sentence


@dataclass(frozen=True, slots=True)
class IndexChanges:
    """What bringing an index up to date did. A chunk counts as reused when its article still has the same text."""

    documents_added: int
    documents_changed: int
    documents_removed: int
    documents_reused: int
    chunks_added: int
    chunks_removed: int
    chunks_reused: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Wanted:
    """The state that the index is to have: the chunks of the articles as they are now, and what made them so."""

    chunks: tuple[Chunk, ...]
    digests: Mapping[str, str]
    settings: Mapping[str, Any]

    @classmethod
    def of(cls, corpus: Corpus, settings: ChunkSettings) -> "Wanted":
        """Cut the articles."""
        chunks = tuple(chunk for document in corpus.documents for chunk in chunk_document(document, settings))
        return cls(chunks, dict(corpus.digests), _recorded(settings))

    def is_in(self, stored: Stored) -> bool:
        """Whether a saved index already is in this state."""
        return (
            stored.chunks == self.chunks
            and dict(stored.digests) == dict(self.digests)
            and dict(stored.settings) == dict(self.settings)
        )


def distrust(place: Path, stored: Stored, encoder: Encoder, wanted: Wanted) -> None:
    """Raise IndexDamaged where a sound build is of another encoder or does not say what the articles say."""
    if stored.encoder_fingerprint != encoder.fingerprint or stored.vectors.shape[1] != encoder.dimension:
        raise IndexDamaged(f"{place} was made by the encoder {stored.encoder_name}, not {encoder.name}")
    if stored.settings.get("text") != wanted.settings["text"]:
        raise IndexDamaged(f"{place} was made by another version, which showed the encoder other texts")
    if dict(stored.settings) != dict(wanted.settings):
        return  # cut differently: texts that are the same keep their vectors, the rest is encoded
    unchanged = {id for id, digest in wanted.digests.items() if stored.digests.get(id) == digest}
    told, true = (
        [chunk for chunk in chunks if chunk.document in unchanged] for chunks in (stored.chunks, wanted.chunks)
    )
    if told != true:  # in the same order too: a vector belongs to a chunk by its place alone
        raise IndexDamaged(f"{place} has chunks that are not the slices of their articles")


def sentence_text(chunk: Chunk, sentence: Sentence) -> str:
    """Return what the encoder sees of a sentence: its innermost heading tells what "it" and "this" are about.

    On the questions kept for fitting, the right sentence of five passages came first for 60 % with it, 56 % without.
    """
    return " › ".join((*chunk.section[-1:], sentence.plain))


def texts_of(chunks: Iterable[Chunk]) -> tuple[list[str], list[str]]:
    """Return what the encoder sees of the chunks and of their sentences, in order."""
    chunks = tuple(chunks)
    return (
        [embedding_text(chunk) for chunk in chunks],
        [sentence_text(chunk, sentence) for chunk in chunks for sentence in chunk.sentences],
    )


def _recorded(settings: ChunkSettings) -> dict[str, Any]:
    """Return what decides chunks and texts, as JSON gives it back: the cut, and an example of what is encoded."""
    sentence = Sentence("text", "text", 0, 4, "prose", 0)
    example = Chunk("id", "article", "title", ("section",), "en", "text", 0, 4, (sentence,))
    told = {"chunks": settings.as_dict(), "text": [embedding_text(example), sentence_text(example, sentence)]}
    found: dict[str, Any] = json.loads(json.dumps(told))
    return found


def changes_between(before: Stored | None, wanted: Wanted, seconds: float) -> IndexChanges:
    """Count what `wanted` adds to and removes from `before`, the saved index if there was one."""
    old, new = (before.digests if before else {}), wanted.digests
    shared = old.keys() & new.keys()
    had = Counter((chunk.document, chunk.section, chunk.text) for chunk in before.chunks) if before else Counter()
    has = Counter((chunk.document, chunk.section, chunk.text) for chunk in wanted.chunks)
    return IndexChanges(
        documents_added=len(new.keys() - old.keys()),
        documents_changed=sum(old[id] != new[id] for id in shared),
        documents_removed=len(old.keys() - new.keys()),
        documents_reused=sum(old[id] == new[id] for id in shared),
        chunks_added=(has - had).total(),
        chunks_removed=(had - has).total(),
        chunks_reused=(has & had).total(),
        seconds=seconds,
    )

"""Test doubles whose every value can be worked out by hand."""

import hashlib
import re
from collections.abc import Sequence

import numpy as np

from bot.types import Chunk, Vectors


class HashingEncoder:
    """Bag of words: each word adds 1 at a position its SHA-256 names; shared words mean a higher cosine."""

    def __init__(self, dimension: int = 256, name: str = "hashing") -> None:
        self.name = name
        self.dimension = dimension
        self.fingerprint = hashlib.sha256(f"{name} {dimension}".encode()).hexdigest()
        self.encoded: list[str] = []  # every passage text, so that tests can count what was embedded

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return (n, dimension) unit rows."""
        return self._encode(texts)

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return (n, dimension) unit rows and remember the texts."""
        self.encoded.extend(texts)
        return self._encode(texts)

    def encode_parts(self, texts: Sequence[Sequence[str]], /) -> list[list[Vectors]]:
        """Return a unit row for each word of each part."""
        return [[self._encode(re.findall(r"\w+", part.lower()) or [""]) for part in parts] for parts in texts]

    def _encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dimension), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in re.findall(r"\w+", text.lower()) or [""]:
                row[int(hashlib.sha256(word.encode()).hexdigest(), 16) % self.dimension] += 1.0
        unit: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
        return unit


class SharedWords:
    """A matcher whose logit is the number of distinct words that a sentence shares with the question."""

    def __init__(self, fingerprint: str = "shared words") -> None:
        self.fingerprint = fingerprint
        self.ahead: list[Chunk] = []

    def match(self, question: str, chunks: Sequence[Chunk], /) -> list[tuple[float, ...]]:
        """Return the counts, one for each sentence of each chunk."""
        asked = _words(question)
        return [tuple(float(len(asked & _words(one.plain))) for one in chunk.sentences) for chunk in chunks]

    def read(self, chunks: Sequence[Chunk], /) -> None:
        """Take note of which chunks were read ahead."""
        self.ahead += chunks


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))

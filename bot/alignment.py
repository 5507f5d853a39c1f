"""Late interaction: how the word pieces of a question match those of a sentence (Khattab & Zaharia 2020, ColBERT).

One vector a sentence hides which words were asked for; the pieces do not. Knows vectors and texts, not weights.
"""

import threading
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.freshness import sentence_text
from bot.types import Alignment, Chunk, Encoder, Vectors

MOST_KEPT = 5000  # sentences whose pieces stay in memory: about 100 MB at 25 pieces of 384 half-precision numbers


def align(question: Vectors, sentence: Vectors) -> Alignment:
    """Return how (m, dimension) and (n, dimension) unit rows match, by their cosines."""
    cosines = question @ sentence.T
    best = cosines.max(axis=1)
    return Alignment(float(best.mean()), float(best.min()), float(cosines.max(axis=0).mean()))


class Aligner:
    """Aligns questions with the sentences of chunks; a sentence is encoded when first needed, then remembered."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: dict[str, NDArray[np.float16]] = {}
        self._lock = threading.Lock()

    def align(self, question: str, chunks: Sequence[Chunk]) -> list[tuple[Alignment, ...]]:
        """Return for each chunk the alignment of each of its sentences with `question`, in their order."""
        (asked,) = self._encoder.encode_tokens([question])
        texts = [[sentence_text(chunk, sentence) for sentence in chunk.sentences] for chunk in chunks]
        pieces = self._pieces([text for own in texts for text in own])
        return [tuple(align(asked, pieces[text].astype(np.float32)) for text in own) for own in texts]

    def _pieces(self, texts: Sequence[str]) -> dict[str, NDArray[np.float16]]:
        with self._lock:
            found = {text: self._kept[text] for text in texts if text in self._kept}
        missing = list(dict.fromkeys(text for text in texts if text not in found))
        if missing:
            rows = self._encoder.encode_tokens(missing)
            fresh = {text: row.astype(np.float16) for text, row in zip(missing, rows, strict=True)}
            with self._lock:
                if len(self._kept) + len(fresh) > MOST_KEPT:
                    self._kept.clear()
                self._kept |= fresh
            found |= fresh
        return found

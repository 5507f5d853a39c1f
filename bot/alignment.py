"""Late interaction: how the word pieces of a question match those of a sentence (Khattab & Zaharia 2020, ColBERT).

One vector a sentence hides which words were asked for; the pieces do not. Knows vectors and texts, not weights.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.kept import Kept
from bot.pieces import Together, together
from bot.types import Alignment, Chunk, Encoder, Vectors

MOST_KEPT = 1000  # passages whose pieces stay in memory: about 100 MB at 130 pieces of 384 half-precision numbers
BESIDE = 0.1  # what a match in a sentence beside the one looked at counts less


def align(question: Vectors, parts: Sequence[Vectors]) -> list[Alignment]:
    """Return how a question (m, dimension) matches each part (n_i, dimension) of a passage but the first.

    Rows are unit vectors. The first part is the passage's heading: it only counts for `within`.
    """
    cosines = [question @ part.T for part in parts]
    best = np.stack([one.max(axis=1) for one in cosines])  # (parts, m)
    within = float(best.max(axis=0).mean())
    found = []
    for place in range(1, len(parts)):
        nearby = best[place].copy()
        for other in (place - 1, place + 1):
            if 1 <= other < len(parts):
                nearby = np.maximum(nearby, best[other] - BESIDE)
        own = best[place]
        focused = float(cosines[place].max(axis=0).mean())
        found.append(Alignment(float(own.mean()), float(own.min()), focused, float(nearby.mean()), within))
    return found


class Aligner:
    """Aligns questions with the sentences of chunks; a chunk is encoded when first needed, then remembered."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._kept: Kept[Together, tuple[NDArray[np.float16], ...]] = Kept(self._read, MOST_KEPT)

    def align(self, question: str, chunks: Sequence[Chunk]) -> list[tuple[Alignment, ...]]:
        """Return for each chunk the alignment of each of its sentences with `question`, in their order."""
        ((asked,),) = self._encoder.encode_parts([[question]])
        read = self._kept.get([together(chunk) for chunk in chunks])
        return [
            tuple(align(asked, [part.astype(np.float32) for part in pieces])) if chunk.sentences else ()
            for chunk, pieces in zip(chunks, read, strict=True)
        ]

    def read(self, chunks: Sequence[Chunk]) -> None:
        """Encode what is not remembered of `chunks`."""
        self._kept.get([together(chunk) for chunk in chunks])

    def _read(self, keys: Sequence[Together]) -> list[tuple[NDArray[np.float16], ...]]:
        rows = self._encoder.encode_parts([[heading, *sentences] for heading, sentences in keys])
        return [tuple(part.astype(np.float16) for part in parts) for parts in rows]

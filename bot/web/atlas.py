"""Where every passage stands on the map of the corpus: passages that mean the same stand close.

Knows vectors and places, nothing of drawing. The two language versions of a passage are one place, so that the map is
one of meanings and not of languages.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.types import LANGUAGES, Chunk, Passage, Vectors
from bot.versions import counterparts

Points = NDArray[np.float64]  # (n, 2), each coordinate in 0…1
ROOM = np.array([0.031, 0.029])  # what the two dots of a passage take of the map's width and height, with a little air
ROUNDS = 120
MOST_APART = 1000  # places; more would not fit beside each other
FEWEST = 12  # places; below that the neighbourhoods that t-SNE looks for do not exist, and PCA is as good


@dataclass(frozen=True, slots=True)
class Atlas:
    """`places[group[i]]` is where chunk i stands; chunks with the same group are versions of each other."""

    chunks: tuple[Chunk, ...]
    group: tuple[int, ...]
    places: Points

    def position(self, passages: Sequence[Passage], most: int = 3) -> tuple[float, float] | None:
        """Return where a question stands: amid its best passages, nearer to the better ones."""
        number = {(chunk.document, chunk.start): n for n, chunk in enumerate(self.chunks)}
        best = [(number.get((p.chunk.document, p.chunk.start)), p.score) for p in passages[:most]]
        known = [(self.group[n], max(score, 1e-3) ** 2) for n, score in best if n is not None]
        if not known:
            return None
        x, y = np.average(self.places[[place for place, _ in known]], axis=0, weights=[weight for _, weight in known])
        return float(x), float(y)


def make_atlas(chunks: tuple[Chunk, ...], vectors: Vectors) -> Atlas:
    """Place the chunks by their vectors, (n, dimension) unit rows in the same order."""
    group = _groups(chunks)
    centred = _without_language(chunks, vectors)
    means = np.stack([centred[[n for n, g in enumerate(group) if g == one]].mean(0) for one in range(max(group) + 1)])
    return Atlas(chunks, group, _apart(_flat(means)))


def _groups(chunks: tuple[Chunk, ...]) -> tuple[int, ...]:
    """Return for each chunk the number of its place; a chunk and its counterpart share one."""
    partner = {n: other for pairs in counterparts(chunks).values() for other, n in pairs.items()}
    first = [min(n, partner.get(n, n)) for n in range(len(chunks))]
    first = [first[n] for n in first]
    numbers = {n: place for place, n in enumerate(dict.fromkeys(first))}
    return tuple(numbers[n] for n in first)


def _without_language(chunks: tuple[Chunk, ...], vectors: Vectors) -> NDArray[np.float64]:
    """Take out what all passages of one language have in common, or the map would fall into two halves."""
    centred = vectors.astype(np.float64)
    for language in LANGUAGES:
        rows = [n for n, chunk in enumerate(chunks) if chunk.language == language]
        if rows:
            centred[rows] -= centred[rows].mean(0)
    return centred


def _flat(vectors: NDArray[np.float64]) -> Points:
    """Return the rows in two dimensions, spread evenly over 0…1."""
    if len(vectors) < FEWEST:
        flat = _principal(vectors, 2)
    else:
        from sklearn.manifold import TSNE  # half a second to import, and only the map needs it

        perplexity = min(15.0, (len(vectors) - 1) / 3)
        tsne = TSNE(2, perplexity=perplexity, init="pca", random_state=0, metric="cosine", max_iter=500)
        flat = tsne.fit_transform(_principal(vectors, 30))
    low, high = flat.min(0), flat.max(0)
    spread: Points = (flat - low) / np.where(high > low, high - low, 1.0)
    return np.asarray(np.where(high > low, spread, 0.5), np.float64)


def _apart(places: Points) -> Points:
    """Return the places moved as little as need be for their dots not to cover each other, still in 0…1."""
    moved = places.copy()
    for _ in range(ROUNDS if len(places) <= MOST_APART else 0):
        between = (moved[:, None] - moved[None]) / ROOM
        far = np.linalg.norm(between, axis=2)
        np.fill_diagonal(far, 1.0)
        alike = far < 1e-9  # the same place: their numbers say which way to go
        between[alike] = np.sign(np.subtract.outer(np.arange(len(moved)), np.arange(len(moved))))[alike][:, None]
        push = np.where(far < 1.0, (1.0 - far) / 2, 0.0)[:, :, None] * between / np.maximum(far, 0.1)[:, :, None]
        moved = np.clip(moved + push.sum(1) * ROOM / 2, 0.0, 1.0)
        if not push.any():
            break
    return moved


def _principal(vectors: NDArray[np.float64], dimensions: int) -> NDArray[np.float64]:
    centred = vectors - vectors.mean(0)
    left, scale, _ = np.linalg.svd(centred, full_matrices=False)
    kept: NDArray[np.float64] = (left * scale)[:, :dimensions]
    return np.pad(kept, ((0, 0), (0, max(0, dimensions - kept.shape[1]))))

"""Measures of retrieval and of deciding, as pure functions of ranks, scores and labels.

Knows nothing of questions or passages; every function works on plain numbers.
"""

import math
from collections.abc import Sequence


def recall_at(relevant: Sequence[bool], k: int) -> float:
    """1.0 if one of the first `k` results is relevant, else 0.0 (one answer is enough for a reader)."""
    return float(any(relevant[:k]))


def reciprocal_rank(relevant: Sequence[bool], k: int = 10) -> float:
    """1 / rank of the first relevant result among the first `k`, 0.0 if there is none."""
    return next((1.0 / rank for rank, hit in enumerate(relevant[:k], 1) if hit), 0.0)


def ndcg(relevant: Sequence[bool], total: int, k: int = 10) -> float:
    """Normalised discounted cumulative gain with binary relevance (Järvelin & Kekäläinen 2002).

    `total` is how many relevant results exist; the ideal ranking has them all in front.
    """
    gain = sum(1.0 / math.log2(rank + 1) for rank, hit in enumerate(relevant[:k], 1) if hit)
    ideal = sum(1.0 / math.log2(rank + 1) for rank in range(1, min(max(total, sum(relevant[:k])), k) + 1))
    return gain / ideal if ideal else 0.0


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float | None:
    """Chance that a random positive scores above a random negative, ties counting half (Mann-Whitney U).

    None when either side is empty.
    """
    if not positive or not negative:
        return None
    wins = sum((p > n) + 0.5 * (p == n) for p in positive for n in negative)
    return wins / (len(positive) * len(negative))


def mean(values: Sequence[float]) -> float | None:
    """Arithmetic mean, None of nothing: a measure without cases is absent, not zero."""
    return sum(values) / len(values) if values else None


def percentile(values: Sequence[float], share: float) -> float | None:
    """The value below which `share` (0…1) of `values` lies, by the nearest rank; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, max(0, math.ceil(share * len(ordered)) - 1))]

"""How good a ranking is, from scores alone: accuracy of pairs, nDCG, and two rankings fused.

It knows matrices; it knows neither encoders nor files.
"""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float32]
DENSE_TO_LEXICAL = 0.7  # weight of BM25 beside vectors of weight 1, both as z-scores
CUT = 10


def pair_accuracy(scores: Scores) -> float:
    """Share of rows (n, n) whose highest score is on the diagonal, in per cent."""
    return float((scores.argmax(1) == np.arange(len(scores))).mean() * 100)


def ndcg(scores: Scores, wanted: NDArray[np.int64]) -> float:
    """Mean nDCG@10 in per cent of (n questions, m passages) with one right passage, `wanted` (n,), each.

    Passages of equal score count as half before and half after the right one.
    """
    right = scores[np.arange(len(scores)), wanted][:, None]
    rank = 1 + (scores > right).sum(1) + ((scores == right).sum(1) - 1) / 2
    return float(np.where(rank <= CUT, 1 / np.log2(rank + 1), 0.0).mean() * 100)


def standardised(scores: Scores) -> Scores:
    """Each row with mean 0 and spread 1; a row without spread becomes zeros."""
    spread = scores.std(1, keepdims=True)
    return np.asarray((scores - scores.mean(1, keepdims=True)) / np.where(spread > 0, spread, 1), np.float32)


def fused(dense: Scores, lexical: Scores) -> Scores:
    """Dense and lexical scores as one, row by row."""
    return standardised(dense) + DENSE_TO_LEXICAL * standardised(lexical)

"""Figures against a slow reading of their definition."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from training.metrics import fused, ndcg, pair_accuracy, standardised


def slow_ndcg(scores: list[list[float]], wanted: list[int]) -> float:
    gains = []
    for row, right in zip(scores, wanted, strict=True):
        order = sorted(range(len(row)), key=lambda number: -row[number])
        rank = order.index(right) + 1
        gains.append(1 / math.log2(rank + 1) if rank <= 10 else 0.0)
    return 100 * sum(gains) / len(gains)


@given(some.integers(0, 10_000), some.integers(1, 6), some.integers(1, 30))
def test_ndcg_is_its_definition(seed: int, questions: int, passages: int) -> None:
    rng = np.random.default_rng(seed)
    scores = rng.permuted(np.tile(np.arange(passages, dtype=np.float32), (questions, 1)), axis=1)
    wanted = rng.integers(0, passages, questions)
    assert ndcg(scores, wanted) == pytest.approx(slow_ndcg(scores.tolist(), wanted.tolist()))


def test_passages_of_equal_score_share_their_ranks() -> None:
    assert ndcg(np.zeros((1, 3), np.float32), np.array([0])) == pytest.approx(100 / math.log2(3))


def test_pair_accuracy_counts_the_diagonal() -> None:
    assert pair_accuracy(np.array([[2, 1], [3, 0]], np.float32)) == 50.0


def test_a_row_without_spread_becomes_zeros() -> None:
    made = standardised(np.array([[1, 1], [0, 2]], np.float32))
    np.testing.assert_allclose(made, [[0, 0], [-1, 1]])


def test_fusing_lets_the_lexical_side_break_a_tie() -> None:
    dense, lexical = np.array([[1, 1, 0]], np.float32), np.array([[0, 5, 0]], np.float32)
    assert fused(dense, lexical).argmax() == 1

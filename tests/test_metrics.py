"""Measures against values worked out by hand."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import ndcg_score, roc_auc_score

from bot.metrics import auroc, mean, ndcg, percentile, recall_at, reciprocal_rank


def test_recall_asks_for_one_hit_among_the_first_k() -> None:
    assert recall_at([False, True, False], 1) == 0.0
    assert recall_at([False, True, False], 2) == 1.0
    assert recall_at([], 5) == 0.0


def test_reciprocal_rank_is_one_over_the_first_hit() -> None:
    assert reciprocal_rank([False, False, True, True]) == pytest.approx(1 / 3)
    assert reciprocal_rank([False] * 12 + [True]) == 0.0


def test_ndcg_worked_out_by_hand() -> None:
    expected = (1 / math.log2(3)) / (1 + 1 / math.log2(3))
    assert ndcg([False, True, False], total=2) == pytest.approx(expected)
    assert ndcg([True], total=1) == 1.0
    assert ndcg([False], total=0) == 0.0


@given(st.lists(st.booleans(), min_size=2, max_size=10).filter(any))
def test_ndcg_agrees_with_scikit_learn(relevant: list[bool]) -> None:
    scores = [list(range(len(relevant), 0, -1))]
    assert ndcg(relevant, sum(relevant)) == pytest.approx(ndcg_score([[float(r) for r in relevant]], scores, k=10))


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=20),
    st.lists(st.floats(0, 1), min_size=1, max_size=20),
)
def test_auroc_agrees_with_scikit_learn(positive: list[float], negative: list[float]) -> None:
    labels = [1] * len(positive) + [0] * len(negative)
    assert auroc(positive, negative) == pytest.approx(roc_auc_score(labels, positive + negative))


def test_measures_without_cases_are_absent() -> None:
    assert auroc([], [0.5]) is None
    assert mean([]) is None
    assert percentile([], 0.5) is None


def test_percentile_takes_the_nearest_rank() -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.5) == 2.0
    assert percentile([4.0, 1.0, 3.0, 2.0], 0.95) == 4.0

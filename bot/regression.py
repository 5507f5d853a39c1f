"""Rows of named numbers with labels → a logistic model, and what models that never saw a row's topic say of it.

Knows scikit-learn; not what the numbers or the topics are.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.calibration import Logistic

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

Labels = NDArray[np.bool_]
Matrix = NDArray[np.float64]
STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0)  # of the data against the prior; few hundred questions want little
FOLDS = 6


def fit_logistic(
    matrix: Matrix,
    labels: Labels,
    topics: Sequence[str],
    names: Sequence[str],
    *,
    weights: Matrix | None = None,
) -> tuple[Logistic, NDArray[np.float64]]:
    """Fit a logistic regression; return it in the features' own units, and held-out probabilities for every row.

    A row of weight 0 teaches nothing and is only predicted. The prior's strength is the one with the best held-out
    log loss, folds keeping a topic together.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    counts = np.ones(len(labels)) if weights is None else weights
    use = counts > 0
    folds = _folds(topics)

    def model(strength: float, rows: Labels) -> "Pipeline":
        pipeline = make_pipeline(StandardScaler(), LogisticRegression(C=strength, max_iter=2000))
        return pipeline.fit(matrix[rows], labels[rows], logisticregression__sample_weight=counts[rows])

    def held_out(strength: float) -> NDArray[np.float64]:
        predicted = np.zeros(len(labels))
        for fold in range(FOLDS):
            inside = folds == fold
            if inside.any():
                predicted[inside] = model(strength, use & ~inside).predict_proba(matrix[inside])[:, 1]
        return predicted

    tried = {strength: held_out(strength) for strength in STRENGTHS}
    best = min(STRENGTHS, key=lambda strength: log_loss(labels[use], tried[strength][use], sample_weight=counts[use]))
    fitted = model(best, use)
    scaler, regression = fitted[0], fitted[-1]
    slopes = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (slopes * scaler.mean_).sum())
    return Logistic(bias, {name: float(slope) for name, slope in zip(names, slopes, strict=True)}), tried[best]


def _folds(topics: Sequence[str]) -> NDArray[np.int64]:
    """Number topics in order of appearance and deal them out; the same topic is always in one fold."""
    numbers = {topic: number for number, topic in enumerate(dict.fromkeys(topics))}
    return np.array([numbers[topic] % FOLDS for topic in topics])

"""Learns a Calibration from question files: BM25's weight by language pair, sentence and answer weights, threshold.

Knows labels (a gold phrase is in the text) and scikit-learn; the numbers it weighs are those of `features`. Every
probability that a later step learns from is predicted by a model that never saw the question's topic.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.calibration import Calibration, Logistic, pair
from bot.conversation import Bot
from bot.errors import QuestionFileError
from bot.features import ANSWER_FEATURES, SENTENCE_FEATURES, Candidate, answer_features, sentence_features
from bot.metrics import reciprocal_rank
from bot.questions import GoldQuestion, QuestionSet, holds_phrase
from bot.reader import Reader
from bot.retriever import Candidate as RetrieverCandidate
from bot.retriever import Retriever
from bot.types import LANGUAGES, Chunk, Encoder, Language, Passage, Question

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline

Labels = NDArray[np.bool_]
Matrix = NDArray[np.float64]
BM25_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5)
PASSAGE_FEATURES = ("fused", "dense_z", "lexical_z", "cosine", "same_language")
STRENGTHS = (0.01, 0.03, 0.1, 0.3, 1.0)  # of the data against the prior; few hundred questions want little
ACCEPT = 0.97  # share of answerable questions that must pass the threshold on held-out topics
FOLDS = 6
NEGATIVES = 40  # candidates kept by question beside the relevant ones; the far ones teach nothing


@dataclass(frozen=True, slots=True)
class Case:
    """One question over the articles of one language, or of both (None)."""

    gold: GoldQuestion
    view: Language | None

    @property
    def question(self) -> Question:
        """The question as the Bot would pose it when it stands alone."""
        return Question(self.gold.question, self.gold.language, self.gold.language)

    @property
    def topic(self) -> str:
        """What folds keep together; unanswerable questions have topics of their own."""
        return self.gold.document or self.gold.id


def fit(
    bot: Bot,
    encoder: Encoder,
    questions: QuestionSet,
    *,
    data: str,
    progress: Callable[[int, int], None] | None = None,
) -> Calibration:
    """Return weights and threshold fitted on `questions` for `encoder` over the Bot's articles.

    Raises:
        QuestionFileError: there are no answerable or no unanswerable questions to learn from.
    """
    alone = [gold for gold in questions.questions if not gold.history]
    if not any(g.answerable for g in alone) or all(g.answerable for g in alone):
        raise QuestionFileError("Fitting needs answerable and unanswerable questions; add the kind that is missing.")
    tell = progress or (lambda done, total: None)
    cases = [
        Case(g, view)
        for g in alone
        for view in (*LANGUAGES, None)
        if not g.answerable or view is None or g.gold.get(view)
    ]
    calibration = replace(Calibration.fallback(), encoder=encoder.fingerprint, encoder_name=_name(encoder), data=data)
    answerable = [case for case in cases if case.gold.answerable]

    calibration = _fit_retrieval(bot, encoder, calibration, answerable)
    tell(1, 3)
    retriever = Retriever(bot.index, encoder, calibration)
    found = [(case, retriever.retrieve(case.question, documents=case.view)) for case in cases]
    sentence, scored = _fit_sentences(bot, calibration, found)
    tell(2, 3)
    answer, threshold, notes = _fit_answers(bot, calibration, found, scored)
    tell(3, 3)
    return replace(calibration, sentence=sentence, answer=answer, threshold=threshold, notes=notes)


def _fit_retrieval(bot: Bot, encoder: Encoder, calibration: Calibration, cases: Sequence[Case]) -> Calibration:
    """Choose BM25's weight for each language pair by MRR, then the passage's probability."""
    retriever = Retriever(bot.index, encoder, calibration)
    pools = []
    for case in cases:
        if case.view:
            candidates = retriever.candidates(case.question, documents=case.view)
            pools.append((case, candidates, [_holds(bot.index.chunks[c.number], case.gold) for c in candidates]))
    weights = dict(calibration.retrieval)
    for asked in LANGUAGES:
        for view in LANGUAGES:
            own = [(c, r) for case, c, r in pools if (case.gold.language, case.view) == (asked, view)]
            if own:
                weights[pair(asked, view)] = max(BM25_WEIGHTS, key=lambda weight: _mrr(own, weight))
    rows, labels, topics = [], [], []
    for case, candidates, relevant in pools:
        weight = weights[pair(case.gold.language, case.view or case.gold.language)]
        fused = [c.features["dense_z"] + weight * c.features["lexical_z"] for c in candidates]
        for place in sorted(range(len(fused)), key=lambda i: -fused[i])[:NEGATIVES]:
            rows.append([fused[place], *(candidates[place].features[name] for name in PASSAGE_FEATURES[1:])])
            labels.append(relevant[place])
            topics.append(case.topic)
    passage, _ = _logistic(np.array(rows), np.array(labels), topics, PASSAGE_FEATURES)
    return replace(calibration, retrieval=weights, passage=passage)


def _mrr(pools: Sequence[tuple[Sequence[RetrieverCandidate], Sequence[bool]]], weight: float) -> float:
    total = 0.0
    for candidates, relevant in pools:
        fused = [c.features["dense_z"] + weight * c.features["lexical_z"] for c in candidates]
        order = sorted(range(len(fused)), key=lambda i: -fused[i])
        total += reciprocal_rank([relevant[i] for i in order])
    return total / len(pools)


def _fit_sentences(
    bot: Bot, calibration: Calibration, found: Sequence[tuple[Case, list[Passage]]]
) -> tuple[Logistic, list[list[tuple[float, Candidate]]]]:
    """Learn which sentence answers; return the model and each case's candidates as held-out models score them."""
    reader = Reader(calibration, bot.index.vocabulary)
    candidates = [sentence_features(reader.ask(case.question), passages, reader.lexicon) for case, passages in found]
    rows, labels, topics = [], [], []
    for (case, _), own in zip(found, candidates, strict=True):
        for candidate in own:
            rows.append([candidate.features[name] for name in SENTENCE_FEATURES])
            labels.append(
                holds_phrase(candidate.sentence.text, case.gold.gold.get(candidate.passage.chunk.language, ()))
            )
            topics.append(case.topic)
    # Learned on answerable questions; the others' candidates only get their held-out scores.
    learns = np.array([case.gold.answerable for (case, _), own in zip(found, candidates, strict=True) for _ in own])
    model, held_out = _logistic(np.array(rows), np.array(labels), topics, SENTENCE_FEATURES, learns=learns)
    scored, at = [], 0
    for own in candidates:
        pairs = zip(held_out[at : at + len(own)].tolist(), own, strict=True)
        scored.append(sorted(pairs, key=lambda both: -both[0]))
        at += len(own)
    return model, scored


def _fit_answers(
    bot: Bot,
    calibration: Calibration,
    found: Sequence[tuple[Case, list[Passage]]],
    scored: Sequence[list[tuple[float, Candidate]]],
) -> tuple[Logistic, float, dict[str, float]]:
    """Learn whether the answer is there at all, and the threshold that accepts `ACCEPT` of the answerable ones."""
    reader = Reader(calibration, bot.index.vocabulary)
    rows = [
        answer_features(reader.ask(case.question), passages, own, reader.lexicon)
        for (case, passages), own in zip(found, scored, strict=True)
    ]
    matrix = np.array([[row[name] for name in ANSWER_FEATURES] for row in rows])
    labels = np.array([case.gold.answerable for case, _ in found])
    topics = [case.topic for case, _ in found]
    model, held_out = _logistic(matrix, labels, topics, ANSWER_FEATURES, balanced=True)
    threshold = float(np.quantile(held_out[labels], 1 - ACCEPT))
    near = np.array([case.gold.kind == "near" for case, _ in found])
    notes = {
        "cases": float(len(labels)),
        "accepted": float((held_out[labels] >= threshold).mean()),
        "rejected_strangers": _share(held_out[~labels & ~near] < threshold),
        "rejected_near": _share(held_out[~labels & near] < threshold),
    }
    return model, threshold, notes


def _logistic(
    matrix: Matrix,
    labels: Labels,
    topics: Sequence[str],
    names: Sequence[str],
    *,
    learns: Labels | None = None,
    balanced: bool = False,
) -> tuple[Logistic, NDArray[np.float64]]:
    """Fit a logistic regression; return it in the features' own units, and held-out probabilities for every row.

    The prior's strength is the one with the best held-out log loss, folds keeping a topic together.
    """
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import log_loss
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler

    use = np.ones(len(labels), bool) if learns is None else learns
    folds = _folds(topics)
    weight = "balanced" if balanced else None

    def model(strength: float) -> "Pipeline":
        return make_pipeline(StandardScaler(), LogisticRegression(C=strength, class_weight=weight, max_iter=2000))

    def held_out(strength: float) -> NDArray[np.float64]:
        predicted = np.zeros(len(labels))
        for fold in range(FOLDS):
            inside = folds == fold
            if inside.any():
                fitted = model(strength).fit(matrix[use & ~inside], labels[use & ~inside])
                predicted[inside] = fitted.predict_proba(matrix[inside])[:, 1]
        return predicted

    tried = {strength: held_out(strength) for strength in STRENGTHS}
    best = min(STRENGTHS, key=lambda strength: log_loss(labels[use], tried[strength][use]))
    fitted = model(best).fit(matrix[use], labels[use])
    scaler, regression = fitted[0], fitted[-1]
    weights = regression.coef_[0] / scaler.scale_
    bias = float(regression.intercept_[0] - (weights * scaler.mean_).sum())
    return Logistic(bias, {name: float(w) for name, w in zip(names, weights, strict=True)}), tried[best]


def _folds(topics: Sequence[str]) -> NDArray[np.int64]:
    """Number topics in order of appearance and deal them out; the same topic is always in one fold."""
    numbers = {topic: number for number, topic in enumerate(dict.fromkeys(topics))}
    return np.array([numbers[topic] % FOLDS for topic in topics])


def _holds(chunk: Chunk, gold: GoldQuestion) -> bool:
    return holds_phrase(chunk.text, gold.gold.get(chunk.language, ()))


def _share(hits: NDArray[np.bool_]) -> float:
    return float(hits.mean()) if len(hits) else 0.0


def _name(encoder: Encoder) -> str:
    """The encoder's last folder: a file that ships names no path of the machine it was made on."""
    return encoder.name.rstrip("/").rsplit("/", 1)[-1] if encoder.name.startswith(("/", ".")) else encoder.name

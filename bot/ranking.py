"""Learns what ranks passages: BM25's weight by language pair, what a matcher's finds count, and the passage's probability.

Knows candidates and which of them hold a gold phrase; nothing of sentences or answers.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from bot.calibration import Calibration, pair
from bot.cases import Case, holds
from bot.conversation import Bot
from bot.metrics import reciprocal_rank
from bot.regression import fit_logistic
from bot.retriever import LOWEST, MATCHED, Candidate, Retriever
from bot.types import LANGUAGES, Encoder, Matcher

BM25_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5)
MATCHED_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
PASSAGE_FEATURES = ("fused", "dense_z", "sentence_z", "lexical", "cosine", "same_language")
NEGATIVES = 40  # candidates kept by question beside the relevant ones; the far ones teach nothing


def fit_retrieval(bot: Bot, encoder: Encoder, calibration: Calibration, cases: Sequence[Case]) -> Calibration:
    """Choose BM25's weight for each language pair by MRR, then the passage's probability."""
    retriever = Retriever(bot.index, encoder, calibration)
    pools = []
    for case in cases:
        if case.view:
            candidates = retriever.candidates(case.question, documents=case.view)
            pools.append((case, candidates, [holds(bot.index.chunks[c.number], case.gold) for c in candidates]))
    weights = dict(calibration.retrieval)
    for asked in LANGUAGES:
        for view in LANGUAGES:
            own = [(c, r) for case, c, r in pools if (case.gold.language, case.view) == (asked, view)]
            if own:
                weights[pair(asked, view)] = max(BM25_WEIGHTS, key=lambda weight: _mrr(own, weight))
    rows, labels, topics = [], [], []
    for case, candidates, relevant in pools:
        weight = weights[pair(case.gold.language, case.view or case.gold.language)]
        fused = _fused(candidates, weight)
        for place in sorted(range(len(fused)), key=lambda i: -fused[i])[:NEGATIVES]:
            rows.append([fused[place], *(candidates[place].features[name] for name in PASSAGE_FEATURES[1:])])
            labels.append(relevant[place])
            topics.append(case.topic)
    passage, _ = fit_logistic(np.array(rows), np.array(labels), topics, PASSAGE_FEATURES)
    return replace(calibration, retrieval=weights, passage=passage)


def fit_matched(
    bot: Bot, encoder: Encoder, calibration: Calibration, cases: Sequence[Case], matcher: Matcher
) -> Calibration:
    """Choose by MRR what a matcher's best logit counts when passages are ranked: the same for every language pair.

    Fused scores of two languages are on one scale; weights of their own would undo that.
    """
    retriever = Retriever(bot.index, encoder, calibration, matcher)
    pools = []
    for case in cases:
        if case.view:
            candidates = sorted(retriever.candidates(case.question, documents=case.view), key=lambda c: -c.fused)
            chunks = [bot.index.chunks[candidate.number] for candidate in candidates[:MATCHED]]
            logits = matcher.match(retriever.mended(case.question), chunks)
            best = [max(own, default=LOWEST) for own in logits]
            pools.append((candidates[:MATCHED], best, [holds(chunk, case.gold) for chunk in chunks]))

    def mean(weight: float) -> float:
        return sum(
            _reciprocal([c.fused + weight * match for c, match in zip(candidates, best, strict=True)], relevant)
            for candidates, best, relevant in pools
        )

    return replace(calibration, matched=max(MATCHED_WEIGHTS, key=mean))


def _mrr(pools: Sequence[tuple[Sequence[Candidate], Sequence[bool]]], weight: float) -> float:
    total = 0.0
    for candidates, relevant in pools:
        total += _reciprocal(_fused(candidates, weight), relevant)
    return total / len(pools)


def _reciprocal(scores: Sequence[float], relevant: Sequence[bool]) -> float:
    """Return the reciprocal rank of the first relevant one by `scores`, higher first."""
    order = sorted(range(len(scores)), key=lambda i: -scores[i])
    return reciprocal_rank([relevant[i] for i in order])


def _fused(candidates: Sequence[Candidate], weight: float) -> list[float]:
    return [c.features["close"] + weight * c.features["lexical"] for c in candidates]

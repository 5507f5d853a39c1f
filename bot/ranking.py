"""Learns what ranks passages: BM25's weight by language pair, what a matcher's finds count, and the passage's probability.

Knows candidates and which of them hold a gold phrase; nothing of sentences or answers.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.calibration import Calibration, Logistic, pair
from bot.cases import Case
from bot.conversation import Bot
from bot.metrics import reciprocal_rank
from bot.regression import fit_logistic
from bot.retriever import LOOKED_AT, Candidate, Retriever, strongest
from bot.types import Chunk, Encoder, Matcher

BM25_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7, 0.85, 1.0, 1.2, 1.5)
MATCHED_WEIGHTS = (0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0)
PASSAGE_FEATURES = ("fused", "dense_z", "sentence_z", "lexical", "cosine", "same_language")
NEGATIVES = 40  # candidates kept by question beside the relevant ones; the far ones teach nothing


@dataclass(frozen=True, slots=True)
class _Pool:
    """What a case over the articles of one language may be answered from, and which of it holds a gold phrase."""

    case: Case
    pair: str  # of languages
    candidates: list[Candidate]
    relevant: list[bool]


def fit_ranking(bot: Bot, encoder: Encoder, calibration: Calibration, cases: Sequence[Case]) -> Calibration:
    """Choose by MRR BM25's weight for each language pair and the matcher's, if there is one; fit the passage's probability."""
    retriever = Retriever(bot.index, encoder, calibration)
    chunks = bot.index.chunks
    pools = []
    for case in cases:
        if case.view:
            candidates = retriever.candidates(case.question, documents=case.view)
            relevant = [case.gold.answered_by(chunks[c.number].text, case.view) for c in candidates]
            pools.append(_Pool(case, pair(case.gold.language, case.view), candidates, relevant))
    weights = dict(calibration.retrieval)
    for languages in weights:
        own = [pool for pool in pools if pool.pair == languages]
        if own:
            weights[languages] = max(BM25_WEIGHTS, key=lambda weight: _mrr(own, weight))
    ranked = [(pool, _fused(pool, weights[pool.pair])) for pool in pools]
    calibration = replace(calibration, retrieval=weights, passage=_fit_passage(ranked))
    matcher = bot.retriever.matcher
    return replace(calibration, matched=_fit_matched(matcher, retriever, chunks, ranked)) if matcher else calibration


def _fit_passage(ranked: Sequence[tuple[_Pool, list[float]]]) -> Logistic:
    rows, labels, topics = [], [], []
    for pool, fused in ranked:
        for place in _best_first(fused)[:NEGATIVES]:
            features = pool.candidates[place].features
            rows.append([fused[place], *(features[name] for name in PASSAGE_FEATURES[1:])])
            labels.append(pool.relevant[place])
            topics.append(pool.case.topic)
    return fit_logistic(np.array(rows), np.array(labels), topics, PASSAGE_FEATURES)[0]


def _fit_matched(
    matcher: Matcher, retriever: Retriever, chunks: Sequence[Chunk], ranked: Sequence[tuple[_Pool, list[float]]]
) -> float:
    """Return what a matcher's best logit counts, the same for every language pair.

    Fused scores of two languages are on one scale; weights of their own would undo that.
    """
    looked = []
    for pool, fused in ranked:
        places = _best_first(fused)[:LOOKED_AT]
        text = retriever.mended(pool.case.question)
        logits = matcher.match(text, [chunks[pool.candidates[place].number] for place in places])
        scores = [(fused[place], strongest(own)) for place, own in zip(places, logits, strict=True)]
        looked.append((scores, [pool.relevant[place] for place in places]))

    def total(weight: float) -> float:
        return sum(_reciprocal([one + weight * match for one, match in scores], right) for scores, right in looked)

    return max(MATCHED_WEIGHTS, key=total)


def _mrr(pools: Sequence[_Pool], weight: float) -> float:
    return sum(_reciprocal(_fused(pool, weight), pool.relevant) for pool in pools) / len(pools)


def _reciprocal(scores: Sequence[float], relevant: Sequence[bool]) -> float:
    """Return the reciprocal rank of the first relevant one by `scores`, higher first."""
    return reciprocal_rank([relevant[place] for place in _best_first(scores)])


def _best_first(scores: Sequence[float]) -> list[int]:
    return sorted(range(len(scores)), key=lambda place: -scores[place])


def _fused(pool: _Pool, weight: float) -> list[float]:
    return [one.features["close"] + weight * one.features["lexical"] for one in pool.candidates]

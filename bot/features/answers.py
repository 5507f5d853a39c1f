"""The scored sentences of one question → named numbers by which to tell whether the answer is there at all."""

import math
import statistics
from collections.abc import Sequence

from bot.calibration import log_odds
from bot.features.asking import Asked
from bot.features.cues import cued_kinds, notions
from bot.features.lexicon import Lexicon, Term, held, share
from bot.features.sentences import Candidate
from bot.features.wants import WANT_FEATURES, want_features
from bot.types import Alignment, Language, Passage

_STRICT = ("time", "number", "who", "where")

ANSWER_FEATURES: tuple[str, ...] = (
    "match_best", "match_top", "match_margin", "covered", "weakest", "covered_best", "weakest_best", "nearby_best", "within",
    "best_logit", "second_logit", "margin", "best_cosine", "best_dense", "top_score", "peak", "dense_peak", "lexical",
    "known", "unknown", "names_missing", "coverage_best", "coverage_passage", "coverage_article", "coverage_title", "shares_none", "shares_raw", "cue_missing",
    "gap_best", "gap_passage", "gap_article", "focus_missing", "terms", "bare", "cross", "cross_cosine", "cross_dense", "cross_coverage", "definition_met", "definition_unmet", *WANT_FEATURES,
)  # fmt: skip


# What tells less where the articles are few: words they lack, and the shares of words they hold.
_LACKS = ("unknown", "names_missing", "gap_best", "gap_passage", "gap_article", "focus_missing")
_HOLDS = ("known", "coverage_best", "coverage_passage", "coverage_article", "coverage_title")


def answer_features(
    asked: Asked, passages: Sequence[Passage], scored: Sequence[tuple[float, Candidate]], lexicon: Lexicon
) -> dict[str, float]:
    """Return the features of `ANSWER_FEATURES`; `scored` pairs each candidate with its probability, best first."""
    if not scored:
        return dict.fromkeys(ANSWER_FEATURES, 0.0)
    features = _score_features(passages, scored) | _word_features(asked, passages)
    features |= _coverage_features(asked, passages, scored[0][1], lexicon)
    best = scored[0][1]
    breadth = lexicon.breadth(best.passage.chunk.language)
    for name in _LACKS:
        features[name] *= breadth
    for name in _HOLDS:
        features[name] = 1.0 - breadth * (1.0 - features[name])
    wanted = asked.kinds.intersection(_STRICT)
    cues: set[str] = set()
    for _, candidate in scored[:3]:
        cues |= cued_kinds(candidate.sentence.plain, candidate.passage.chunk.language)
    features["cue_missing"] = float(bool(wanted) and not wanted & cues)
    cross = best.features["cross"]
    features["cross"] = cross
    features["cross_cosine"] = cross * features["best_cosine"]
    features["cross_dense"] = cross * features["best_dense"]
    features["cross_coverage"] = cross * features["coverage_article"]
    features |= want_features(asked, [_said(one) for _, one in scored[:3]], _around(best), lexicon)
    defining = max(candidate.features["definition"] for _, candidate in scored[:5])
    features["definition_met"] = defining
    features["definition_unmet"] = float("definition" in asked.kinds) * (1.0 - defining)
    return features


def _score_features(passages: Sequence[Passage], scored: Sequence[tuple[float, Candidate]]) -> dict[str, float]:
    probabilities = [probability for probability, _ in scored]
    logits = [log_odds(probability) for probability in probabilities[:4]]
    best = scored[0][1]
    aligned = [one for passage in passages for one in passage.alignments] or [Alignment(0.0, 0.0, 0.0, 0.0, 0.0)]
    own = best.passage.alignments
    at = best.passage.chunk.sentences.index(best.sentence)
    here = own[at] if at < len(own) else aligned[0]
    cosines = [cosine for passage in passages for cosine in passage.similarities] or [p.dense for p in passages]
    dense = [passage.dense for passage in passages]
    matches = sorted((match for passage in passages for match in passage.matches), reverse=True) or [0.0]
    return {
        "match_best": matches[0],
        "match_top": best.features["match"],
        "match_margin": matches[0] - matches[min(3, len(matches) - 1)],
        "covered": max(one.covered for one in aligned),
        "weakest": max(one.weakest for one in aligned),
        "covered_best": here.covered,
        "weakest_best": here.weakest,
        "nearby_best": here.nearby,
        "within": max(one.within for one in aligned),
        "best_logit": logits[0],
        "second_logit": logits[1] if len(logits) > 1 else logits[0],
        "margin": logits[0] - logits[-1],
        "best_cosine": max(cosines),
        "best_dense": max(dense),
        "top_score": max(passage.score for passage in passages),
        "peak": best.features["cosine_z"],
        "dense_peak": (max(dense) - statistics.fmean(dense)) / max(statistics.pstdev(dense), 0.02),
        "lexical": math.log1p(max(0.0, max(passage.lexical for passage in passages))),
    }


def _word_features(asked: Asked, passages: Sequence[Passage]) -> dict[str, float]:
    """Return how far the articles know the question's words, wherever they stand.

    Neutral where only the other language was searched: its articles cannot be expected to know them.
    """
    comparable = any(passage.chunk.language == asked.question.language for passage in passages)
    judged = [term for term in asked.terms if comparable and term.known is not None]
    total = sum(term.weight for term in judged)
    known = sum(term.weight for term in judged if term.known) / total if total else 1.0
    return {
        "known": known,
        "unknown": float(sum(term.known is False for term in judged)),
        "names_missing": float(sum(term.known is False and term.name for term in judged)),
        "terms": min(len(asked.terms), 8) / 8,
        "bare": float(not asked.terms),
    }


def _coverage_features(
    asked: Asked, passages: Sequence[Passage], best: Candidate, lexicon: Lexicon
) -> dict[str, float]:
    chunk, language = best.passage.chunk, best.passage.chunk.language
    headings = " ".join((chunk.title, *chunk.section))
    title = lexicon.stems(chunk.title, language)
    passage = lexicon.stems(f"{headings} {chunk.text}", language)
    article, named = set(passage), set(notions(f"{headings} {chunk.text}", language))
    for other in passages:
        if other.chunk.document == chunk.document:
            article |= lexicon.stems(" ".join((*other.chunk.section, other.chunk.text)), language)
            named |= notions(other.chunk.text, language)
    around = _around(best)
    close, close_named = lexicon.stems(around, language), notions(around, language)
    whole, whole_named = frozenset(article), frozenset(named)
    passage_named = notions(f"{headings} {chunk.text}", language)
    return {
        "gap_best": _gap(asked.terms, close, close_named, language),
        "gap_passage": _gap(asked.terms, passage, passage_named, language),
        "gap_article": _gap(asked.terms, whole, whole_named, language),
        "focus_missing": 1.0 - share(asked.focus, close, close_named, language) if asked.focus else 0.0,
        "coverage_best": best.features["overlap_context"],
        "coverage_passage": share(asked.terms, passage, passage_named, language),
        "coverage_article": share(asked.terms, whole, whole_named, language),
        "shares_none": float(share(asked.terms, whole, whole_named, language) == 0.0),
        "shares_raw": share(asked.terms, whole, whole_named, language),
        "coverage_title": share(asked.subject, title, frozenset(), language),
    }


def _said(candidate: Candidate) -> tuple[str, Language]:
    return candidate.sentence.plain, candidate.passage.chunk.language


def _around(best: Candidate) -> str:
    """Return the headings over a sentence, and it with its neighbours."""
    chunk = best.passage.chunk
    place = chunk.sentences.index(best.sentence)
    near = (sentence.plain for sentence in chunk.sentences[max(0, place - 1) : place + 2])
    return " ".join((chunk.title, *chunk.section, *near))


def _gap(asked: Sequence[Term], stems: frozenset[str], named: frozenset[str], language: Language) -> float:
    """Return the weight of the most telling term that a text lacks: one such word makes it another question."""
    return max((term.weight * (1.0 - held(term, stems, named, language)) for term in asked), default=0.0)

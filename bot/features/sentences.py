"""Question + passages → one row of named numbers for each of their sentences.

Pure functions. Cosines enter only centred and scaled by the spread among the candidates of their language, so
that an encoder whose cosines all lie between 0.7 and 1 gives numbers of the same size as any other.
"""

import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.features.asking import Asked
from bot.features.cues import ASPECTS, asked_kinds, copula, cued_kinds, denies, leans, notions
from bot.features.lexicon import Lexicon, share
from bot.terms import terms, words
from bot.types import Passage, Sentence

_SPREAD = 0.02  # the least spread of cosines that is taken for a difference
_SPREAD_MATCH = 0.3  # and of a matcher's logits
_LIKE = 0.4  # what a sentence on what a thing is like counts beside one on what it is
_STRICT = ("time", "number", "who", "where")  # a sentence without such a cue hardly answers these
_FIGURED = frozenset({"time", "number", "example"})  # kinds that figures answer; beside any other they are a detail
_DIGIT = re.compile(r"\d")
_CUED = ("reason", "example", "comparison", "time", "number", "who", "where", "list", "how", "yesno")

ALIGNED = ("covered_z", "weakest_z", "focused_z", "nearby_z", "within_z")
MATCHED = ("match", "match_z", "match_gap", "match_rank")  # all 0 without a matcher

SENTENCE_FEATURES: tuple[str, ...] = (
    "cosine_z", "cosine_gap", "best_in_passage", "cosine_local", "cosine_rank", "overlap_rank", "neighbour_z", "passage_z", "passage_gap", "top_passage", "lexical",
    "phrase", "overlap_sentence", "overlap_near", "overlap_heading", "overlap_title", "overlap_context", "title_gap", "title_named", "title_other",
    "definition", "definition_here", *(f"cue_{kind}" for kind in _CUED), "cue_missing", "notion_sentence", "aspect_sentence", "aspect_heading",
    "figures", "denied", "denies",
    *ALIGNED, *MATCHED, "heading_kind", "heading_off", "heading_definition", "heading_defines", "first_in_section", "position", "item", "quote", "asks", "leans", "stub", "cross",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence of a passage with its features, by the names of `SENTENCE_FEATURES`."""

    sentence: Sentence
    passage: Passage
    features: dict[str, float]


def sentence_features(asked: Asked, passages: Sequence[Passage], lexicon: Lexicon) -> list[Candidate]:
    """Return every sentence of `passages` once, in their order, with its features (none missing, all finite)."""
    scales = _scales(passages)
    best_title = max((_title_share(asked, passage, lexicon) for passage in passages), default=0.0)
    best_named = max((_title_named(asked, passage) for passage in passages), default=0.0)
    top_lexical = max((passage.lexical for passage in passages), default=0.0)
    seen: set[tuple[str, int]] = set()
    candidates = []
    for passage in passages:
        shared = _passage_features(asked, passage, lexicon, scales)
        shared["title_gap"] = shared["overlap_title"] - best_title
        shared["title_named"] = _title_named(asked, passage)
        shared["title_other"] = best_named - shared["title_named"]
        shared["lexical"] = passage.lexical / top_lexical if top_lexical > 0 else 0.0
        for number, sentence in enumerate(passage.chunk.sentences):
            key = (passage.chunk.document, sentence.start)
            if key in seen or sentence.kind == "code":
                continue
            seen.add(key)
            features = shared | _vector_features(passage, number, scales)
            features |= _match_features(passage, number, scales)
            features |= _text_features(asked, passage, number, lexicon)
            features["definition_here"] = features["definition"] * features["heading_definition"]
            candidates.append(Candidate(sentence, passage, features))
    for name, value in (("cosine_rank", "cosine_z"), ("overlap_rank", "overlap_context"), ("match_rank", "match")):
        order = sorted({candidate.features[value] for candidate in candidates}, reverse=True)
        places = {number: place for place, number in enumerate(order, 1)}
        for candidate in candidates:
            candidate.features[name] = 1.0 / places[candidate.features[value]]
    if not any(passage.matches for passage in passages):
        for candidate in candidates:
            candidate.features["match_rank"] = 0.0
    return candidates


@dataclass(frozen=True, slots=True)
class _Scale:
    """Mean, spread and maximum of one language's candidates: cosines of sentences, passages, aligned pieces; matches."""

    sentences: tuple[float, float, float]
    passages: tuple[float, float, float]
    aligned: tuple[tuple[float, float, float], ...]
    matched: tuple[float, float, float]


def _scales(passages: Sequence[Passage]) -> dict[str, _Scale]:
    scales: dict[str, _Scale] = {}
    for language in {passage.chunk.language for passage in passages}:
        own = [passage for passage in passages if passage.chunk.language == language]
        cosines = [cosine for passage in own for cosine in _cosines(passage)]
        columns = zip(
            *(_aligned(passage, number) for passage in own for number in range(len(_cosines(passage)))), strict=True
        )
        aligned = tuple(_scale(column) for column in columns)
        matched = _scale([match for passage in own for match in passage.matches], _SPREAD_MATCH)
        scales[language] = _Scale(_scale(cosines), _scale([passage.dense for passage in own]), aligned, matched)
    return scales


def _scale(values: Sequence[float], least: float = _SPREAD) -> tuple[float, float, float]:
    if not values:
        return 0.0, 1.0, 0.0
    return statistics.fmean(values), max(statistics.pstdev(values), least), max(values)


def _cosines(passage: Passage) -> Sequence[float]:
    """Return the cosine of each sentence, the passage's own where the sentences have none."""
    if len(passage.similarities) == len(passage.chunk.sentences):
        return passage.similarities
    return [passage.dense] * len(passage.chunk.sentences)


def _aligned(passage: Passage, number: int) -> tuple[float, ...]:
    """Return the alignment of a sentence as plain numbers, zeros where none was made."""
    if len(passage.alignments) != len(passage.chunk.sentences):
        return (0.0,) * len(ALIGNED)
    one = passage.alignments[number]
    return one.covered, one.weakest, one.focused, one.nearby, one.within


def _match_features(passage: Passage, number: int, scales: Mapping[str, _Scale]) -> dict[str, float]:
    """Return a matcher's logit for a sentence, by itself and beside the others; zeros where none was asked."""
    if not passage.matches:
        return dict.fromkeys(MATCHED, 0.0)
    logit = passage.matches[number]
    mean, spread, _ = scales[passage.chunk.language].matched
    best = max(scale.matched[2] for scale in scales.values())
    return {"match": logit, "match_z": (logit - mean) / spread, "match_gap": logit - best}


def _vector_features(passage: Passage, number: int, scales: Mapping[str, _Scale]) -> dict[str, float]:
    cosines = _cosines(passage)
    mean, spread, best = scales[passage.chunk.language].sentences
    around = [cosines[other] for other in (number - 1, number + 1) if 0 <= other < len(cosines)]
    aligned = zip(ALIGNED, _aligned(passage, number), scales[passage.chunk.language].aligned, strict=True)
    return {name: (value - middle) / wide for name, value, (middle, wide, _) in aligned} | {
        "cosine_z": (cosines[number] - mean) / spread,
        "cosine_gap": (cosines[number] - best) / spread,
        "cosine_local": (cosines[number] - statistics.fmean(cosines)) / spread,
        "best_in_passage": float(cosines[number] == max(cosines)),
        "neighbour_z": (statistics.fmean(around) - mean) / spread if around else 0.0,
    }


def _title_share(asked: Asked, passage: Passage, lexicon: Lexicon) -> float:
    language = passage.chunk.language
    return share(asked.subject, lexicon.stems(passage.chunk.title, language), frozenset(), language)


def _title_named(asked: Asked, passage: Passage) -> float:
    """Return the share of a title's content words that the question names: 1 for "Why offshoring?" and "Offshoring"."""
    language = passage.chunk.language
    title = set(terms(passage.chunk.title.partition("(")[0], language))
    named = {
        stem for term in asked.terms for stem in (*term.stems[language], *(s for part in term.parts for s in part))
    }
    return len(title & named) / len(title) if title else 0.0


def _passage_features(
    asked: Asked, passage: Passage, lexicon: Lexicon, scales: Mapping[str, _Scale]
) -> dict[str, float]:
    chunk, language = passage.chunk, passage.chunk.language
    heading = chunk.section[-1] if chunk.section else ""
    heading_notions = notions(heading, language)
    heading_aspects = heading_notions & (ASPECTS | {"highlight"})
    heading_kinds = asked_kinds(heading, language) - {"yesno", "list"}
    mean, spread, best = scales[language].passages
    off = heading_aspects - asked.aspects if not asked.aspects & heading_aspects else frozenset()
    return {
        "passage_z": (passage.dense - mean) / spread,
        "passage_gap": (passage.dense - best) / spread,
        "top_passage": 1.0 / passage.rank,
        "overlap_heading": share(
            asked.terms, lexicon.stems(" ".join(chunk.section), language), heading_notions, language
        ),
        "overlap_title": _title_share(asked, passage, lexicon),
        "aspect_heading": float(bool(asked.aspects & heading_aspects)),
        "heading_kind": float(bool(asked.kinds & heading_kinds)),
        "heading_off": float(bool(off) or ("comparison" in heading_kinds and "comparison" not in asked.kinds)),
        "heading_definition": float("definition" in asked.kinds and (not heading or "definition" in heading_kinds)),
        "heading_defines": float("definition" in heading_kinds and "definition" not in asked.kinds),
        "cross": float(language != asked.question.language),
    }


def _text_features(asked: Asked, passage: Passage, number: int, lexicon: Lexicon) -> dict[str, float]:
    chunk, language = passage.chunk, passage.chunk.language
    sentence = chunk.sentences[number]
    stems = lexicon.stems(sentence.plain, language)
    named = notions(sentence.plain, language)
    heading = chunk.section[-1] if chunk.section else ""
    around = chunk.sentences[max(0, number - 1) : number + 2]
    near = frozenset().union(*(lexicon.stems(other.plain, language) for other in around))
    near_named = frozenset().union(*(notions(other.plain, language) for other in around))
    context = stems | lexicon.stems(" ".join((chunk.title, *chunk.section)), language)
    cues = cued_kinds(sentence.plain, language) | ({"list"} if sentence.kind in ("item", "row") else set())
    wanted = asked.kinds.intersection(_STRICT)
    spoken = words(sentence.plain)
    asks_no, says_no = denies(asked.question.text, asked.question.language), denies(sentence.plain, language)
    figures = _DIGIT.search(sentence.plain) and not _DIGIT.search(asked.question.text)
    features = {f"cue_{kind}": float(kind in asked.kinds and kind in cues) for kind in _CUED}
    return features | {
        "phrase": _phrase(asked, spoken),
        "overlap_sentence": share(asked.terms, stems, named, language),
        "overlap_near": share(asked.terms, near, near_named, language),
        "overlap_context": share(asked.terms, context, named | notions(heading, language), language),
        "definition": _defines(asked, sentence, lexicon, passage),
        "cue_missing": float(bool(wanted) and not wanted & cues),
        "notion_sentence": len(asked.notions & named) / len(asked.notions) if asked.notions else 0.0,
        "aspect_sentence": float(bool(asked.aspects & named)),
        "figures": float(bool(figures) and not asked.kinds & _FIGURED),
        "denied": float(asks_no and says_no),
        "denies": float(says_no and not asks_no),
        "first_in_section": float(number == 0),
        "position": number / len(chunk.sentences),
        "item": float(sentence.kind in ("item", "row")),
        "quote": float(sentence.kind == "quote"),
        "asks": float(sentence.plain.rstrip().endswith("?")),
        "leans": float(leans(sentence.plain, language)),
        "stub": float(len(sentence.plain) < 25),
    }


def _phrase(asked: Asked, spoken: Sequence[str]) -> float:
    """Return how long a run of the question's words a sentence has in a row: 0.25 for two ("just in") … 1 for five."""
    told = " " + " ".join(spoken) + " "
    asking = words(asked.question.text)
    contents = {term.word for term in asked.terms}
    for length in range(min(5, len(asking)), 1, -1):
        for start in range(len(asking) - length + 1):
            run = asking[start : start + length]
            if contents.intersection(run) and f" {' '.join(run)} " in told:
                return (length - 1) / 4
    return 0.0


def _defines(asked: Asked, sentence: Sentence, lexicon: Lexicon, passage: Passage) -> float:
    """Return 1 where the sentence says what the thing asked about is: its name, then a defining verb, early."""
    language = passage.chunk.language
    at, says_what = copula(sentence.plain, language)
    if "definition" not in asked.kinds or not 0 < at < 70:
        return 0.0
    named = share(asked.subject, lexicon.stems(sentence.plain[:at], language), frozenset(), language)
    title, _, short = passage.chunk.title.partition("(")
    aliases, main = set(terms(short, language)), set(terms(title, language))
    if main and aliases and all(term.stems[language] & aliases for term in asked.subject):
        # "What is TCO?" is answered by "Total cost of ownership is …" in an article that is titled with both.
        named = max(named, float(main <= lexicon.stems(sentence.plain[:at], language)))
    return named if says_what else _LIKE * named

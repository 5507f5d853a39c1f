"""The numbers that were fitted on data: weights and thresholds, as one JSON file beside the encoder they fit.

Knows how to load, save and check such a file and which plain numbers to use without one. It does not know what a
feature means (`features`, `retriever`) nor how weights are learned (`fitting`).
"""

import json
import logging
import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.errors import CalibrationError
from bot.types import Encoder, Language, Matcher

FORMAT = 1  # raised when the meaning of a field changes; an older file is refused with a sentence
_LOGGER = logging.getLogger(__name__)


def pair(question: Language, document: Language) -> str:
    """Return the key of a language pair, question first: `"da-en"`."""
    return f"{question}-{document}"


@dataclass(frozen=True, slots=True)
class Logistic:
    """A logistic model over named features: probability = 1 / (1 + exp(-(bias + Σ weight · feature)))."""

    bias: float
    weights: Mapping[str, float]

    def probability(self, features: Mapping[str, float]) -> float:
        """Return the probability, 0…1; a feature that is not given counts as 0."""
        return from_log_odds(self.bias + sum(weight * features.get(name, 0.0) for name, weight in self.weights.items()))


def from_log_odds(margin: float) -> float:
    """Return the probability with these log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, margin))))


def log_odds(probability: float) -> float:
    """Return the log-odds of a probability, kept finite."""
    clipped = min(max(probability, 1e-6), 1.0 - 1e-6)
    return math.log(clipped / (1.0 - clipped))


# Without a fit BM25 counts as much as the cosine inside one language and little across languages: on public Danish
# and English retrieval sets BM25 beats small encoders inside a language and halves across (nDCG@10 78 against 42).
_RETRIEVAL = {"da-da": 1.0, "en-en": 1.0, "da-en": 0.25, "en-da": 0.25}

# For an encoder nobody has fitted: fitted for the first one that shipped, without the features whose scale depends on
# the encoder, and rounded. `shares_none` alone is set by hand, for folders of an article or two: without cosines a
# word in common is all there is to go by.
_SENTENCE = Logistic(
    -5.3,
    {
        "top_passage": 2.6,
        "overlap_context": 2.0,
        "definition": 1.8,
        "aspect_heading": 1.7,
        "asks": -1.5,
        "stub": -1.3,
        "heading_definition": -1.1,
        "heading_kind": 1.0,
        "overlap_heading": -0.9,
        "cue_list": 0.9,
        "phrase": 0.8,
        "title_gap": 0.8,
        "cue_missing": -0.8,
        "best_in_passage": 0.7,
        "cue_reason": 0.7,
        "cue_number": -0.5,
        "cross": 0.5,
        "overlap_sentence": 0.4,
        "title_other": 0.4,
        "cue_comparison": 0.4,
        "cue_time": 0.4,
        "aspect_sentence": -0.3,
        "item": 0.3,
        "leans": 0.3,
        "cosine_z": 0.2,
        "cosine_gap": 0.2,
        "cue_example": 0.2,
        "cue_how": -0.2,
        "cue_yesno": 0.2,
        "neighbour_z": 0.1,
        "passage_z": -0.1,
        "passage_gap": 0.1,
        "overlap_near": -0.1,
        "title_named": 0.1,
        "notion_sentence": 0.1,
        "first_in_section": 0.1,
    },
)
_ANSWER = Logistic(
    2.5,
    {
        "terms": 5.2,
        "gap_best": -3.7,
        "shares_none": -3.5,
        "gap_passage": -2.9,
        "focus_missing": -2.4,
        "gap_article": -2.0,
        "cross": 1.8,
        "names_missing": -1.7,
        "cross_coverage": -1.3,
        "definition_met": -1.0,
        "margin": -0.8,
        "peak": 0.8,
        "coverage_passage": 0.7,
        "coverage_article": 0.7,
        "dense_peak": 0.6,
        "coverage_best": 0.6,
        "second_logit": 0.5,
        "shares_raw": 0.5,
        "best_logit": 0.3,
        "unknown": -0.3,
        "known": 0.2,
        "coverage_title": 0.2,
        "definition_unmet": 0.2,
        "cue_missing": 0.1,
    },
)
_THRESHOLD = 0.3


@dataclass(frozen=True, slots=True)
class Calibration:
    """Everything fitted, and for what: `encoder` is the fingerprint it was fitted with (empty: the fallback).

    `matcher` is the fingerprint of the matcher that it was fitted with (empty: without one).
    `retrieval` is the weight of BM25 beside the dense score (1 = equal) by language pair, question first
    (`"da-en"`); `matched` is that of the matcher's best logit in a passage (0 = none). `passage` turns the Retriever's
    features into a probability; None leaves `Passage.score` the cosine. `sentence` and `answer` do so for `features`; below `threshold` the answer's probability means abstention.
    """

    encoder: str
    encoder_name: str
    data: str
    retrieval: Mapping[str, float]
    passage: Logistic | None
    sentence: Logistic
    answer: Logistic
    threshold: float
    matcher: str = ""
    matched: float = 0.0
    notes: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def fallback(cls) -> "Calibration":
        """Return the scale-free weights, for any encoder."""
        return cls("", "any", "none: scale-free defaults", dict(_RETRIEVAL), None, _SENTENCE, _ANSWER, _THRESHOLD)

    @classmethod
    def load(cls, path: Path) -> "Calibration":
        """Read a calibration file; raise CalibrationError when it cannot be read, is of another format or broken."""
        try:
            raw = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise CalibrationError(f"{path} cannot be read ({error}); write one with `svar eval --fit`.") from error
        if not isinstance(raw, dict) or raw.get("format") != FORMAT:
            raise CalibrationError(f"{path} is not of calibration format {FORMAT}; write one with `svar eval --fit`.")
        try:
            return _from_json(raw)
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise CalibrationError(
                f"{path} lacks or garbles a field ({error}); write it anew with `svar eval --fit`."
            ) from error

    def save(self, path: Path) -> None:
        """Write the file whole or not at all (a sibling, then `os.replace`); floats to six places."""
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        draft.write_text(json.dumps(_to_json(self), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        draft.replace(path)

    def fits(self, encoder: Encoder, matcher: Matcher | None = None) -> bool:
        """Whether these numbers were fitted with this very encoder and matcher."""
        same = self.matcher == (matcher.fingerprint if matcher else "")
        return same and bool(self.encoder) and self.encoder == encoder.fingerprint

    def for_encoder(self, encoder: Encoder, matcher: Matcher | None = None) -> "Calibration":
        """Return itself if fitted with `encoder` and `matcher`, else the fallback, with a warning that says how to fit."""
        if self.fits(encoder, matcher):
            return self
        if self.encoder == encoder.fingerprint:
            _LOGGER.warning(
                "Scores are calibrated for another matcher, or for one that is not in models/matcher: scale-free defaults "
                "are used; get its files, or fit them with `svar eval --fit models/calibration.json`."
            )
            return Calibration.fallback()
        _LOGGER.warning(
            "Scores are not calibrated for the encoder %s (but for %s): scale-free defaults are used; "
            "fit them with `svar eval --fit --encoder %s`.",
            encoder.name,
            self.encoder_name,
            encoder.name,
        )
        return Calibration.fallback()


def load_for(encoder: Encoder, path: Path, matcher: Matcher | None = None) -> Calibration:
    """Return the calibration at `path` if it was fitted with `encoder` and `matcher`, else the fallback, with a warning.

    A file that is missing or broken is a warning too: an answer on plain weights beats none.
    """
    try:
        return Calibration.load(path).for_encoder(encoder, matcher)
    except CalibrationError as error:
        _LOGGER.warning("%s Until then scale-free defaults are used.", error)
        return Calibration.fallback()


def _to_json(calibration: Calibration) -> dict[str, Any]:
    """Return the file's content."""
    return {
        "format": FORMAT,
        "encoder": {"name": calibration.encoder_name, "fingerprint": calibration.encoder},
        "matcher": calibration.matcher,
        "data": calibration.data,
        "threshold": round(calibration.threshold, 6),
        "retrieval": _rounded(calibration.retrieval),
        "matched": round(calibration.matched, 6),
        "passage": _logistic_to_json(calibration.passage) if calibration.passage else None,
        "sentence": _logistic_to_json(calibration.sentence),
        "answer": _logistic_to_json(calibration.answer),
        "notes": _rounded(calibration.notes),
    }


def _from_json(raw: Mapping[str, Any]) -> Calibration:
    """Build the value from the file's content; raise KeyError, TypeError or ValueError when it is not one."""
    retrieval = _floats(raw["retrieval"])
    if missing := _RETRIEVAL.keys() - retrieval.keys():
        raise KeyError(f"retrieval weight of {', '.join(sorted(missing))}")
    threshold = float(raw["threshold"])
    if not 0.0 <= threshold <= 1.0:
        raise ValueError(f"threshold {threshold} is outside 0…1")
    return Calibration(
        encoder=str(raw["encoder"]["fingerprint"]),
        encoder_name=str(raw["encoder"]["name"]),
        data=str(raw["data"]),
        retrieval=retrieval,
        passage=_logistic_from_json(raw["passage"]) if raw["passage"] else None,
        sentence=_logistic_from_json(raw["sentence"]),
        answer=_logistic_from_json(raw["answer"]),
        threshold=threshold,
        matcher=str(raw.get("matcher", "")),
        matched=_finite("matched", raw.get("matched", 0.0)),
        notes=_floats(raw.get("notes", {})),
    )


def _logistic_to_json(model: Logistic) -> dict[str, Any]:
    return {"bias": round(model.bias, 6), "weights": _rounded(model.weights)}


def _logistic_from_json(raw: Mapping[str, Any]) -> Logistic:
    return Logistic(_finite("bias", raw["bias"]), _floats(raw["weights"]))


def _rounded(values: Mapping[str, float]) -> dict[str, float]:
    return {name: round(value, 6) for name, value in values.items()}


def _floats(values: Mapping[str, Any]) -> dict[str, float]:
    """Return the mapping with float values; raise ValueError for one that is not finite."""
    return {str(name): _finite(name, value) for name, value in values.items()}


def _finite(name: str, value: Any) -> float:  # noqa: ANN401 - whatever JSON holds
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(f"{name} = {number} is not finite")
    return number

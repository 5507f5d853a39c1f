"""Which of the two languages a text is in: function words and letters, then langdetect's n-gram profiles.

Deterministic, and honest about not knowing: one acronym or loanword is undecided. Knows nothing of conversations
beyond the order in which they are asked (`resolve`).
"""

import math
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from bot.types import Language
from bot.wordlists import BORROWED, DANISH, DANISH_ASKED, ENGLISH, ENGLISH_ASKED, OTHERS

# Words without content of their own; `bot.terms` drops them, and here they vote.
FUNCTION_WORDS: dict[Language, frozenset[str]] = {"da": frozenset(DANISH.split()), "en": frozenset(ENGLISH.split())}
_ASKED: dict[Language, frozenset[str]] = {"da": frozenset(DANISH_ASKED.split()), "en": frozenset(ENGLISH_ASKED.split())}
_BORROWED = frozenset(BORROWED.split())
_OTHERS = {code: frozenset(table.split()) for code, table in OTHERS.items()}

_LEAN: dict[Language, re.Pattern[str]] = {
    "da": re.compile(
        r"(?:erne|ernes|elsen|else|elser|hed|heden|heder|skab|ning|ningen|ninger|lig|ligt|lige|isk|iske|ede|eret|erer"
        r"|ene|rne|tion(?:en|er|erne)|itet|iteten|ering|eringen)$"
    ),
    "en": re.compile(
        r"(?:tion|tions|ness|ment|ments|ly|ity|ies|ful|ous|ance|ence|ages|able|ough|ght|ship|ing|ings|'s|ive|ck|w|y|th)$"
    ),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CAPITAL_I = re.compile(r"(?<=[^\W\d_,] )I(?= [^\W\d_])")  # inside a sentence, so no Danish "I dag"
_ASCII_TYPED = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
# Natural log odds. A function word of one language only is near certain, a letter of its own likewise; endings lean.
_VOTE, _LETTER, _ASKED_VOTE, _LEAN_VOTE, _I_VOTE = 2.5, 3.0, 2.0, 1.0, 1.5
# Neighbouring n-grams repeat one another: their odds count for a tenth. On 11,000 everyday sentences and questions
# 0.1 gave 8 wrong languages, 0.2 gave 25, langdetect's own sampling gave 29.
_PROFILE_SHARE, _SMOOTHING = 0.1, 2e-4
_UNDECIDED = 1.0  # log odds under this, about 73 : 27, are no decision
_SURE = 0.9  # what all of langdetect's profiles must give a third language, its function words agreeing


@dataclass(frozen=True, slots=True)
class Detection:
    """What a text is in: `language` is None when undecided, `confidence` 0…1; `other` an ISO code when surely neither."""

    language: Language | None
    confidence: float
    other: str | None = None


def detect(text: str) -> Detection:
    """Return the language of `text`; the same text always gives the same Detection."""
    return _detect(unicodedata.normalize("NFC", text)[:4000])


def resolve(text: str, *, previous: Language | None = None, page: Language = "en") -> Language:
    """Return the language of a question: its own, else the conversation's, else the page's."""
    return detect(text).language or previous or page


@lru_cache(maxsize=4096)
def _detect(text: str) -> Detection:
    found = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    odds = sum(map(_vote, found)) + _profile_odds(found) - _I_VOTE * len(_CAPITAL_I.findall(text))
    other = _third_language(text, found)
    if other is not None:
        return Detection(None, _SURE, other)
    confidence = 1 / (1 + math.exp(-min(abs(odds), 30.0)))
    if abs(odds) < _UNDECIDED:
        return Detection(None, confidence)
    return Detection("da" if odds > 0 else "en", confidence)


def _vote(word: str) -> float:
    """Return the log odds, Danish positive, that one word gives."""
    if word in _BORROWED:
        return 0.0
    danish, english = _is_danish(word), word in FUNCTION_WORDS["en"]
    if danish != english:
        return _VOTE if danish else -_VOTE
    if danish:
        return 0.0
    asked = (word in _ASKED["da"]) - (word in _ASKED["en"])
    if asked:
        return asked * _ASKED_VOTE
    if re.search("[æøå]", word):
        return _LETTER
    return _LEAN_VOTE * (bool(_LEAN["da"].search(word)) - bool(_LEAN["en"].search(word)))


def _is_danish(word: str) -> bool:
    """Whether `word` is a Danish function word, also as typed without æ, ø and å."""
    if word in FUNCTION_WORDS["da"]:
        return True
    for typed, letter in _ASCII_TYPED:
        word = word.replace(typed, letter)
    return word in FUNCTION_WORDS["da"]


def _profile_odds(found: Sequence[str]) -> float:
    """Return the log odds, Danish positive, of all n-grams of one to three letters under langdetect's two profiles.

    langdetect itself samples n-grams at random until one language wins; counting each once needs no seed.
    """
    frequencies = _factory(("da", "en")).word_lang_prob_map
    odds = 0.0
    for word in found:
        if word in _BORROWED:
            continue
        padded = f" {word} "
        for size in (1, 2, 3):
            for start in range(len(padded) - size + 1):
                danish, english = frequencies.get(padded[start : start + size], (0.0, 0.0))
                odds += math.log((danish + _SMOOTHING) / (english + _SMOOTHING))
    return _PROFILE_SHARE * odds


@cache
def _factory(languages: tuple[str, ...]) -> DetectorFactory:
    """Load the profiles named; the seed makes langdetect's sampling repeatable."""
    factory = DetectorFactory()
    folder = Path(PROFILES_DIRECTORY)
    factory.load_json_profile([(folder / language).read_text(encoding="utf-8") for language in languages])
    factory.set_seed(0)
    return factory


def _third_language(text: str, found: Sequence[str]) -> str | None:
    """Return the ISO code of a language that is surely neither Danish nor English.

    For Latin letters its function words must outnumber those of both ours by two, and langdetect's full profiles
    must agree; a foreign script needs only the profiles.
    """
    letters = [character for character in text if character.isalpha()]
    latin = sum(character < "\u0250" for character in letters)
    if len(letters) >= 4 and latin < len(letters) / 4:
        return _guess(text)
    ours = max(sum(map(_is_danish, found)), sum(word in FUNCTION_WORDS["en"] for word in found))
    counts = {code: sum(word in table for word in found) for code, table in _OTHERS.items()}
    if max(counts.values()) < ours + 2:
        return None
    guess = _guess(text)
    return guess if guess is not None and counts.get(guess, 0) >= ours + 2 else None


def _guess(text: str) -> str | None:
    """Return what all of langdetect's profiles say, if nearly sure and neither da nor en."""
    languages = tuple(
        sorted(path.name for path in Path(PROFILES_DIRECTORY).iterdir() if not path.name.startswith(("_", ".")))
    )
    detector = _factory(languages).create()
    detector.append(text)
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):  # no letters that the profiles know
        return None
    return best.lang if best.prob >= _SURE and best.lang not in {"da", "en"} else None

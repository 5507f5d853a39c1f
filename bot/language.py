"""Which of the two languages a text is in: function words and letters, then langdetect's n-gram profiles.

Deterministic, and honest about not knowing: one acronym or loanword is undecided. Knows nothing of conversations
beyond the order in which they are asked (`resolve`).
"""

import math
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory
from langdetect.lang_detect_exception import LangDetectException

from bot.types import Language
from bot.wordlists import BORROWED, BORROWED_TERMS, DANISH, DANISH_ASKED, ENGLISH, ENGLISH_ASKED, OTHERS

# Words without content of their own; `bot.terms` drops them, and here they vote.
FUNCTION_WORDS: dict[Language, frozenset[str]] = {"da": frozenset(DANISH.split()), "en": frozenset(ENGLISH.split())}
_ASKED: dict[Language, frozenset[str]] = {"da": frozenset(DANISH_ASKED.split()), "en": frozenset(ENGLISH_ASKED.split())}
_BORROWED = frozenset(BORROWED.split())
_TERMS = re.compile(
    r"\b(?:" + "|".join(sorted(BORROWED_TERMS.strip().splitlines(), key=len, reverse=True)) + r")\b", re.IGNORECASE
)
_OTHERS = {code: frozenset(table.split()) for code, table in OTHERS.items()}

_LEAN: dict[Language, re.Pattern[str]] = {
    "da": re.compile(
        r"(?:erne|ernes|elsen|else|elser|hed|heden|heder|skab|ning|ningen|ninger|lig|ligt|lige|isk|iske|ede|eret|erer"
        r"|ene|rne|tion(?:en|er|erne)|itet|iteten|ering|eringen)$"
    ),
    "en": re.compile(r"(?:ness|ment|ments|ly|ity|ies|ful|ous|ages|able|ough|ght|ship|ing|ings|'s|ive|ck|w|y|th)$"),
}
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
# "I" inside a sentence, or before a verb; "I dag" and "I Danmark" are Danish.
_CAPITAL_I = re.compile(
    r"(?<=[^\W\d_,] )I(?= [^\W\d_])|^I (?=(?:have|am|need|want|like|love|hate|hope|believe|think|guess)\b)"
)
_FOREIGN_LETTER = re.compile(r"[ßñłşığðþçœąęćśźżčřšžýûîàèìòùâêôïëãõőűđ]")
_ASCII_TYPED = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
# Natural log odds. A function word of one language only is near certain, a letter of its own likewise; endings lean.
_VOTE, _LETTER, _ASKED_VOTE, _LEAN_VOTE, _I_VOTE = 2.5, 3.0, 2.0, 1.0, 1.5
_LONG_COMPOUND = 14  # letters from which a word without an English ending is a Danish compound
# Neighbouring n-grams repeat one another: their odds count for a tenth. On 11,000 everyday sentences and questions
# 0.1 gave 8 wrong languages, 0.2 gave 25, langdetect's own sampling gave 29.
_PROFILE_SHARE, _SMOOTHING = 0.1, 2e-4
_UNDECIDED = 1.0  # log odds under this, about 73 : 27, are no decision
# What all of langdetect's profiles must give a third language: alone, and when its function words say the same.
_SURE, _LIKELY = 0.9, 0.6


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
    own = _TERMS.sub(" ", text)  # "Hvad betyder make or buy?" is judged by its first two words
    found = _WORD.findall(own) or _WORD.findall(text)
    common = _without_names(found)
    odds = sum(_vote(word.casefold().replace("’", "'")) * (1 + (place == 0)) for place, word in enumerate(common))
    odds += _profile_odds(common) - _I_VOTE * len(_CAPITAL_I.findall(text))
    other = _third_language(text)
    if other is not None:
        return Detection(None, _SURE, other)
    confidence = 1 / (1 + math.exp(-min(abs(odds), 30.0)))
    if abs(odds) < _UNDECIDED:
        return Detection(None, confidence)
    return Detection("da" if odds > 0 else "en", confidence)


def _without_names(found: Sequence[str]) -> list[str]:
    """Leave out capitalised words after the first that are no function words, where others are in lower case."""
    if not any(word[0].islower() for word in found[1:]):
        return list(found)
    return [
        word
        for place, word in enumerate(found)
        if place == 0 or word[0].islower() or any(word.casefold() in table for table in FUNCTION_WORDS.values())
    ]


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
    leans = bool(_LEAN["da"].search(word)) - bool(_LEAN["en"].search(word))
    if leans == 0 and len(word) >= _LONG_COMPOUND:
        leans = 1
    return leans * _LEAN_VOTE


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
    for word in map(str.casefold, found):
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


def _third_language(text: str) -> str | None:
    """Return the ISO code of a language that is surely neither Danish nor English.

    For Latin letters its function words must say so and langdetect's full profiles agree; Swedish and Norwegian,
    which a Dane may quote or misspell into, need two words that Danish lacks. A foreign script needs only the profiles.
    """
    letters = [character for character in text if character.isalpha()]
    if len(letters) >= 4 and sum(character < "\u0250" for character in letters) < len(letters) / 4:
        return _guess(text, _SURE)
    found = [word.casefold().replace("’", "'") for word in _WORD.findall(text)]
    found = [word for word in found if word not in _BORROWED]
    ours = [word for word in found if _is_danish(word) or word in FUNCTION_WORDS["en"]]
    signs = {code: _signs(found, ours, table) for code, table in _OTHERS.items()}
    if max(signs.values()) <= 0:
        return None
    guess = _guess(" ".join(found), _LIKELY)
    if signs.get(guess or "", 0) <= 0:
        guess = _opening(found, signs)
    needed = 2 if guess in {"no", "sv"} or any(map(_is_danish, found)) else 1
    return guess if guess is not None and signs.get(guess, 0) >= needed else None


def _opening(found: Sequence[str], signs: Mapping[str, int]) -> str | None:
    """Return the one language whose function words open a question too short for the profiles: "Was ist …"."""
    likely = [code for code, table in _OTHERS.items() if signs[code] > 0 and all(word in table for word in found[:2])]
    return likely[0] if len(likely) == 1 else None


def _signs(found: Sequence[str], ours: Sequence[str], table: frozenset[str]) -> int:
    """Return how many more words only that language has than only ours have; 0 unless two words are its own."""
    theirs = [word for word in found if word in table or _FOREIGN_LETTER.search(word)]
    alone = sum(word not in ours for word in theirs) - sum(word not in table for word in ours)
    return alone if len(theirs) > 1 else 0


@cache
def _all_profiles() -> tuple[str, ...]:
    return tuple(sorted(path.name for path in Path(PROFILES_DIRECTORY).iterdir() if path.name[0].isalpha()))


def _guess(text: str, least: float) -> str | None:
    """Return what all of langdetect's profiles say, at a probability of `least` or more, if neither da nor en."""
    detector = _factory(_all_profiles()).create()
    detector.append(text)
    try:
        best = detector.get_probabilities()[0]
    except (LangDetectException, IndexError):  # no letters that the profiles know
        return None
    return best.lang if best.prob >= least and best.lang not in {"da", "en"} else None

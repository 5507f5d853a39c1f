"""A question, read once: what kind it is, which notions and aspects it names, and its weighed content words."""

import re
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.features.cues import ASPECTS, asked_kinds, notions
from bot.features.lexicon import Lexicon, Term
from bot.terms import words
from bot.types import Language, Question

# Words that say what is wanted and are often misspelt; a near miss of one is read as that word.
_WANTED: dict[Language, tuple[str, ...]] = {
    "da": ("fordele", "fordelene", "ulemper", "ulemperne", "ulempe", "risici", "risikoen", "eksempel", "forskellen", "forskel", "betyder", "hvorfor", "hvordan", "hvornår", "omkostninger", "fungerer", "definition", "årsagen", "sikkerhed"),
    "en": ("advantages", "advantage", "disadvantages", "disadvantage", "drawbacks", "drawback", "benefits", "risks", "example", "examples", "difference", "different", "meaning", "definition", "reasons", "compared", "costs", "security"),
}  # fmt: skip
_FOCUS = re.compile(
    r"\b(?:hvilke[nt]?|hvor (?:mange|meget)|hvad for (?:en|et|nogle)|which|what|how (?:many|much))\b((?: [\w'’-]+){1,3})",
    re.IGNORECASE,
)
_DIFFERENCE = re.compile(r"\bforskel\w*|\bdiffer\w*", re.IGNORECASE)
_FEW = 3  # a keyword query ("insourcing", "sla pris") is at most this many words and asks by no form


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for. `kinds` are by its wording, `aspects` the notions that head sections of their own.

    `focus` are the terms right behind the question word: "how many *Danish companies* insource".
    """

    question: Question
    kinds: frozenset[str]
    notions: frozenset[str]
    aspects: frozenset[str]
    terms: tuple[Term, ...]
    focus: tuple[Term, ...]

    @property
    def subject(self) -> tuple[Term, ...]:
        """The terms without those that only name an aspect: what the question is about."""
        return tuple(term for term in self.terms if not term.notions & self.aspects) or self.terms


def read_question(question: Question, lexicon: Lexicon) -> Asked:
    """Return what `question` asks, by its own language's tables."""
    text, language = _spelt(question.text, question.language), question.language
    named = notions(text, language)
    aspects = named & ASPECTS
    kinds = set(asked_kinds(text, language))
    if re.search(r"\w", text) and not kinds and not aspects and len(text.split()) <= _FEW:
        kinds.add("definition")
    told_apart = "comparison" in kinds and _DIFFERENCE.search(
        text
    )  # "a weakness and a threat" asks for no list of them
    listed = aspects & {"advantage", "drawback", "risk", "type"} and not kinds & {"yesno", "reason", "who", "number"}
    if listed and not told_apart:
        kinds.add("list")
    if "example" in aspects:
        kinds.add("example")
    if "list" in kinds:
        kinds.discard("definition")
    # "Hvad er forskellen", "What are the risks": the form of a definition, but not one.
    if kinds & {"comparison", "example", "reason", "time", "number", "where"} or aspects - {"cost", "goal"}:
        kinds.discard("definition")
    if kinds & {"reason", "time", "number", "where", "who", "how"}:
        kinds -= {"yesno", "list"}
    found = lexicon.question_terms(text, language)
    wanted = _FOCUS.search(text)
    behind = lexicon.question_terms(wanted[1], language) if wanted else ()
    return Asked(question, frozenset(kinds), named, aspects, found, behind)


@lru_cache(maxsize=2_000)
def _spelt(text: str, language: Language) -> str:
    """Return `text` with near misses of the words in `_WANTED` spelt right: one letter in seven may be wrong."""
    for word in words(text):
        if len(word) < 5 or word in _WANTED[language]:
            continue
        limit = 1 + len(word) // 8
        near = min(_WANTED[language], key=lambda wanted: OSA.distance(word, wanted))
        if OSA.distance(word, near) <= limit and near[0] == word[0] and not notions(word, language):
            text = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", near, text, flags=re.IGNORECASE)
    return text

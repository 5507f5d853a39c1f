"""A question, read once: what kind it is, which notions and aspects it names, and its weighed content words."""

import re
from dataclasses import dataclass

from bot.features.cues import ASPECTS, asked_kinds, notions
from bot.features.lexicon import Lexicon, Term
from bot.types import Question

_FEW = 3  # a keyword query ("insourcing", "sla pris") is at most this many words and asks by no form


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for. `kinds` are by its wording, `aspects` the notions that head sections of their own."""

    question: Question
    kinds: frozenset[str]
    notions: frozenset[str]
    aspects: frozenset[str]
    terms: tuple[Term, ...]

    @property
    def subject(self) -> tuple[Term, ...]:
        """The terms without those that only name an aspect: what the question is about."""
        return tuple(term for term in self.terms if not term.notions & self.aspects) or self.terms


def read_question(question: Question, lexicon: Lexicon) -> Asked:
    """Return what `question` asks, by its own language's tables."""
    text, language = question.text, question.language
    named = notions(text, language)
    aspects = named & ASPECTS
    kinds = set(asked_kinds(text, language))
    if re.search(r"\w", text) and not kinds and not aspects and len(text.split()) <= _FEW:
        kinds.add("definition")
    if aspects & {"advantage", "drawback", "risk", "type"} and not kinds & {"yesno", "reason", "who", "number"}:
        kinds.add("list")
    if "example" in aspects:
        kinds.add("example")
    # "Hvad er forskellen", "What are the risks": the form of a definition, but not one.
    if kinds & {"comparison", "example", "reason", "time", "number", "where"} or aspects - {"cost", "goal"}:
        kinds.discard("definition")
    if kinds & {"reason", "time", "number", "where", "who", "how"}:
        kinds -= {"yesno", "list"}
    return Asked(question, frozenset(kinds), named, aspects, lexicon.question_terms(text, language))

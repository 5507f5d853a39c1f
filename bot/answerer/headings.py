"""Sections whose heading is the question itself: what a thing is, and "Why do companies …?" under those very words.

Knows headings, titles and scores; not which kinds of question are answered by them.
"""

import re
from collections.abc import Sequence

from bot.answerer.slices import Choice, Slice, cut, cut_section, find
from bot.corpus import Corpus
from bot.features import Asked
from bot.features.cues import asked_kinds, notions
from bot.features.lexicon import held
from bot.terms import terms, words
from bot.types import Document, ScoredSentence, Section

MOST_STATEMENTS = 3  # of an answer that is no list: what is read at a glance
_CERTAIN = 0.9  # a sentence at least this likely is the answer, whatever a heading says
_HEADED = frozenset({"reason", "how", "time", "where", "who"})  # kinds that a heading may ask in so many words


class Headings:
    """Finds the sections of one corpus that a question asks for by their headings."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def definition(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Slice | None:
        """Return what opens the section headed "What is X?" of the article X, where X is all that is asked about.

        "SWOT?" is close to everything in its article; what it is comes first all the same.
        """
        if not asked.kinds <= {"definition"}:
            return None
        for one in ranked:
            chunk = one.passage.chunk
            document = self._corpus.get(chunk.document)
            place = find(document, one.sentence.start)
            if place is None or place[1] or one.sentence.kind != "prose" or not is_named(document, asked):
                continue
            if asked.aspects - notions(document.title, document.language):
                continue
            own = {stem for term in asked.subject for stem in term.stems[document.language]}
            if "definition" in asked_kinds(place[0].heading, document.language) and own <= title_words(document):
                return cut(document, one.sentence.start, one.score)
        return None

    def headed_alike(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the main statements of the section whose heading asks what the question asks: "Why do companies offshore?".

        The heading is of the question's kind, and it and the title hold all that the question is about. None where a
        sentence of that section is the likeliest anyway, or one elsewhere is next to certain.
        """
        kinds = asked.kinds & _HEADED
        if not kinds or not asked.subject or ranked[0].score >= _CERTAIN:
            return None
        for one in ranked:
            chunk = one.passage.chunk
            heading, language = chunk.section[-1] if chunk.section else "", chunk.language
            document = self._corpus.get(chunk.document)
            stems, named = title_words(document) | set(terms(heading, language)), notions(heading, language)
            same = kinds & asked_kinds(heading, language)
            if same and all(held(term, frozenset(stems), named, language) for term in asked.terms):
                place = find(document, one.sentence.start)
                first = ranked[0].passage.chunk
                if place is None or (first.document, first.section) == (chunk.document, chunk.section):
                    return None
                slices = main_of(statements_of(document, place[0], one.score), MOST_STATEMENTS)
                return Choice(tuple(slices)) if slices else None
        return None


def is_named(document: Document, asked: Asked) -> bool:
    """Whether the question names the whole title of the article, or what is written in capitals in it."""
    title = set(terms(document.title.partition("(")[0], document.language))
    short = {word.casefold() for word in re.findall(r"\b[A-ZÆØÅ]{2,}\b", document.title)}
    if short & set(words(asked.question.text)):
        return True
    stems = {stem for term in asked.terms for stem in term.stems[document.language]}
    stems |= {stem for term in asked.terms for part in term.parts for stem in part}
    return bool(title) and title <= stems


def title_words(document: Document) -> set[str]:
    """Return the words of a title, as written and by their stems."""
    return set(terms(document.title, document.language)) | set(words(document.title))


def statements_of(document: Document, section: Section, score: float) -> list[Slice]:
    """Return a section's statements, prose and items alike."""
    return [one for one in cut_section(document, section, score) if not one.plain.endswith("?")]


def main_of(slices: Sequence[Slice], room: int) -> list[Slice]:
    """Return at most `room` of a section's slices in their order: those that open a paragraph, then the likeliest."""
    opens: dict[int, Slice] = {}
    for one in slices:
        opens.setdefault(one.sentences[0].block, one)
    main = {one.start for one in slices if one.is_item or opens[one.sentences[0].block] is one}
    kept = sorted(slices, key=lambda one: (one.start not in main, -one.score if one.start not in main else one.start))
    return sorted(kept[:room], key=lambda one: one.start)

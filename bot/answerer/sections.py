"""Whole lists, steps, examples and sections as answers: which of them a question asks for, and what of it to say.

Knows sections, their headings and scores; not which kinds of question call for one.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.answerer.headings import MOST_STATEMENTS, is_named, main_of, statements_of, title_words
from bot.answerer.slices import Choice, Slice, cut, cut_section, find, is_summary, repeats
from bot.calibration import log_odds
from bot.corpus import Corpus
from bot.features import Asked
from bot.features.cues import ASPECTS, notions
from bot.terms import terms, words
from bot.types import Document, Language, ScoredSentence, Section

MOST_ITEMS = 8  # of a list; more is an article, not an answer
_NEAR = 4.4  # the best sentence of a section headed by what was asked for may be this much less likely than the best
_BESIDE = 1.0  # and an item of a list, for that list to be the answer to a question for one
_OPENING = 3  # statements of an example that are quoted before the link to the whole
_WHOLE: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:regneeksemp|gennemgå|trin for trin|fra start til slut|hele\b|med tal\b|regnestykke|beregning)", re.IGNORECASE),
    "en": re.compile(r"\b(?:walk \w+ through|step by step|worked\b|whole\b|full\b|with (?:the )?numbers|calculat)", re.IGNORECASE),
}  # fmt: skip
_ANNOUNCED = 70  # characters; a longer sentence with a count in it says the things themselves
_COUNTED: dict[Language, re.Pattern[str]] = {
    "da": re.compile(r"\b(?:to|tre|fire|fem|seks|syv|otte|flere|en række)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:two|three|four|five|six|seven|eight|several|a number of)\b", re.IGNORECASE),
}


class Sections:
    """Finds what is said whole, in one corpus."""

    def __init__(self, corpus: Corpus) -> None:
        self._corpus = corpus

    def aspects(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the section, or each aspect's section, that the question asks for; else the list of the best sentence.

        Of a section with more than there is room for, what opens a paragraph comes first, then the likeliest.
        """
        wanted = asked.aspects - {"example"} - self._in_titles(asked)
        sections = [place for aspect in sorted(wanted) if (place := self._section({aspect}, ranked, asked))]
        sections = list({place[1].start: place for place in sections}.values())
        if not sections:
            return self._listed_best(ranked)
        room = MOST_ITEMS // len(sections)
        slices: list[Slice] = []
        shortened = False
        scores = {(one.passage.chunk.document, one.sentence.start): one.score for one in ranked}
        for document, section, score in sorted(sections, key=lambda place: place[1].start):
            told = [
                replace(one, score=max(scores.get((document.id, sentence.start), 0.0) for sentence in one.sentences))
                for one in statements_of(document, section, score)
                if not repeats(one, slices)
            ]
            shortened |= len(told) > room
            slices += main_of(told, room)
        best = self.slice_of(ranked[0])
        if best and not repeats(best, slices) and not is_named(sections[0][0], asked):
            return None  # the best sentence stands elsewhere, and nothing says that this article is meant
        headed = len({one.section.start for one in slices}) > 1
        if best and not headed and not repeats(best, slices) and best.document.id == sections[0][0].id:
            shortened |= len(slices) == MOST_ITEMS
            slices = [best, *slices][:MOST_ITEMS]
        if not slices:
            return None
        return Choice(tuple(slices), listed=len(slices) > 1, headed=headed, shortened=shortened)

    def led_in(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the list that the best sentence leads into ("… three ways:"), with that sentence before it.

        A sentence that announces a count ("Three flows run through it.") leads into the sentences after it.
        """
        best = self.slice_of(ranked[0])
        if best is None:
            return None
        after = [one for one in cut_section(best.document, best.section, best.score) if one.start >= best.end]
        if not best.plain.endswith(":"):
            if "list" not in asked.kinds or not _COUNTED[best.document.language].search(best.plain):
                return None
            block = best.sentences[-1].block
            told = [one for one in after if one.sentences[0].block == block][:MOST_STATEMENTS]
            return Choice((best, *told)) if told and len(best.plain) < _ANNOUNCED else None
        block = after[0].sentences[0].block if after else 0
        items = [one for one in after if one.is_item and one.sentences[0].block == block][: MOST_ITEMS - 1]
        return Choice((best, *items), listed=True) if items else None

    def completed(self, choice: Choice) -> Choice:
        """Return the whole list, with what leads into it, where two of a plain answer's slices are items of one.

        Two steps of five are no instructions, and three parts of seven no contract. The highlights are no such list:
        each says a thing of its own.
        """
        best = max(choice.slices, key=lambda one: one.score, default=None)
        for one in choice.slices:
            if not one.is_item or best is None or is_summary(one.section, one.document.language):
                continue
            mates = _beside(one, choice.slices)
            if len(mates) < 2:
                continue
            score = max(mate.score for mate in mates)
            section = cut_section(one.document, one.section, score)
            items = _beside(one, section)
            before = [o for o in section if o.end <= items[0].start and o.plain.endswith(":")][-1:]
            if best not in mates and not repeats(best, before):
                return choice  # the list is beside the point
            others = [o for o in choice.slices if o not in mates and not repeats(o, before + items)]
            others = [o for o in others if o.score > score or o.document.id == one.document.id]
            if len(others) + len(before) + len(items) > MOST_ITEMS:
                others = [other for other in others if other.score > score]
            slices = [*others, *before, *items]
            return Choice(tuple(slices[:MOST_ITEMS]), items=True, shortened=len(slices) > MOST_ITEMS)
        return choice

    def example(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the opening of the example's section, to the end of a list in it, or the whole where that is asked for."""
        place = self._section({"example"}, ranked, asked)
        if place is None:
            return None
        document, section, score = place
        slices = cut_section(document, section, score)
        items = [number for number, one in enumerate(slices, 1) if one.is_item]
        whole = _WHOLE[asked.question.language].search(asked.question.text)
        told = slices[: MOST_ITEMS if whole else min(max([_OPENING, *items]), MOST_ITEMS)]
        title = set(terms(document.title, document.language))
        own = [term for term in asked.subject if not term.notions and not title & term.stems[document.language]]
        best = self.slice_of(ranked[0])
        if len(own) > 1 and best and not repeats(best, told):
            return None  # asks about something in the example
        return Choice(tuple(told), items=True, example=len(slices) > len(told) or not whole) if told else None

    def asked_outright(self, asked: Asked, ranked: Sequence[ScoredSentence]) -> bool:
        """Whether the question names an article and nothing else but its example, which the article has.

        "Walk me through a make or buy example" needs no probability: the section is there, or it is not.
        """
        if "example" not in asked.kinds or not ranked:
            return False
        place = self._section({"example"}, ranked, asked)
        if place is None or not is_named(place[0], asked):
            return False
        document, language = place[0], asked.question.language
        spare = set(words(" ".join(found[0] for found in _WHOLE[language].finditer(asked.question.text))))
        title = title_words(document)
        rest = [term for term in asked.subject if not term.notions & {"example"} and term.word not in spare]
        return all(term.stems[document.language] & title for term in rest)

    def slice_of(self, one: ScoredSentence) -> Slice | None:
        """Return the slice around a scored sentence."""
        return cut(self._corpus.get(one.passage.chunk.document), one.sentence.start, one.score)

    def _in_titles(self, asked: Asked) -> frozenset[str]:
        """Return the aspects that are only part of a topic's name: "competitive advantage" asks for no advantages."""
        text, language = asked.question.text, asked.question.language
        found: set[str] = set()
        for document in self._corpus.documents:
            if document.title.lower() in text.lower():  # a pattern for each of ten thousand titles takes a second
                rest = _without(document.title, text)
                found |= notions(document.title, language) - notions(rest, language)
        return frozenset(found)

    def _listed_best(self, ranked: Sequence[ScoredSentence]) -> Choice | None:
        """Return the list in which the best sentence, or one beside it, is an item."""
        first = self.slice_of(ranked[0])
        if first is None or first.plain.endswith(":") or is_summary(first.section, first.document.language):
            return None
        floor = log_odds(ranked[0].score) - _BESIDE
        near = (found for one in ranked[:3] if log_odds(one.score) >= floor and (found := self.slice_of(one)))
        best = next((one for one in near if one.is_item and one.section == first.section), None)
        if best is None:
            return None
        items = _beside(best, cut_section(best.document, best.section, best.score))
        return Choice(tuple(items[:MOST_ITEMS]), listed=True, shortened=len(items) > MOST_ITEMS)

    def _section(
        self, aspects: Iterable[str], ranked: Sequence[ScoredSentence], asked: Asked
    ) -> tuple[Document, Section, float] | None:
        """Return the section headed by one of the aspects whose best sentence is near the top.

        One of an article that the question names comes before all others.
        """
        floor = log_odds(ranked[0].score) - _NEAR
        named: list[tuple[Document, Section, float]] = []
        found: list[tuple[Document, Section, float]] = []
        for one in ranked:
            chunk = one.passage.chunk
            document = self._corpus.get(chunk.document)
            heading = _without(document.title, chunk.section[-1] if chunk.section else "")
            if not notions(heading, chunk.language) & ASPECTS & set(aspects):
                continue
            if place := find(document, one.sentence.start):
                group = named if is_named(document, asked) else found
                if group is named or log_odds(one.score) >= floor:
                    group.append((document, place[0], one.score))
        return next(iter(named or found), None)


def _without(title: str, text: str) -> str:
    """Return `text` without the topic's name: what is left says what is asked, or said, about it."""
    return re.sub(re.escape(title), "", text, flags=re.IGNORECASE)


def _beside(one: Slice, slices: Iterable[Slice]) -> list[Slice]:
    """Return those of `slices` that stand in the same list or paragraph of the same section."""
    block = one.sentences[-1].block
    return [other for other in slices if other.section == one.section and other.sentences[-1].block == block]

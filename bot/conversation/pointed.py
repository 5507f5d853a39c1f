"""One of the last answer's statements pointed at by its place, "tell me more about the second one", "uddyb punkt 3".

Knows wordings, statements and the likeness of sentences; no questions and no scores.
"""

import re
from functools import cached_property

from bot.answerer import Choice, Slice, cut, cut_section, write
from bot.answerer.slices import is_summary, repeats
from bot.conversation.more import all_said, said
from bot.conversation.requests import plain_words
from bot.corpus import Corpus
from bot.index import Index
from bot.terms import words
from bot.types import Answer, Citation, Conversation, Turn

_ORDINALS = (
    ("first", "første", "1st"), ("second", "anden", "andet", "other", "2nd"), ("third", "tredje", "3rd"), ("fourth", "fjerde", "4th"),
    ("fifth", "femte", "5th"), ("sixth", "sjette", "6th"), ("seventh", "syvende", "7th"), ("eighth", "ottende", "8th"),
)  # fmt: skip
_NUMERALS = (
    ("one", "et", "1"), ("two", "to", "2"), ("three", "tre", "3"), ("four", "fire", "4"),
    ("five", "fem", "5"), ("six", "seks", "6"), ("seven", "syv", "7"), ("eight", "otte", "8"),
)  # fmt: skip
_PLACES = {word: place for table in (_ORDINALS, _NUMERALS) for place, own in enumerate(table) for word in own}
_LAST = ("last", "sidste")
_NOUNS = (
    r"one|point|item|thing|statement|reason|risk|advantage|benefit|drawback|disadvantage|step|part|source|sentence"
    r"|punkt|ting|udsagn|grund|årsag|risiko|fordel|ulempe|trin|del|kilde|sætning"
)


def _either(*tables: tuple[str, ...]) -> str:
    return "|".join(word for own in tables for word in own)


_POINTER = re.compile(
    rf"\b(?:the |det |den |de )(?P<ordinal>{_either(*_ORDINALS, _LAST)})\b(?: (?:{_NOUNS})\b)?(?: (?:of (?:them|those|these)|af (?:dem|disse)))?"
    rf"|\b(?:number|no|nummer|nr|{_NOUNS}) (?P<numeral>{_either(*_NUMERALS)})\b"
    rf"|^(?P<mark>[1-8])$"
)
_FILLERS = frozenset(
    words(
        """
    tell me more about explain elaborate expand on what does mean and the please can could you how so then ok okay hmm go into
    say a bit little og hvad med fortæl fortælle mere om forklar forklare uddyb uddybe lidt kan du vil betyder menes der så tak
    gerne lige nærmere gå i dybden
    """
    )
)
_LIKE = 0.6  # cosine from which on a sentence is about the same thing; below it most are merely of the same article
_POINTS = 2  # of a summary, where something simpler is asked for
_MOST = 3  # statements, the one pointed at included


def statement_meant(message: str, count: int) -> int | None:
    """Return the place (from 0) of the one of `count` statements that `message` asks more of, None if it asks another thing."""
    marked = re.sub(r"\[(\d)\]", r"number \1", message)
    plain = plain_words(marked)
    found = _POINTER.search(plain)
    if count < 2 or found is None:
        return None
    rest = (plain[: found.start()] + plain[found.end() :]).split()
    if any(word not in _FILLERS for word in rest):
        return None
    name = found["ordinal"] or found["numeral"] or found["mark"]
    place = count - 1 if name in _LAST else _PLACES[name]
    return place if 0 <= place < count else None


def pointed_from(conversation: Conversation) -> Turn | None:
    """Return the answered turn that a pointer points into: "and the second one?" goes on from where "the first one?" did."""
    answered = [turn for turn in conversation.turns if turn.answer.answered]
    while (
        len(answered) > 1 and statement_meant(answered[-1].question, len(statements(answered[-2].answer))) is not None
    ):
        answered.pop()
    return answered[-1] if answered else None


def statements(answer: Answer) -> tuple[Citation, ...]:
    """Return what can be pointed at: an answer's items where it has a list, else all that it cites."""
    items = [
        citation
        for line in answer.text.splitlines()
        for citation in answer.citations
        if re.match(r"(?:-|\d+\.) ", line) and line.endswith(f"[{citation.number}]")
    ]
    return tuple(items) if len(items) > 1 else answer.citations


class Elaborator:
    """Says more of a single statement: how its paragraph goes on, else the sentences most like it."""

    def __init__(self, corpus: Corpus, index: Index) -> None:
        self._corpus = corpus
        self._index = index
        self._vectors = index.sentence_vectors

    @cached_property
    def _places(self) -> list[tuple[str, int]]:
        """Document and start of each sentence, in the rows' order; made when first asked for, not at start-up."""
        return [(chunk.document, sentence.start) for chunk in self._index.chunks for sentence in chunk.sentences]

    @cached_property
    def _rows(self) -> dict[tuple[str, int], int]:
        return {place: row for row, place in enumerate(self._places)}

    def elaborate(self, citation: Citation, conversation: Conversation, probability: float) -> Answer | None:
        """Return the statement with what more there is to it, in its own language; None where there is nothing more."""
        statement = said(citation, self._corpus)
        if statement is None:
            return None
        told = all_said(conversation, self._corpus)
        slices = [statement]
        for one in [*self._paragraph(statement), *self._likest(statement)]:
            known = [] if _inside(one, statement) else told
            if len(slices) < _MOST and not one.plain.endswith(("?", ":")) and not repeats(one, [*slices, *known]):
                slices.append(one)
        return write(Choice(tuple(slices)), citation.language, probability) if len(slices) > 1 else None

    def simplify(self, answer: Answer) -> Answer | None:
        """Return the points of the article's summary that are most like what `answer` cites, None where it has no summary."""
        told = [one for citation in answer.citations if (one := said(citation, self._corpus))]
        if not told:
            return None
        best = max(told, key=lambda one: one.score)
        points = [
            one
            for section in best.document.sections
            if is_summary(section, best.document.language)
            for one in cut_section(best.document, section, best.score)
        ]
        points = [one for one in points if not any(one.start == other.start for other in told)]
        likeness = {one.start: max(self._likeness(one, other) for other in told) for one in points}
        likest = sorted(points, key=lambda one: -likeness[one.start])[:_POINTS]
        near = [one for one in likest if likeness[one.start] >= _LIKE]
        chosen = sorted(near or points[:1], key=lambda one: one.start)  # else what the summary begins with
        return write(Choice(tuple(chosen)), best.document.language, answer.probability) if chosen else None

    def _likeness(self, one: Slice, other: Slice) -> float:
        rows = [self._rows.get((each.document.id, each.sentences[-1].start)) for each in (one, other)]
        if rows[0] is None or rows[1] is None:
            return 0.0
        return float(self._vectors[rows[0]] @ self._vectors[rows[1]])

    def _paragraph(self, statement: Slice) -> list[Slice]:
        """Return what comes after a statement in its paragraph; an item has none."""
        section = cut_section(statement.document, statement.section, statement.score)
        return [one for one in section if one.start >= statement.end and _inside(one, statement)]

    def _likest(self, statement: Slice) -> list[Slice]:
        """Return the slices around the sentences most like a statement, in its language, best first."""
        row = self._rows.get((statement.document.id, statement.sentences[-1].start))
        if row is None:
            return []
        cosines = self._vectors @ self._vectors[row]
        found = []
        for place in cosines.argsort()[::-1][: 4 * _MOST]:
            document, start = self._places[int(place)]
            if cosines[place] >= _LIKE and self._corpus.get(document).language == statement.document.language:
                found.append(cut(self._corpus.get(document), start, float(cosines[place])))
        return [one for one in found if one]


def _inside(one: Slice, statement: Slice) -> bool:
    """Whether `one` stands in the paragraph of `statement`, which is no list."""
    same = one.section == statement.section and one.sentences[-1].block == statement.sentences[-1].block
    return same and not statement.is_item

"""Citable slices: a sentence, with the one before it where it leans on that, found again in its Document.

Knows Documents and sentences; neither scores nor what is asked.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.chunking import ChunkSettings, repeated_quotes
from bot.features.cues import leans, notions, points_back
from bot.terms import terms
from bot.types import Document, Language, Section, Sentence

_MARK = re.compile(r"\[(\s*\d+\s*)\]")
_NUMBERED = re.compile(r"(?:^|\n)[ \t]*(\d{1,3})[.)][ \t]+\**$")
_LOOSE = re.compile(r" +([,.;!?])(?=\s|$)")  # what an image or a footnote leaves behind when it is taken out
_REPEATS = 0.75  # of its content words in the other: highlights reword the body about that closely


@dataclass(frozen=True, slots=True)
class Slice:
    """One contiguous piece of a Document: one or two sentences of one Section, with the score of the one asked for."""

    document: Document
    section: Section
    sentences: tuple[Sentence, ...]
    score: float

    @property
    def start(self) -> int:
        """Offset of the first code point in the Document's text."""
        return self.sentences[0].start

    @property
    def end(self) -> int:
        """Offset behind the last code point."""
        return self.sentences[-1].end

    @property
    def quote(self) -> str:
        """The verbatim slice."""
        return self.document.text[self.start : self.end]

    @property
    def plain(self) -> str:
        """What is shown: Markdown removed, single spaces, and no number in brackets that could pass for a mark."""
        return without_marks(" ".join(sentence.plain for sentence in self.sentences))

    def covers(self, other: "Slice") -> bool:
        """Whether it is the other one with a sentence more."""
        same = self.document.id == other.document.id and self.start <= other.start and other.end <= self.end
        return same and len(self.sentences) > len(other.sentences)

    @property
    def marker(self) -> str:
        """What stands before it on a line of its own: its number in the source ("2."), else a dash."""
        found = _NUMBERED.search(self.document.text, max(0, self.start - 12), self.start)
        return f"{found[1]}." if found and self.is_item else "-"

    @property
    def is_item(self) -> bool:
        """Whether it stands in a list or a table."""
        return self.sentences[-1].kind in ("item", "row")


@dataclass(frozen=True, slots=True)
class Choice:
    """The chosen slices in the order to say them, and what has to be said with them.

    `items` puts those of a list on lines of their own among other sentences, `headed` each section's heading before its
    slices; `shortened` says that the section has more.
    """

    slices: tuple[Slice, ...]
    listed: bool = False
    example: bool = False
    disagree: bool = False
    items: bool = False
    headed: bool = False
    shortened: bool = False


def without_marks(text: str) -> str:
    """Return `text` with single spaces and round brackets where it has a number in square ones, as marks are."""
    return _LOOSE.sub(r"\1", _MARK.sub(r"(\1)", " ".join(text.split())))


def find(document: Document, start: int) -> tuple[Section, int] | None:
    """Return the Section and the sentence's number in it for the sentence that begins at `start`."""
    for section in document.sections:
        if section.start <= start < section.end:
            for number, sentence in enumerate(section.sentences):
                if sentence.start == start:
                    return section, number
    return None


def cut(document: Document, start: int, score: float) -> Slice | None:
    """Return the slice around the sentence at `start`, or None where the Document has no such sentence."""
    place = find(document, start)
    if place is None:
        return None
    section, number = place
    sentences: tuple[Sentence, ...] = (section.sentences[number],)
    if number and _joins(document, section.sentences[number - 1], section.sentences[number]):
        sentences = (section.sentences[number - 1], section.sentences[number])
    return Slice(document, section, sentences, score)


def cut_section(document: Document, section: Section, score: float) -> list[Slice]:
    """Return the whole Section as slices in reading order; a sentence that leans is one with the one before it.

    Code is left out, and quotes that repeat the section: they are not searched, and would say a thing twice.
    """
    slices: list[Slice] = []
    repeated = repeated_quotes(section, document, ChunkSettings().repeat_share)
    for number, sentence in enumerate(section.sentences):
        if sentence.kind == "code" or sentence.block in repeated:
            continue
        before = section.sentences[number - 1] if number else None
        alone = bool(slices) and before is not None and slices[-1].sentences == (before,)
        if before and alone and _joins(document, before, sentence):
            slices[-1] = Slice(document, section, (before, sentence), score)
            continue
        slices.append(Slice(document, section, (sentence,), score))
    return slices


def _joins(document: Document, before: Sentence, sentence: Sentence) -> bool:
    """Whether `sentence` leans on `before`, and nothing but space stands between."""
    return (
        before.kind == sentence.kind == "prose"
        and (leans(sentence.plain, document.language) or points_back(sentence.plain, document.language))
        and not document.text[before.end : sentence.start].strip()
    )


def repeats(one: Slice, others: Iterable[Slice]) -> bool:
    """Whether what `one` says is said by one of `others`: the same place, or nearly all of its content words."""
    words = set(terms(one.plain, one.document.language))
    for other in others:
        if one.document.id == other.document.id and one.start < other.end and other.start < one.end:
            return True
        common = words.intersection(terms(other.plain, other.document.language))
        if words and len(common) >= _REPEATS * len(words):
            return True
    return False


def is_summary(section: Section, language: Language) -> bool:
    """Whether a section sums its article up: it says again what stands in the others."""
    return "highlight" in notions(section.heading, language)


def reading_order(slices: Sequence[Slice]) -> list[Slice]:
    """Return the slices by article, the one with the best slice first, and by place within it."""
    best: dict[str, float] = {}
    for one in slices:
        best[one.document.id] = max(best.get(one.document.id, 0.0), one.score)
    return sorted(slices, key=lambda one: (-best[one.document.id], one.document.id, one.start))

"""Slices → the answer's text with its marks and citations, never longer than an answer may be.

Knows layout and limits; chooses nothing but what to leave out when it does not fit.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.answerer.slices import Choice, Slice, without_marks
from bot.phrases import phrase
from bot.types import Answer, Citation, Language

LONGEST = 900  # characters of an answer, what Svar itself says included
_QUOTES: dict[Language, tuple[str, str]] = {"da": ("»", "«"), "en": ("“", "”")}
Translate = Callable[[str, Language, Language], str]  # text, from, to → translation, or "" where none can be made


def write(choice: Choice, language: Language, probability: float, translate: Translate | None = None) -> Answer:
    """Return the answer that says `choice` in at most LONGEST characters; the best slice is always in it."""
    slices = list(choice.slices)
    while True:
        citations = tuple(_citation(number, one, language, translate) for number, one in enumerate(slices, 1))
        text = _text(replace(choice, slices=tuple(slices)), citations, language)
        if len(text) <= LONGEST or not slices:
            return Answer(text, language, citations, probability=probability)
        if len(slices) > 1:
            choice = replace(choice, shortened=choice.listed)
            slices.remove(min(reversed(slices), key=lambda one: one.score))
        elif len(slices[0].sentences) > 1:
            slices = [replace(slices[0], sentences=slices[0].sentences[-1:])]
        else:
            return Answer(_shortened(choice, citations, language), language, citations, probability=probability)


def _citation(number: int, one: Slice, language: Language, translate: Translate | None) -> Citation:
    source = one.document.language
    return Citation(
        number=number,
        document=one.document.id,
        title=one.document.title,
        section=one.section.path,
        language=source,
        quote=one.quote,
        start=one.start,
        end=one.end,
        score=one.score,
        translation=without_marks(translate(one.plain, source, language)) if translate and source != language else "",
    )


def _text(choice: Choice, citations: Sequence[Citation], language: Language) -> str:
    foreign = any(citation.language != language for citation in citations)
    statements = [
        f"{_quoted(one, language)} [{citation.number}]" for one, citation in zip(choice.slices, citations, strict=True)
    ]
    lines = []
    if foreign:
        lines.append(phrase("speech.only_in_other", language))
    if choice.disagree and len(statements) > 1:
        lines.append(phrase("speech.disagreement", language))
    lines += _laid_out(choice, statements)
    translations = [citation.translation for citation in citations if citation.translation]
    if translations:
        lines.append(f"{phrase('speech.machine_translation', language)} {' '.join(translations)}")
    if (choice.example or choice.shortened) and choice.slices:
        starts = [one.section.start for one in choice.slices]
        most = max(choice.slices, key=lambda one: starts.count(one.section.start))
        section, title = without_marks(most.section.heading), without_marks(most.document.title)
        several = "speech.rest_of_lists" if choice.headed else "speech.rest_of_list"
        key = "speech.whole_example" if choice.example else several
        lines.append(phrase(key, language, section=section, title=title))
    return "\n".join(lines)


def _laid_out(choice: Choice, statements: Sequence[str]) -> list[str]:
    """Return the statements by lines: those of a list each on its own, as the source numbers them, others run on."""
    as_list = (choice.listed or choice.disagree) and len(statements) > 1
    lists = Counter(
        (one.section.start, one.sentences[-1].block) for one in choice.slices if one.is_item and choice.items
    )
    lines: list[str] = []
    runs_on, heading = False, ""
    for one, statement in zip(choice.slices, statements, strict=True):
        if choice.headed and one.section.heading != heading:
            heading = one.section.heading
            lines.append(heading if heading.endswith("?") else f"{heading}:")
        own_line = as_list or lists[one.section.start, one.sentences[-1].block] > 1
        if own_line:
            lines.append(_line(one, statement))
        elif runs_on:
            lines[-1] += f" {statement}"
        else:
            lines.append(statement)
        runs_on = not own_line
    return lines


def _line(one: Slice, statement: str) -> str:
    """Return one line of a list; what leads into the items ("… three ways:") is none of them."""
    return statement if one.plain.endswith(":") else f"{one.marker} {statement}"


def _quoted(one: Slice, language: Language) -> str:
    """Return what is shown of a slice, between quotation marks where it is not in the answer's language."""
    if one.document.language == language:
        return one.plain
    opening, closing = _QUOTES[language]
    return f"{opening}{one.plain}{closing}"


def _shortened(choice: Choice, citations: Sequence[Citation], language: Language) -> str:
    """Return one overlong sentence cut at a word, with "…"; its citation keeps the whole."""
    best = next((one for one in choice.slices if one.start <= citations[0].start < one.end), choice.slices[0])
    text = without_marks(best.sentences[-1].plain)
    lead = f"{phrase('speech.only_in_other', language)}\n" if citations[0].language != language else ""
    room = LONGEST - len(lead) - len("… [1]")
    words = text[:room].rsplit(" ", 1)[0] if " " in text[:room] else text[:room]
    return f"{lead}{words}… [1]"

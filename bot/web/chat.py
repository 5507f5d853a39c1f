"""One exchange as the page shows it: the question, the answer with its chips, its sources, what to do next.

Knows Turns; not how they came about or how the conversation is kept.
"""

import re
from collections.abc import Iterator
from itertools import groupby

from bot.markdown import plain
from bot.phrases import phrase
from bot.types import OTHER, Answer, Citation, Language, Turn
from bot.web.inline import article_url
from bot.web.markup import Markup, join, tag
from bot.web.options import MAX_REASON

NO_BREAK = "\u00a0"
# A thumb on a 20 × 20 grid, drawn here: not every machine has an emoji font.
THUMB = "M3 9h3v8H3zM8 17V9l3.2-6.4c1.3 0 2 .8 1.7 2L12 8h4.3c1 0 1.6.9 1.4 1.8l-1.4 6c-.2.7-.8 1.2-1.5 1.2z"
MARK = re.compile(r"\[(\d+)\]")
BULLET = re.compile(r"^\s*(?:[-•*–]|\d{1,2}[.)])\s+")


def render_turn(turn: Turn, number: int, page: Language, *, thumbs: bool = False) -> Markup:
    """Return the exchange as one section; labels in the page's language, question and answer in their own."""
    answer = turn.answer
    return tag(
        "section",
        tag("h2", turn.question, class_="question", lang=turn.language, tabindex="-1"),
        _understood(turn, page),
        tag("div", *_paragraphs(answer), class_="answer" if answer.answered else "answer plain", lang=answer.language),
        _sources(answer, page),
        _suggestions(answer, page),
        _actions(answer, page, thumbs=thumbs),
        class_="turn",
        data_turn=number,
    )


def spoken(turn: Turn, page: Language) -> list[tuple[str, Language]]:
    """Return what a screen reader is told when the answer arrives, each text with its language.

    The answer, then how many sources it has. A quote in the other language stands inside the answer's text.
    """
    said: list[tuple[str, Language]] = [(MARK.sub("", turn.answer.text), turn.answer.language)]
    if count := len(turn.answer.citations):
        said.append((phrase("page.spoken_sources", page, count=count), page))
    return said


def _understood(turn: Turn, page: Language) -> Markup | None:
    """Say what a follow-up was taken to mean, when that is more than what was typed."""
    if turn.standalone.strip().casefold() == turn.question.strip().casefold() or not turn.answer.answered:
        return None
    return tag(
        "p",
        phrase("page.understood", page) + " ",
        tag("span", turn.standalone, lang=turn.language),
        class_="understood",
    )


def _paragraphs(answer: Answer) -> Iterator[Markup]:
    """Yield the answer's lines as paragraphs, runs of list lines as lists."""
    lines = [line for line in answer.text.splitlines() if line.strip()]
    for bulleted, group in groupby(lines, key=lambda line: bool(BULLET.match(line))):
        if bulleted:
            yield tag("ul", *(tag("li", _line(BULLET.sub("", line, count=1), answer)) for line in group))
        else:
            yield from (tag("p", _line(line, answer)) for line in group)


def _line(line: str, answer: Answer) -> Markup:
    """Return the line with each mark as a chip; a citation's own words carry their own language."""
    citations = {citation.number: citation for citation in answer.citations}
    pieces: list[Markup] = []
    end = 0
    for mark in MARK.finditer(line):
        citation = citations.get(int(mark[1]))
        if citation is None:
            continue
        pieces += [_words(line[end : mark.start()], citation, answer), chip(citation)]
        end = mark.end()
    return join(*pieces, line[end:])


def _words(text: str, citation: Citation, answer: Answer) -> Markup:
    """Return the words before a chip, with a space that no line breaks at."""
    words = text.rstrip()
    if not words.strip():
        return join(text)
    foreign = citation.language != answer.language and not citation.translation
    return join(tag("span", words, lang=citation.language) if foreign else words, NO_BREAK)


def chip(citation: Citation) -> Markup:
    """Return the numbered link to the cited place; its quote shows on hover and focus."""
    return tag(
        "a",
        f"[{citation.number}]",
        href=article_url(citation.document, citation.start, citation.end),
        class_="chip",
        data_article=citation.document,
        data_sentence=citation.start,
        data_to=citation.end,
        data_quote=plain(citation.quote),
        data_place=place(citation),
        data_language=citation.language,
    )


def place(citation: Citation) -> str:
    """Return title › section of a citation."""
    return " › ".join((citation.title, *citation.section))


def _sources(answer: Answer, page: Language) -> Markup | None:
    if not answer.answered:
        return None
    count = len(answer.citations)
    key = "page.one_source" if count == 1 else "page.sources"
    return tag(
        "details",
        tag("summary", phrase(key, page, count=count)),
        tag("ol", *(_source(citation, page) for citation in answer.citations)),
        class_="sources",
    )


def _source(citation: Citation, page: Language) -> Markup:
    link = tag(
        "a",
        place(citation),
        href=article_url(citation.document, citation.start, citation.end),
        lang=citation.language,
        data_article=citation.document,
        data_sentence=citation.start,
        data_to=citation.end,
    )
    translation = None
    if citation.translation:
        label = phrase("page.translation", page) + " "
        other = OTHER[citation.language]
        translation = tag("p", label, tag("span", citation.translation, lang=other), class_="translation")
    return tag(
        "li",
        tag("span", f"[{citation.number}]", class_="number"),
        tag("div", link, tag("blockquote", plain(citation.quote), lang=citation.language), translation),
    )


def _suggestions(answer: Answer, page: Language) -> Markup | None:
    if not answer.suggestions:
        return None
    chips = (
        tag("li", tag("button", text, type="button", class_="ask", data_ask=text, lang=answer.language))
        for text in answer.suggestions
    )
    key = "page.follow_ups" if answer.answered else "page.nearest"
    return tag("ul", *chips, class_="suggestions", aria_label=phrase(key, page))


def _actions(answer: Answer, page: Language, *, thumbs: bool) -> Markup:
    buttons = [("copy", "page.copy")] if answer.answered else []
    buttons += [("edit", "page.edit"), ("retry", "page.retry")]
    return tag(
        "div",
        *(
            tag("button", phrase(key, page), type="button", class_="action", data_action=action)
            for action, key in buttons
        ),
        *(_thumbs(page) if thumbs else ()),
        class_="actions",
    )


def _thumbs(page: Language) -> Iterator[Markup]:
    for vote in ("up", "down"):
        yield tag(
            "button",
            tag("svg", tag("path", d=THUMB), viewBox="0 0 20 20", aria_hidden="true"),
            type="button",
            class_="action thumb",
            data_vote=vote,
            aria_pressed="false",
            aria_label=phrase(f"page.thumb_{vote}", page),
        )
    reason = tag("input", type="text", maxlength=MAX_REASON)
    yield tag(
        "form",
        tag("label", phrase("page.reason", page) + " ", reason),
        tag("button", phrase("page.reason_send", page), type="submit", class_="action"),
        class_="reason",
        hidden=True,
    )

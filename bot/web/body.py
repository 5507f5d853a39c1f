"""The text under one heading as HTML: paragraphs, lists, tables, quotes and code, every sentence with its offset.

Knows how sentences stand in a Document; not what else the panel shows.
"""

import re
from itertools import groupby

from bot.markdown import cells
from bot.types import Document, Section, Sentence
from bot.web.inline import Resolve, inline
from bot.web.markup import Markup, join, tag

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)
ITEM = re.compile(r"(?:^|[\r\n])[ \t>]*(?:[-*+]|(?P<number>\d{1,9})[.)])[ \t]+(?:\[[ xX]\][ \t]+)?$")
SEPARATOR = re.compile(r"^[ \t>]*\|?[ \t]*:?-+:?[ \t|:-]*$")


def render_blocks(document: Document, section: Section, span: Span, resolve: Resolve) -> list[Markup]:
    """Return the section's blocks; sentences that overlap `span` are marked."""
    groups = groupby(section.sentences, key=lambda sentence: (sentence.block, sentence.kind))
    return [_block(document, kind, list(group), span, resolve) for (_, kind), group in groups]


def _block(document: Document, kind: str, sentences: list[Sentence], span: Span, resolve: Resolve) -> Markup:
    if kind == "code":
        return tag("pre", *(_sentence(s, join(s.text), span) for s in sentences), tabindex="0")
    if kind == "row":
        return _table(document, sentences, span)
    shown = [_sentence(sentence, inline(sentence, resolve), span) for sentence in sentences]
    if kind == "item":
        return _list(document, sentences, shown)
    spaced = join(*(part for sentence in shown for part in (sentence, " ")))
    return tag("blockquote", tag("p", spaced)) if kind == "quote" else tag("p", spaced)


def _list(document: Document, sentences: list[Sentence], shown: list[Markup]) -> Markup:
    """Gather the sentences of one item; a new one begins where a marker stands before the sentence."""
    items: list[list[Markup]] = []
    numbered = None
    for sentence, html in zip(sentences, shown, strict=True):
        line = document.text[max(0, sentence.start - 40) : sentence.start]
        marker = ITEM.search(line)
        if marker or not items:
            items.append([])
            numbered = (marker and marker["number"]) if numbered is None else numbered
        items[-1] += [html, join(" ")]
    listed = (tag("li", *item) for item in items)
    return tag("ol", *listed, start=int(numbered)) if numbered else tag("ul", *listed)


def _table(document: Document, rows: list[Sentence], span: Span) -> Markup:
    header = _header(document, rows[0])
    head = tag("thead", tag("tr", *(tag("th", cell, scope="col") for cell in header))) if header else None
    body = tag("tbody", *(_row(row, span) for row in rows))
    return tag("div", tag("table", head, body), class_="table", tabindex="0")


def _header(document: Document, row: Sentence) -> tuple[str, ...]:
    """Return the header's cells: the line above the dashes that stand above the first row."""
    lines = document.text[: row.start].splitlines()
    above = [line for line in lines[-3:] if line.strip()]
    if len(above) >= 2 and SEPARATOR.match(above[-1]):
        return cells(above[-2])
    return ()


def _row(row: Sentence, span: Span) -> Markup:
    marked = overlaps(row, span)
    shown = (tag("td", tag("mark", cell) if marked else cell) for cell in cells(row.text))
    return tag("tr", *shown, data_start=row.start, data_end=row.end)


def _sentence(sentence: Sentence, html: Markup, span: Span) -> Markup:
    name = "mark" if overlaps(sentence, span) else "span"
    return tag(name, html, data_start=sentence.start, data_end=sentence.end)


def overlaps(sentence: Sentence, span: Span) -> bool:
    """Return whether the sentence shares a character with the span."""
    return sentence.start < span[1] and span[0] < sentence.end

"""The reader panel: one article with its contents, every sentence with its offset, the cited ones marked.

Knows the places in an article; not who asks for them.
"""

from collections.abc import Iterable
from functools import partial
from itertools import groupby

from bot.corpus import Corpus
from bot.phrases import phrase
from bot.types import Document, Language, Section, Sentence
from bot.web.inline import Resolve, article_url, inline
from bot.web.markup import Markup, join, tag

Span = tuple[int, int]
NOWHERE: Span = (-1, -1)
WORDS_PER_MINUTE = 200  # the usual figure for reading non-fiction silently is 180 to 240


def reading_minutes(document: Document) -> int:
    """Return about how long the article takes to read, at least one minute."""
    return max(1, round(len(document.text.split()) / WORDS_PER_MINUTE))


def other_version(corpus: Corpus, document: Document) -> Document | None:
    """Return the same article in the other language, if there is one."""
    versions = corpus.versions(document.article)
    return next((other for other in versions.values() if other.id != document.id), None)


def marked_span(document: Document, start: int | None, end: int | None) -> Span:
    """Return the span to mark: from the sentence that holds `start` to `end`, or to that sentence's own end."""
    if start is None:
        return NOWHERE
    for section in document.sections:
        for sentence in section.sentences:
            if sentence.start <= start < sentence.end:
                return start, max(end or 0, sentence.end)
    return NOWHERE


def render_article(corpus: Corpus, document: Document, span: Span, page: Language) -> Markup:
    """Return the article as the panel shows it, labels in the page's language."""
    other = other_version(corpus, document)
    twins = [section.start for section in other.sections] if other else []
    resolve = partial(_resolve, corpus, document)
    sections = [section for section in document.sections if section.sentences or section.heading]
    # Sections answer each other by their order, as long as both versions have as many.
    paired = len(twins) == len(document.sections)
    body = [
        _section(section, span, resolve, page, twin=twins[document.sections.index(section)] if paired else None)
        for section in sections
    ]
    return tag(
        "article",
        _head(document, other, span, page),
        tag("div", *body, class_="article-body", lang=document.language),
        class_="article",
        data_document=document.id,
        data_title=document.title,
    )


def _resolve(corpus: Corpus, document: Document, target: str) -> Document | None:
    path = target.split("#", 1)[0]
    return corpus.resolve_link(path, document.language) if path.startswith("/") else None


def _head(document: Document, other: Document | None, span: Span, page: Language) -> Markup:
    kind = phrase("page.article_in_" + document.language, page)
    minutes = phrase("page.minutes", page, minutes=reading_minutes(document))
    return tag(
        "header",
        tag(
            "p",
            tag("span", f"{kind} · {minutes}", class_="kicker"),
            _switch(document, other, span, page),
            class_="article-line",
        ),
        tag("h2", document.title, class_="article-title", lang=document.language, tabindex="-1"),
        tag("p", document.description, class_="lede", lang=document.language) if document.description else None,
        _contents(document, page),
    )


def _switch(document: Document, other: Document | None, span: Span, page: Language) -> Markup | None:
    if other is None:
        return None
    return tag(
        "a",
        phrase("page.read_in_" + other.language, page),
        href=article_url(other.id, _twin_start(document, other, span)),
        class_="switch",
        data_article=other.id,
    )


def _twin_start(document: Document, other: Document, span: Span) -> int | None:
    """Return where the section of `span` begins in the other version."""
    if span == NOWHERE or len(document.sections) != len(other.sections):
        return None
    for mine, theirs in zip(document.sections, other.sections, strict=True):
        if mine.start <= span[0] < mine.end:
            return theirs.start
    return None


def _contents(document: Document, page: Language) -> Markup | None:
    headed = [section for section in document.sections if section.heading]
    if len(headed) < 2:
        return None
    items = [
        tag(
            "li",
            tag("a", section.heading, href=article_url(document.id, section.start), data_place=section.start),
            class_=f"level-{len(section.path)}",
        )
        for section in headed
    ]
    return tag(
        "details",
        tag("summary", phrase("page.contents", page)),
        tag("ol", *items, lang=document.language),
        class_="contents",
    )


def _section(section: Section, span: Span, resolve: Resolve, page: Language, *, twin: int | None) -> Markup:
    heading = None
    if section.heading:
        ask = tag(
            "button",
            phrase("page.ask_section", page),
            type="button",
            class_="ask-section",
            data_ask_section=section.start,
            aria_label=phrase("page.ask_section_label", page, section=section.heading),
        )
        level = min(6, 2 + len(section.path))
        heading = tag("div", tag(f"h{level}", section.heading, tabindex="-1"), ask, class_="heading")
    return tag(
        "section",
        heading,
        *_blocks(section.sentences, span, resolve),
        data_start=section.start,
        data_end=section.end,
        data_twin=twin,
    )


def _blocks(sentences: Iterable[Sentence], span: Span, resolve: Resolve) -> list[Markup]:
    groups = groupby(sentences, key=lambda sentence: (sentence.block, sentence.kind))
    return [_block(kind, list(group), span, resolve) for (_, kind), group in groups]


def _block(kind: str, sentences: list[Sentence], span: Span, resolve: Resolve) -> Markup:
    if kind == "code":
        return tag("pre", *(_sentence(s, join(s.text), span) for s in sentences), tabindex="0")
    if kind == "row":
        return _table(sentences, span)
    shown = [_sentence(sentence, inline(sentence, resolve), span) for sentence in sentences]
    if kind == "item":
        return tag("ul", *(tag("li", item) for item in shown))
    spaced = join(*(part for item in shown for part in (item, " ")))
    return tag("blockquote", tag("p", spaced)) if kind == "quote" else tag("p", spaced)


def _table(rows: list[Sentence], span: Span) -> Markup:
    return tag(
        "div",
        tag("table", tag("tbody", *(_row(row, span) for row in rows))),
        class_="table",
        tabindex="0",
        role="group",
    )


def _row(row: Sentence, span: Span) -> Markup:
    cells = [cell.strip() for cell in row.plain.strip().strip("|").split("|")]
    shown = (tag("td", tag("mark", cell) if _overlaps(row, span) else cell) for cell in cells)
    return tag("tr", *shown, data_start=row.start, data_end=row.end)


def _sentence(sentence: Sentence, html: Markup, span: Span) -> Markup:
    name = "mark" if _overlaps(sentence, span) else "span"
    return tag(name, html, data_start=sentence.start, data_end=sentence.end)


def _overlaps(sentence: Sentence, span: Span) -> bool:
    return sentence.start < span[1] and span[0] < sentence.end

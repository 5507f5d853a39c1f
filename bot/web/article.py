"""The reader panel: one article with its contents, every sentence with its offset, the cited ones marked.

Knows the places in an article; not who asks for them.
"""

from functools import partial

from bot.corpus import Corpus
from bot.phrases import phrase
from bot.types import Document, Language, Section
from bot.web.body import NOWHERE, Span, render_blocks
from bot.web.inline import Resolve, article_url
from bot.web.markup import Markup, tag

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
    resolve = partial(_resolve, corpus, document)
    body = [
        _section(document, section, span, page, resolve=resolve, twin=twin)
        for section, twin in zip(document.sections, _twins(document, other), strict=True)
        if section.sentences or section.heading
    ]
    return tag(
        "article",
        _bar(document, other, span, page),
        _head(document, page),
        tag("div", *body, class_="article-body", lang=document.language),
        class_="article",
        data_document=document.id,
        data_title=document.title,
    )


def _resolve(corpus: Corpus, document: Document, target: str) -> Document | None:
    path = target.split("#", 1)[0]
    return corpus.resolve_link(path, document.language) if path.startswith("/") else None


def _bar(document: Document, other: Document | None, span: Span, page: Language) -> Markup:
    """Return the line that stays in sight: title › section being read, and the way to the other version."""
    return tag(
        "div",
        tag("span", document.title, class_="where", lang=document.language),
        _switch(document, other, span, page),
        class_="article-bar",
    )


def _head(document: Document, page: Language) -> Markup:
    kind = phrase("page.article_in_" + document.language, page)
    minutes = phrase("page.minutes", page, minutes=reading_minutes(document))
    return tag(
        "header",
        tag("p", f"{kind} · {minutes}", class_="kicker"),
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
    pairs = zip(document.sections, _twins(document, other), strict=True)
    return next((twin for section, twin in pairs if section.start <= span[0] < section.end), None)


def _twins(document: Document, other: Document | None) -> list[int | None]:
    """Return where each section begins in the other version; they pair by order while both have as many."""
    if other is None or len(other.sections) != len(document.sections):
        return [None] * len(document.sections)
    return [section.start for section in other.sections]


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


def _section(
    document: Document, section: Section, span: Span, page: Language, *, resolve: Resolve, twin: int | None
) -> Markup:
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
        *render_blocks(document, section, span, resolve),
        data_start=section.start,
        data_end=section.end,
        data_twin=twin,
    )

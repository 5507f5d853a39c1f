"""The explore view: every article in the reader's language, and search as you type over titles, headings and passages.

Knows how they are listed; the map of the corpus is a module of its own.
"""

from collections.abc import Iterator, Sequence

from bot.corpus import Corpus
from bot.markdown import plain
from bot.phrases import phrase
from bot.types import Document, Language, Passage
from bot.web.article import reading_minutes
from bot.web.inline import article_url
from bot.web.markup import Markup, tag
from bot.web.uploads import is_own

SHOWN = 8  # passages of one search; more is no longer read at a glance
NAMED = 5  # articles and sections whose name holds what was typed
EXCERPT = 220  # characters of a passage


def listed(corpus: Corpus, language: Language) -> list[Document]:
    """Return the articles by title: in `language` where there is such a version, else in the other."""
    articles = dict.fromkeys(document.article for document in corpus.documents)
    versions = (corpus.versions(article) for article in articles)
    chosen = [found.get(language) or next(iter(found.values())) for found in versions]
    return sorted(chosen, key=lambda document: document.title.casefold())


def render_list(corpus: Corpus, page: Language) -> Markup:
    """Return the list of articles with descriptions and reading times."""
    return tag(
        "section",
        tag("h2", phrase("page.articles", page), class_="small-title"),
        tag("ul", *(_item(document, page) for document in listed(corpus, page)), class_="articles"),
        class_="list",
    )


def _item(document: Document, page: Language) -> Markup:
    facts = [phrase("page.minutes", page, minutes=reading_minutes(document))]
    if document.language != page:
        facts.insert(0, phrase("page.only_in_" + document.language, page))
    if is_own(document):
        facts.insert(0, phrase("page.own", page))
    return tag(
        "li",
        tag("a", document.title, href=article_url(document.id), data_article=document.id, lang=document.language),
        tag("span", " · ".join(facts), class_="minutes"),
        _remove(document, page) if is_own(document) else None,
        tag("p", document.description, lang=document.language) if document.description else None,
    )


def _remove(document: Document, page: Language) -> Markup:
    return tag(
        "button",
        phrase("page.remove", page),
        type="button",
        class_="action",
        data_remove=document.id,
        aria_label=f"{phrase('page.remove', page)}: {document.title}",
    )


def render_found(corpus: Corpus, wanted: str, passages: Sequence[Passage], page: Language) -> Markup:
    """Return what a search found: names that hold the typed text, then passages, best first."""
    named = list(_named(corpus, wanted, page))[:NAMED]
    if not named and not passages:
        return tag("p", phrase("page.found_none", page), class_="found-none")
    return tag(
        "div",
        tag("ul", *named, class_="named", aria_label=phrase("page.found_names", page)) if named else None,
        tag("ol", *(_found(passage) for passage in passages[:SHOWN]), class_="found"),
    )


def _named(corpus: Corpus, wanted: str, page: Language) -> Iterator[Markup]:
    """Yield links to the articles whose title, in either language, and the sections whose heading holds the text."""
    sought = " ".join(wanted.casefold().split())
    articles = listed(corpus, page)
    for document in articles:
        if any(sought in version.title.casefold() for version in corpus.versions(document.article).values()):
            yield _name(document, document.title, None)
    for document in articles:
        for section in document.sections:
            if section.heading and sought in section.heading.casefold():
                yield _name(document, f"{document.title} › {section.heading}", section.start)


def _name(document: Document, text: str, start: int | None) -> Markup:
    return tag("li", _link(text, document.id, start, document.language))


def _link(text: str, document: str, start: int | None, language: Language) -> Markup:
    return tag(
        "a",
        text,
        href=article_url(document, start),
        data_article=document,
        data_sentence=start,
        lang=language,
    )


def _found(passage: Passage) -> Markup:
    chunk = passage.chunk
    best = max(range(len(chunk.sentences)), key=lambda n: _similarity(passage, n), default=0)
    sentence = chunk.sentences[best] if chunk.sentences else None
    text = sentence.plain if sentence else plain(chunk.text)
    start = sentence.start if sentence else chunk.start
    title = " › ".join((chunk.title, *chunk.section))
    return tag(
        "li",
        _link(title, chunk.document, start, chunk.language),
        tag("p", shortened(text), lang=chunk.language),
    )


def _similarity(passage: Passage, number: int) -> float:
    return passage.similarities[number] if number < len(passage.similarities) else -float(number)


def shortened(text: str, most: int = EXCERPT) -> str:
    """Return the text, cut at a space with an ellipsis where it is longer than `most` characters."""
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"

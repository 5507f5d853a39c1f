"""The explore view: every article in the reader's language, and search as you type over titles, headings and passages.

Knows how they are listed; the map of the corpus is a module of its own.
"""

from collections.abc import Sequence

from bot.corpus import Corpus
from bot.markdown import plain
from bot.phrases import phrase
from bot.types import Document, Language, Passage
from bot.web.article import reading_minutes
from bot.web.inline import article_url
from bot.web.markup import Markup, join, tag

SHOWN = 8  # passages of one search; more is no longer read at a glance
EXCERPT = 220  # characters of a passage


def listed(corpus: Corpus, language: Language) -> list[Document]:
    """Return the articles by title: in `language` where there is such a version, else in the other."""
    articles = {document.article for document in corpus.documents}
    versions = (corpus.versions(article) for article in articles)
    chosen = [found.get(language) or next(iter(found.values())) for found in versions]
    return sorted(chosen, key=lambda document: document.title.casefold())


def render_list(corpus: Corpus, page: Language) -> Markup:
    """Return the list of articles with descriptions and reading times."""
    return tag("ul", *(_item(document, page) for document in listed(corpus, page)), class_="articles")


def _item(document: Document, page: Language) -> Markup:
    other = document.language != page
    kind = phrase("page.only_in_" + document.language, page) + " · " if other else ""
    return tag(
        "li",
        tag("a", document.title, href=article_url(document.id), data_article=document.id, lang=document.language),
        tag("span", kind + phrase("page.minutes", page, minutes=reading_minutes(document)), class_="minutes"),
        tag("p", document.description, lang=document.language) if document.description else None,
    )


def render_found(passages: Sequence[Passage], page: Language) -> Markup:
    """Return what a search found, best first."""
    if not passages:
        return tag("p", phrase("page.found_none", page), class_="found-none")
    return tag("ol", *(_found(passage) for passage in passages[:SHOWN]), class_="found")


def _found(passage: Passage) -> Markup:
    chunk = passage.chunk
    best = max(range(len(chunk.sentences)), key=lambda n: _similarity(passage, n), default=0)
    sentence = chunk.sentences[best] if chunk.sentences else None
    text = sentence.plain if sentence else plain(chunk.text)
    start = sentence.start if sentence else chunk.start
    title = " › ".join((chunk.title, *chunk.section))
    return tag(
        "li",
        tag(
            "a",
            title,
            href=article_url(chunk.document, start),
            data_article=chunk.document,
            data_sentence=start,
            lang=chunk.language,
        ),
        tag("p", join(_shortened(text)), lang=chunk.language),
    )


def _similarity(passage: Passage, number: int) -> float:
    return passage.similarities[number] if number < len(passage.similarities) else -float(number)


def _shortened(text: str) -> str:
    if len(text) <= EXCERPT:
        return text
    return text[:EXCERPT].rsplit(" ", 1)[0] + " …"

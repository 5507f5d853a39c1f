"""The Markdown inside one sentence → HTML of our own: emphasis, code and links, nothing else.

Knows which links stay inside the corpus. Images become their alternative text, tags of raw HTML are left out; a
sentence whose Markdown does not close (bold over two sentences) is shown plain.
"""

from collections.abc import Callable, Iterator
from functools import cache
from urllib.parse import quote, urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bot.types import Document, Sentence
from bot.web.markup import Markup, join, tag

Resolve = Callable[[str], Document | None]  # a link's target → the article that it leads to
ELEMENTS = {"em_open": "em", "strong_open": "strong", "s_open": "s"}


@cache
def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": True}).enable("strikethrough")


def inline(sentence: Sentence, resolve: Resolve) -> Markup:
    """Return the sentence with its inline Markdown as HTML."""
    parsed = _parser().parseInline(sentence.text)
    tokens = iter((parsed[0].children if parsed else None) or [])
    html, text = _until("", tokens, resolve)
    return html if text.split() == sentence.plain.split() else join(sentence.plain)


def article_url(document: str, start: int | None = None, end: int | None = None) -> str:
    """Return the page's own address of an article, or of one place in it."""
    place = "" if start is None else f"&sentence={start}" + ("" if end is None else f"&to={end}")
    return f"?article={quote(document)}{place}"


def _until(closing: str, tokens: Iterator[Token], resolve: Resolve) -> tuple[Markup, str]:
    """Render tokens up to the one of type `closing`; return the HTML and the text in it."""
    html, text = Markup(), ""
    for token in tokens:
        if token.type == closing:
            break
        piece, plain = _piece(token, tokens, resolve)
        html, text = join(html, piece), text + plain
    return html, text


def _piece(token: Token, tokens: Iterator[Token], resolve: Resolve) -> tuple[Markup, str]:
    if token.type.endswith("_open"):
        html, text = _until(token.type.replace("_open", "_close"), tokens, resolve)
        if token.type == "link_open":
            return _link(str(token.attrGet("href") or ""), html, resolve), text
        return tag(ELEMENTS[token.type], html), text
    if token.type in ("softbreak", "hardbreak"):
        return join("\n"), "\n"
    if token.type == "html_inline":
        return Markup(), ""
    if token.type == "code_inline":
        return tag("code", token.content), token.content
    return join(token.content), token.content


def _link(target: str, html: Markup, resolve: Resolve) -> Markup:
    document = resolve(target)
    if document is not None:
        return tag("a", html, href=article_url(document.id), data_article=document.id)
    if urlsplit(target).scheme in ("http", "https"):
        return tag("a", html, href=target, target="_blank", rel="noopener noreferrer")
    return html

"""Escaping and inline Markdown: only our own tags are ever markup."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.articles import read_document
from bot.markdown import plain
from bot.types import Document, Sentence
from bot.web.inline import article_url, inline
from bot.web.markup import Markup, join, tag

LINKED = Document("en/chart.md", "Chart", "en", "")


class Parsed(HTMLParser):
    """What a browser would see: the tags, their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def resolve(target: str) -> Document | None:
    return LINKED if target == "/chart" else None


def sentence(text: str) -> Sentence:
    return Sentence(text, plain(text), 0, len(text), "prose", 0)


@given(st.text(st.characters(exclude_characters="\r\0", exclude_categories=["Cs"])))
def test_any_text_comes_through_as_text(text: str) -> None:
    parsed = Parsed(tag("p", text, title=text))
    assert [name for name, _ in parsed.tags] == ["p"]
    assert parsed.text == text
    assert parsed.tags[0][1]["title"] == text


def test_attributes_are_written_as_html_has_them() -> None:
    assert (
        tag("i", "a", class_="x", data_start=3, hidden=True, lang=None, open=False)
        == '<i class="x" data-start="3" hidden>a</i>'
    )
    assert tag("br") == "<br>"
    assert join("<", Markup("<b>"), None) == "&lt;<b>"


@given(st.text("ab<>&\"'`*_[]()!/\\ .:;=#x", max_size=60))
def test_nothing_but_our_own_tags_comes_out_of_a_sentence(text: str) -> None:
    parsed = Parsed(inline(sentence(text), resolve))
    assert {name for name, _ in parsed.tags} <= {"a", "em", "strong", "s", "code"}
    assert parsed.text.split() == sentence(text).plain.split()
    for name, attributes in parsed.tags:
        if name == "a":
            assert re.match(r"https?://|\?article=", attributes["href"] or "")
        else:
            assert not attributes


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("A **bold** and *soft* `x<y`.", "A <strong>bold</strong> and <em>soft</em> <code>x&lt;y</code>."),
        (
            "See [the *chart*](/chart).",
            'See <a href="?article=en/chart.md" data-article="en/chart.md">the <em>chart</em></a>.',
        ),
        ("See [nowhere](/nowhere).", "See nowhere."),
        ("See [this](javascript:alert(1)).", "See [this](javascript:alert(1))."),
        ("![a tower](https://example.org/x.png) stands.", "a tower stands."),
        ("Half **bold.", "Half bold."),
        ("Raw <b>tags</b> go.", "Raw tags go."),
    ],
)
def test_inline_markdown_becomes_our_html(markdown: str, html: str) -> None:
    assert inline(sentence(markdown), resolve) == html


def test_the_address_of_a_place_keeps_the_path_readable() -> None:
    assert article_url("da/kø & å.md", 3, 9) == "?article=da/k%C3%B8%20%26%20%C3%A5.md&sentence=3&to=9"


def test_every_sentence_of_an_article_is_shown_whole() -> None:
    text = "# T\n\nOne *two*. Three.\n\n- four\n- five\n\n| a | b |\n|---|---|\n| 6 | 7 |\n"
    document = read_document(text, "en/t.md")
    shown = [
        Parsed(inline(s, resolve)).text for section in document.sections for s in section.sentences if s.kind != "row"
    ]
    assert shown == ["One two.", "Three.", "four", "five"]

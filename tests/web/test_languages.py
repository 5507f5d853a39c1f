"""Every word on the page is in the chosen language, or stands in an article."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from bot.conversation import Bot
from bot.phrases import TABLES
from bot.types import Language
from tests.web.conftest import OpenReader, Reader

pytestmark = pytest.mark.browser

QUESTION: dict[Language, str] = {"da": "Hvad er et fyrtårn?", "en": "What is a lighthouse?"}
NAMES = {"Svar", "Dansk", "English", "×"}
COLLECT = """() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        const shown = node.parentElement.checkVisibility() || node.parentElement.closest('#svar');
        if (shown && !node.parentElement.closest('script, style, textarea, #svar-said')) found.add(node.data.trim());
    }
    for (const element of document.querySelectorAll('body *'))
        for (const name of ['aria-label', 'placeholder', 'title', 'alt'])
            if (element.checkVisibility() && element.hasAttribute(name)) found.add(element.getAttribute(name).trim());
    found.add(document.title);
    return [...found].filter((text) => text && !/^[\\d\\[\\]\\s.,:;]*$/.test(text));
}"""


def patterns(language: Language) -> Iterator[re.Pattern[str]]:
    """Yield what each phrase of one language looks like when its fields are filled."""
    for table in TABLES.values():
        for text in table.values():
            escaped = re.sub(r"\\\{\w+\\\}", ".+", re.escape(text[language].strip()))
            yield re.compile(escaped, re.DOTALL)


def foreign(page: Page, bot: Bot, language: Language) -> list[str]:
    """Return the texts on the page that come neither from the language's phrases nor from an article."""
    phrases = list(patterns(language))
    sentences = [x for d in bot.corpus.documents for s in d.sections for x in s.sentences]
    articles = " ".join([*(x.plain for x in sentences), *(x.text for x in sentences)])  # a quote may span two
    articles = " ".join(articles.split())
    names = {name for d in bot.corpus.documents for name in (d.title, d.description, *(s.heading for s in d.sections))}

    def known(text: str) -> bool:
        text = " ".join(re.sub(r"\s*\[\d+\]", "", text).split())
        said = text.removesuffix(" …")  # a shortened passage
        if text in NAMES or text in names or said in articles or text in QUESTION.values():
            return True
        return any(pattern.fullmatch(text) for pattern in phrases)

    def explained(text: str) -> bool:
        parts = re.split(r" · | › | \((?=\w+\)$)", text.removesuffix(" – Svar"))
        return known(text) or all(known(part.removesuffix(")")) for part in parts)

    return [text for text in page.evaluate(COLLECT) if not explained(text)]


def walk(reader: Reader, bot: Bot, language: Language) -> list[str]:
    """Go through the screens and return what is in the wrong language, by screen."""
    page = reader.page
    wrong = [f"first: {text}" for text in foreign(page, bot, language)]
    reader.ask(QUESTION[language])
    page.click(".sources summary")
    page.hover(".chip")
    wrong += [f"answer: {text}" for text in foreign(page, bot, language)]
    page.click(".chip")
    page.wait_for_selector("#svar-article mark")
    page.click(".contents summary")
    wrong += [f"article: {text}" for text in foreign(page, bot, language)]
    page.click("[data-action=close]")
    page.click("[data-view=explore]")
    page.wait_for_selector(".dot")
    wrong += [f"explore: {text}" for text in foreign(page, bot, language)]
    page.fill("#svar-search", QUESTION[language])
    page.wait_for_selector(".found li")
    wrong += [f"search: {text}" for text in foreign(page, bot, language)]
    return wrong


@pytest.mark.parametrize("language", ["da", "en"])
def test_every_word_is_of_the_pages_language_or_of_an_article(reader: OpenReader, bot: Bot, language: Language) -> None:
    visitor = reader(language)
    visitor.open().wait_for_selector("#svar-starters button")
    assert walk(visitor, bot, language) == []


def test_the_switch_changes_everything_but_what_was_said(reader: OpenReader, bot: Bot) -> None:
    visitor = reader("da")
    page = visitor.open()
    visitor.ask(QUESTION["da"])
    page.click(".chip")
    page.wait_for_selector("#svar-article mark")
    page.fill("#svar-question", "et udkast")
    page.get_by_text("English", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".sources summary")).to_contain_text("source")
    expect(page.locator(".switch")).to_have_text("In English")
    expect(page.locator("#svar-question")).to_have_value("et udkast")
    expect(page.locator(".question")).to_have_text(QUESTION["da"])
    expect(page.locator("#svar-article mark").first).to_be_visible()
    visitor.ask(QUESTION["da"])
    expect(page.locator(".turn").nth(1).locator(".answer")).to_have_attribute("lang", "en")
    visitor.open()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator(".answer").nth(1)).to_have_attribute("lang", "en")
    page.get_by_text("Automatic", exact=True).click()
    expect(page.locator("html")).to_have_attribute("lang", "da")
    visitor.ask(QUESTION["en"])
    expect(page.locator(".turn").nth(2).locator(".answer")).to_have_attribute("lang", "en")


def test_gradios_own_page_says_nothing(reader: OpenReader) -> None:
    page = reader("da").open()
    outside = page.evaluate(
        "() => { const all = document.body.cloneNode(true); all.querySelectorAll('#svar, script, style').forEach((e) => e.remove()); return all.textContent.trim(); }"
    )
    assert outside == ""

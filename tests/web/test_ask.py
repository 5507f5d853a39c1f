"""Asking in a real browser: the answer, its chips, the cited sentence in the article."""

import re

import pytest
from playwright.sync_api import expect

from tests.web.conftest import OpenReader

pytestmark = pytest.mark.browser

EXCHANGES = {
    "da": ("Hvad er et fyrtårn?", "viser skibe vej om natten", "Fyrtårn", "På engelsk", "Lighthouse"),
    "en": ("What is a lighthouse?", "guides ships at night", "Lighthouse", "In Danish", "Fyrtårn"),
}


@pytest.mark.parametrize("language", ["da", "en"])
def test_a_question_is_answered_and_its_chip_opens_the_cited_sentence(reader: OpenReader, language: str) -> None:
    question, fact, title, switch, other = EXCHANGES[language]
    visitor = reader(language)
    page = visitor.open()
    assert page.locator("html").get_attribute("lang") == language
    visitor.ask(question)
    expect(page.locator(".answer")).to_contain_text(fact)
    chip = page.locator(".chip").first
    expect(chip).to_have_text("[1]")
    chip.hover()
    expect(page.locator("#svar-tip")).to_contain_text(fact)
    chip.click()
    mark = page.locator("#svar-article mark")
    expect(mark.first).to_contain_text(fact)
    expect(mark.first).to_be_in_viewport()
    expect(page.locator(".article-title")).to_have_text(title)
    expect(page.locator(".where")).to_have_text(f"{title} › {question}")
    assert re.search(rf"\?article={language}/fyrtaarn\.md&sentence=\d+", page.url)
    page.get_by_text(switch, exact=True).click()
    expect(page.locator(".article-title")).to_have_text(other)
    assert visitor.errors == []

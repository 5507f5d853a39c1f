"""The reader panel, explore, and addresses that lead to a place."""

import re

import pytest
from playwright.sync_api import expect

from bot.conversation import Bot
from tests.web.conftest import OpenReader

pytestmark = pytest.mark.browser

BOTH = pytest.mark.parametrize("language", ["da", "en"])
ARTICLE = {"da": "?article=da/fyrtaarn.md", "en": "?article=en/fyrtaarn.md"}


def sentence(bot: Bot, document: str, text: str) -> int:
    """Return where the sentence that begins with `text` begins."""
    found = bot.corpus.get(document).text.find(text)
    assert found > 0
    return found


@BOTH
def test_an_address_with_a_question_asks_it_once(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open("?q=" + {"da": "Hvad+er+et+s%C3%B8kort%3F", "en": "What+is+a+nautical+chart%3F"}[language])
    expect(page.locator(".chip").first).to_be_visible()
    assert "q=" not in page.url
    page.reload()
    page.wait_for_selector("#svar-slot #svar")
    expect(page.locator(".chip").first).to_be_visible()
    expect(page.locator(".turn")).to_have_count(1)


@BOTH
def test_an_address_with_a_sentence_opens_the_article_there(reader: OpenReader, bot: Bot, language: str) -> None:
    text = {"da": "Fyrpasseren havde tre", "en": "The keeper had three"}[language]
    start = sentence(bot, f"{language}/fyrtaarn.md", text)
    page = reader(language, height=500).open(f"{ARTICLE[language]}&sentence={start}")
    mark = page.locator("#svar-article mark")
    expect(mark).to_contain_text(text)
    expect(mark).to_be_in_viewport()


def test_an_address_of_nothing_is_explained(reader: OpenReader) -> None:
    page = reader("da").open("?article=da/findes_ikke.md&sentence=abc")
    expect(page.locator("#svar-notice")).to_contain_text("Den artikel findes ikke")


@BOTH
def test_back_and_forward_walk_through_what_was_read(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask({"da": "Hvad er et fyrtårn?", "en": "What is a lighthouse?"}[language])
    page.click(".chip")
    expect(page.locator(".article")).to_have_attribute("data-document", f"{language}/fyrtaarn.md")
    page.locator(".article-body a[data-article]").first.click()
    expect(page.locator(".article")).to_have_attribute("data-document", f"{language}/soekort.md")
    page.go_back()
    expect(page.locator(".article")).to_have_attribute("data-document", f"{language}/fyrtaarn.md")
    expect(page.locator("#svar-article mark").first).to_be_visible()
    page.go_back()
    expect(page.locator(".article")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(1)
    page.go_forward()
    expect(page.locator(".article")).to_have_attribute("data-document", f"{language}/fyrtaarn.md")


@BOTH
def test_contents_lead_to_sections_and_the_other_version_opens_at_the_same_one(
    reader: OpenReader, language: str
) -> None:
    page = reader(language, height=420).open(ARTICLE[language])
    page.locator(".contents summary").click()
    page.locator(".contents a").nth(2).click()
    heading = page.locator(".article-body .heading").nth(2)
    expect(heading).to_be_in_viewport()
    page.wait_for_timeout(600)
    page.evaluate("() => document.querySelector('.switch').click()")
    other = {"da": "The keeper's duties", "en": "Fyrpasserens opgaver"}[language]
    expect(page.locator(".article-body .heading", has_text=other)).to_be_in_viewport()


@BOTH
def test_one_can_ask_about_a_section(reader: OpenReader, language: str) -> None:
    page = reader(language).open(ARTICLE[language])
    page.locator(".ask-section").nth(1).click()
    expect(page.locator(".answer")).to_contain_text("63")


def test_numbered_lists_tables_quotes_and_code_look_like_what_they_are(reader: OpenReader) -> None:
    page = reader("en").open(ARTICLE["en"])
    expect(page.locator(".article-body ol li")).to_have_count(3)
    expect(page.locator(".article-body th")).to_have_text(["Light", "Height"])
    expect(page.locator(".article-body td").first).to_have_text("Nordhuk")
    expect(page.locator(".article-body blockquote")).to_have_text("No light, no coast.")
    expect(page.locator(".article-body code")).to_have_text("code & signs")
    expect(page.locator(".article-body strong")).to_have_text("low islet")
    link = page.locator(".article-body a[target=_blank]")
    expect(link).to_have_attribute("rel", re.compile("noopener"))


@BOTH
def test_explore_lists_every_article_with_description_and_reading_time(reader: OpenReader, language: str) -> None:
    page = reader(language).open("?view=explore")
    items = page.locator("#svar-overview .articles li")
    expect(items).to_have_count(3)
    expect(items.filter(has_text={"da": "Tågehorn", "en": "only in Danish"}[language])).to_have_count(1)
    first = {"da": "Et fyrtårn viser skibe vej med lys.", "en": "A lighthouse guides ships by light."}[language]
    expect(items.filter(has_text=first)).to_contain_text({"da": "min. læsning", "en": "min read"}[language])
    items.filter(has_text=first).locator("a").click()
    expect(page.locator(".article")).to_have_attribute("data-document", f"{language}/fyrtaarn.md")


@BOTH
def test_search_finds_titles_headings_and_passages_while_one_types(reader: OpenReader, language: str) -> None:
    page = reader(language).open("?view=explore")
    box = page.locator("#svar-search")
    box.press_sequentially({"da": "fyrt", "en": "lighth"}[language])
    named = page.locator(".named a").first
    expect(named).to_have_text({"da": "Fyrtårn", "en": "Lighthouse"}[language])
    box.fill({"da": "tågehorn lyd", "en": "arrows current"}[language])
    found = page.locator(".found li").first
    expect(found).to_contain_text({"da": "Tågehorn", "en": "Nautical chart"}[language])
    found.locator("a").click()
    expect(page.locator("#svar-article mark")).to_be_visible()
    box.fill("")
    expect(page.locator(".map svg")).to_be_visible()


@BOTH
def test_the_map_shows_every_passage_and_is_walked_with_the_keyboard(
    reader: OpenReader, bot: Bot, language: str
) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask({"da": "Hvad er et fyrtårn?", "en": "What is a lighthouse?"}[language])
    page.click("[data-view=explore]")
    dots = page.locator(".dot")
    expect(dots).to_have_count(len(bot.index.chunks))
    expect(page.locator(".asked text")).to_contain_text(
        {"da": "Hvad er et fyrtårn?", "en": "What is a lighthouse?"}[language]
    )
    assert page.locator(".dot[tabindex='0']").count() == 1
    page.locator(".dot[tabindex='0']").focus()
    expect(page.locator("#svar-tip")).to_be_visible()
    seen = set()
    for key in ["ArrowRight", "ArrowRight", "ArrowDown", "ArrowLeft", "ArrowUp"]:
        page.keyboard.press(key)
        seen.add(
            page.evaluate(
                "() => document.activeElement.getAttribute('aria-label') + document.activeElement.dataset.sentence"
            )
        )
    assert len(seen) > 1
    page.keyboard.press("Enter")
    expect(page.locator("#svar-article mark").first).to_be_visible()


def test_two_versions_of_a_passage_stand_side_by_side(reader: OpenReader) -> None:
    page = reader("da").open("?view=explore")
    page.wait_for_selector(".dot")
    apart = page.evaluate(
        """() => ['da', 'en'].map((l) => document.querySelector(`.dot[data-article="${l}/soekort.md"] circle`))
            .map((c) => [c.cx.baseVal.value, c.cy.baseVal.value])"""
    )
    (x1, y1), (x2, y2) = apart
    assert 0 < x2 - x1 < 20
    assert y1 == y2


def test_on_a_phone_an_open_article_has_the_question_boxs_room_until_something_is_asked(reader: OpenReader) -> None:
    visitor = reader("en", width=360, height=740)
    page = visitor.open()
    visitor.ask("What is a lighthouse?")
    box = page.locator("#svar-question")
    for use in ("[data-action=close]", "[data-action=edit]", ".suggestions .ask"):
        page.locator(".chip").first.click()
        expect(page.locator(".article")).to_be_visible()
        expect(box).to_be_hidden()
        expect(page.locator(".chip").first).to_be_in_viewport()
        page.locator(use).first.click()
        expect(page.locator(".article")).to_be_hidden()
        expect(box).to_be_visible()
    expect(page.locator(".turn:not(.waits)")).to_have_count(2)


def test_asking_about_a_section_on_a_phone_brings_no_keyboard_over_the_answer(reader: OpenReader) -> None:
    page = reader("en", width=360, height=740).open(ARTICLE["en"])
    page.locator(".ask-section").first.click()
    expect(page.locator(".turn:not(.waits)")).to_have_count(1)
    expect(page.locator("#svar-question")).to_be_visible()
    expect(page.locator("#svar-question")).not_to_be_focused()

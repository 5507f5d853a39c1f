"""By keyboard alone, by ear, and without motion."""

import pytest
from playwright.sync_api import expect

from tests.web.conftest import OpenReader

pytestmark = pytest.mark.browser

QUESTION = {"da": "Hvad er et fyrtårn?", "en": "What is a lighthouse?"}
BOTH = pytest.mark.parametrize("language", ["da", "en"])
FOCUS = "() => document.activeElement.className || document.activeElement.id || document.activeElement.tagName"


@BOTH
def test_from_question_to_cited_sentence_and_back_by_keyboard(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    expect(page.locator("#svar-question")).to_be_focused()
    page.keyboard.type(QUESTION[language])
    page.keyboard.press("Enter")
    chip = page.locator(".chip").first
    expect(chip).to_be_visible()
    expect(page.locator("#svar-question")).to_be_focused()
    for _ in range(30):
        page.keyboard.press("Shift+Tab")
        if page.evaluate(FOCUS) == "chip":
            break
    expect(page.locator("#svar-tip")).to_be_visible()
    expect(page.locator(".chip:focus")).to_have_attribute("aria-describedby", "svar-tip")
    page.keyboard.press("Escape")
    expect(page.locator("#svar-tip")).to_be_hidden()
    page.keyboard.press("Enter")
    expect(page.locator("#svar-article mark:focus")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator(".chip:focus")).to_be_visible()


def test_every_stop_of_the_tab_key_can_be_seen(reader: OpenReader) -> None:
    visitor = reader("en")
    page = visitor.open()
    visitor.ask(QUESTION["en"])
    page.click(".chip")
    page.wait_for_selector("#svar-article mark")
    page.keyboard.press("Escape")
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen = page.evaluate(
            """() => { const e = document.activeElement; const s = getComputedStyle(e);
                const near = e.closest('.box, label') ?? e;
                return e === document.body || s.outlineStyle !== 'none' || getComputedStyle(near).boxShadow !== 'none'
                    || getComputedStyle(e.nextElementSibling ?? e).outlineStyle !== 'none'; }"""
        )
        if not seen:
            unseen.append(page.evaluate("() => document.activeElement.outerHTML.slice(0, 100)"))
    assert unseen == []


@BOTH
def test_a_screen_reader_is_told_the_answer_and_how_many_sources_it_has(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask(QUESTION[language])
    region = page.locator("#svar-said")
    expect(region).to_have_attribute("aria-live", "polite")
    expect(region).to_contain_text({"da": "viser skibe vej", "en": "guides ships"}[language])
    expect(region).to_contain_text({"da": "Antal kilder: ", "en": "Number of sources: "}[language])
    expect(region).not_to_contain_text("[1]")


def test_a_screen_reader_is_told_each_text_in_its_own_language(reader: OpenReader) -> None:
    visitor = reader("da")
    page = visitor.open()
    visitor.ask(QUESTION["en"])
    expect(page.locator("#svar-said [lang=en]")).to_contain_text("guides ships")
    expect(page.locator("#svar-said [lang=da]")).to_contain_text("Antal kilder: ")


def test_the_skip_button_leads_to_the_question_box(reader: OpenReader) -> None:
    page = reader("da", width=600).open()  # narrow, where the box does not take the focus by itself
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#svar-question")).to_be_focused()


def test_shift_enter_makes_a_new_line_and_enter_asks(reader: OpenReader) -> None:
    page = reader("da").open()
    page.fill("#svar-question", "Hvad er")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("et søkort?")
    assert page.locator("#svar-question").input_value() == "Hvad er\net søkort?"
    page.keyboard.press("Enter")
    expect(page.locator(".chip").first).to_be_visible()


def test_with_reduced_motion_nothing_moves(reader: OpenReader) -> None:
    visitor = reader("da", reduced_motion="reduce")
    page = visitor.open()
    visitor.ask(QUESTION["da"])
    page.click(".chip")
    page.wait_for_selector("#svar-article mark")
    page.click(".contents summary")
    page.locator(".contents a").last.click()
    assert page.evaluate("() => document.getAnimations().length") == 0
    expect(page.locator(".article-body .heading").last).to_be_in_viewport()


def test_after_asking_about_a_section_and_closing_the_article_one_goes_on_typing(reader: OpenReader) -> None:
    page = reader("en").open()
    page.locator("[data-view=explore]").click()
    page.locator(".dot").first.focus()
    page.keyboard.press("Enter")
    page.locator(".ask-section").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".turn:not(.waits)")).to_have_count(1)
    expect(page.locator("#svar-question")).to_be_focused()
    page.locator(".article-bar .switch").focus()
    page.keyboard.press("Escape")
    expect(page.locator(".article")).to_have_count(0)
    expect(page.locator("#svar-question")).to_be_focused()  # the dot that it was opened from is out of sight

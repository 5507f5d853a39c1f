"""The conversation as a reader meets it: older chips, what is under an answer, keeping, editing, copying."""

from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tests.web.conftest import OpenReader

pytestmark = pytest.mark.browser

TOWER = {"da": "Hvad er et fyrtårn?", "en": "What is a lighthouse?"}
CHART = {"da": "Hvad er et søkort?", "en": "What is a nautical chart?"}
BOTH = pytest.mark.parametrize("language", ["da", "en"])


@BOTH
def test_chips_of_an_older_answer_keep_working(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask(TOWER[language])
    visitor.ask(CHART[language])
    page.locator(".turn").nth(1).locator(".chip").first.click()
    expect(page.locator(".article")).to_have_attribute("data-document", f"{language}/soekort.md")
    page.locator(".turn").nth(0).locator(".chip").first.click()
    expect(page.locator(".article")).to_have_attribute("data-document", f"{language}/fyrtaarn.md")
    expect(page.locator(".turn").nth(0).locator(".chip").first).to_have_attribute("aria-current", "true")


@BOTH
def test_under_an_answer_stand_its_sources_and_questions_that_follow(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask(TOWER[language])
    source = page.locator(".sources blockquote").first
    expect(source).to_be_hidden()
    page.locator(".sources summary").click()
    expect(source).to_be_visible()
    follow = page.locator(".suggestions .ask").first
    text = follow.inner_text()
    follow.click()
    expect(page.locator(".question").nth(1)).to_have_text(text)
    expect(page.locator(".turn").nth(1).locator(".chip").first).to_be_visible()


@BOTH
def test_what_is_not_in_the_articles_is_said_with_topics_to_go_to(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask({"da": "Hvad er fotosyntese?", "en": "What is photosynthesis?"}[language])
    expect(page.locator(".answer")).to_contain_text({"da": "kan jeg ikke finde", "en": "can't find"}[language])
    expect(page.locator(".chip")).to_have_count(0)
    expect(page.locator(".suggestions .ask").first).to_be_visible()


@BOTH
def test_the_conversation_survives_a_reload_until_it_is_forgotten(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask(TOWER[language])
    visitor.ask(CHART[language])
    before = page.locator("#svar-turns").inner_text()
    visitor.open()
    expect(page.locator(".turn")).to_have_count(2)
    assert page.locator("#svar-turns").inner_text() == before
    page.locator(".turn").nth(0).locator(".chip").first.click()
    expect(page.locator("#svar-article mark").first).to_be_visible()
    page.uncheck("#svar-keep")
    visitor.open()
    expect(page.locator("#svar-first")).to_be_visible()
    expect(page.locator("#svar-keep")).not_to_be_checked()


def test_two_tabs_show_one_conversation_and_forget_it_together(reader: OpenReader) -> None:
    one, two = reader("en"), reader("en")
    one.open()
    two.open()
    one.ask(TOWER["en"])
    expect(two.page.locator(".turn")).to_have_count(1)
    two.ask(CHART["en"])
    expect(one.page.locator(".question")).to_have_text([TOWER["en"], CHART["en"]])
    one.page.uncheck("#svar-keep")
    expect(two.page.locator("#svar-keep")).not_to_be_checked()
    two.page.wait_for_timeout(300)
    expect(two.page.locator(".turn")).to_have_count(2)  # forgotten for the next visit, not torn from the reader's eyes
    two.page.check("#svar-keep")
    expect(one.page.locator("#svar-keep")).to_be_checked()
    one.page.click("[data-action=clear]")
    expect(two.page.locator(".turn")).to_have_count(0)


def test_what_two_tabs_ask_at_once_is_all_kept(reader: OpenReader) -> None:
    one, two = reader("en"), reader("en")
    one.open()
    two.open()
    held: list[Route] = []
    one.page.route("**/run/ask", lambda route: held.append(route))
    one.page.fill("#svar-question", TOWER["en"])
    one.page.keyboard.press("Enter")
    one.page.locator(".waiting").wait_for()
    two.ask(CHART["en"])
    one.page.wait_for_timeout(200)
    held[0].continue_()
    for tab in (one, two):
        expect(tab.page.locator(".turn:not(.waits) .question")).to_have_text([CHART["en"], TOWER["en"]])


def test_a_double_tap_asks_once(reader: OpenReader) -> None:
    page = reader("en", width=360, height=740).open()
    page.locator("#svar-starters button").first.dblclick()
    expect(page.locator(".turn:not(.waits)")).to_have_count(1)
    page.wait_for_timeout(300)
    expect(page.locator(".turn")).to_have_count(1)


def test_only_the_questions_are_kept_in_the_browser(reader: OpenReader) -> None:
    visitor = reader("da")
    page = visitor.open()
    visitor.ask(TOWER["da"])
    stored = page.evaluate("() => JSON.stringify(localStorage)")
    assert "Hvad er et fyrtårn?" in stored
    assert "viser skibe vej" not in stored


@BOTH
def test_a_follow_up_is_understood_and_the_page_says_how(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask(TOWER[language])
    visitor.ask({"da": "Hvor højt?", "en": "How tall?"}[language])
    turn = page.locator(".turn").nth(1)
    expect(turn.locator(".answer")).to_contain_text("63")
    expect(turn.locator(".understood")).to_contain_text({"da": "fyrtårn", "en": "lighthouse"}[language])


@BOTH
def test_the_last_question_can_be_edited_asked_again_and_cleared(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    visitor.ask(TOWER[language])
    page.click("[data-action=edit]")
    expect(page.locator("#svar-question")).to_have_value(TOWER[language])
    page.fill("#svar-question", CHART[language])
    page.keyboard.press("Enter")
    expect(page.locator(".question")).to_have_text([CHART[language]])
    expect(page.locator(".chip").first).to_be_visible()
    page.click("[data-action=retry]")
    expect(page.locator(".question")).to_have_text([CHART[language]])
    expect(page.locator(".turn:not(.waits) .chip").first).to_be_visible()
    page.click("[data-action=clear]")
    expect(page.locator("#svar-first")).to_be_visible()
    expect(page.locator(".turn")).to_have_count(0)


def test_a_proposal_taken_while_editing_follows_the_last_question(reader: OpenReader) -> None:
    visitor = reader("da")
    page = visitor.open()
    visitor.ask(TOWER["da"])
    page.click("[data-action=edit]")
    page.locator(".suggestions .ask").first.click()
    expect(page.locator(".turn:not(.waits)")).to_have_count(2)
    page.locator("[data-action=edit]").last.click()
    page.keyboard.press("Escape")
    expect(page.locator("#svar-question")).to_have_value("")


@BOTH
def test_an_answer_is_copied_and_the_conversation_downloaded_with_sources(
    reader: OpenReader, language: str, tmp_path: Path
) -> None:
    visitor = reader(language, permissions=["clipboard-read", "clipboard-write"])
    page = visitor.open()
    visitor.ask(TOWER[language])
    page.click("[data-action=copy]")
    expect(page.locator("[data-action=copy]")).to_have_text({"da": "Kopieret", "en": "Copied"}[language])
    copied = page.evaluate("() => navigator.clipboard.readText()")
    assert "[1]" in copied
    assert f"{language}/fyrtaarn.md" in copied
    with page.expect_download() as waiting:
        page.click("[data-action=download]")
    assert waiting.value.suggested_filename.endswith(".md")
    file = tmp_path / "conversation.md"
    waiting.value.save_as(file)
    text = file.read_text("utf-8")
    assert f"## {TOWER[language]}" in text
    assert copied in text


@BOTH
def test_the_first_screen_offers_four_questions_that_are_answered(reader: OpenReader, language: str) -> None:
    visitor = reader(language)
    page = visitor.open()
    starters = page.locator("#svar-starters .ask")
    expect(starters).to_have_count(4)
    assert {starters.nth(n).get_attribute("lang") for n in range(4)} == {"da", "en"}
    expect(starters.first).to_have_attribute("lang", language)
    starters.first.click()
    expect(page.locator(".chip").first).to_be_visible()


def test_an_answer_does_not_move_what_stands_above_it(reader: OpenReader) -> None:
    visitor = reader("da")
    page = visitor.open()
    page.wait_for_selector("#svar-starters button")
    page.evaluate(
        """() => { window.shifts = []; new PerformanceObserver((list) =>
            shifts.push(...list.getEntries().filter((e) => !e.hadRecentInput).map((e) => e.value)))
            .observe({ type: 'layout-shift', buffered: true }); }"""
    )
    visitor.ask(TOWER["da"])
    visitor.ask(CHART["da"])
    page.wait_for_timeout(200)
    assert sum(page.evaluate("() => shifts")) < 0.02


def test_a_script_in_a_question_or_an_article_stays_text(reader: OpenReader) -> None:
    visitor = reader("da")
    page = visitor.open()
    page.on("dialog", lambda dialog: visitor.errors.append(dialog.message))
    visitor.ask('Hvad er <img src=x onerror=alert(1)> et "fyrtårn"?')
    expect(page.locator(".question")).to_contain_text("<img src=x onerror=alert(1)>")
    page.evaluate("() => openArticle('da/fyrtaarn.md', null, null)")
    expect(page.locator(".article-body")).to_contain_text("kode & tegn")
    assert page.locator("#svar img, #svar .article-body b, #svar script").count() == 0
    assert visitor.errors == []


def test_nothing_is_asked_of_another_host(reader: OpenReader, url: str) -> None:
    visitor = reader("en")
    page = visitor.open()
    visitor.ask(TOWER["en"])
    page.click(".chip")
    page.click("[data-view=explore]")
    page.wait_for_selector(".dot")
    assert [request for request in visitor.requests if not request.startswith((url, "blob:", "data:"))] == []

"""axe-core on every screen: both languages, wide and phone, light and dark."""

from importlib.resources import files
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenReader, Reader

pytestmark = pytest.mark.browser

QUESTIONS = {"da": "Hvad er et fyrtårn?", "en": "What is a lighthouse?"}
SIZES = {"wide": (1280, 800), "phone": (360, 740)}
GRAVE = ("serious", "critical")


def grave(page: Page) -> list[str]:
    """Return what axe finds serious or critical, a line each."""
    page.evaluate(files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8"))
    found = page.evaluate("() => axe.run({ resultTypes: ['violations'] })")["violations"]
    return [
        f"{violation['id']} ({violation['impact']}): {node['html'][:160]} {node['failureSummary']}"
        for violation in found
        if violation["impact"] in GRAVE
        for node in violation["nodes"]
    ]


def overflow(page: Page) -> list[str]:
    """Return the elements that stick out sideways, but for what scrolls in a frame of its own or is only spoken."""
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('#svar *')]
            .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && e.checkVisibility()
                && !e.closest('.map-frame svg, .table table, pre, #svar-said'))
            .map((e) => e.outerHTML.slice(0, 120))"""
    )
    return found


def visit(reader: Reader, language: str) -> list[str]:
    """Go through every screen and return all that is wrong, by screen."""
    wrong: list[str] = []

    def look(screen: str) -> None:
        reader.page.wait_for_timeout(60)
        wrong.extend(f"{screen}: {line}" for line in (*grave(reader.page), *overflow(reader.page)))

    page = reader.open()
    page.wait_for_selector("#svar-starters button")
    look("first screen")
    reader.ask(QUESTIONS[language])
    page.click(".sources summary")
    look("answer")
    page.click(".chip")
    page.wait_for_selector("#svar-article mark")
    page.click(".contents summary")
    look("article")
    page.keyboard.press("Escape")
    reader.ask({"da": "Hvad er fotosyntese?", "en": "What is photosynthesis?"}[language])
    expect(page.locator(".turn").last.locator(".chip")).to_have_count(0)
    look("abstention")
    page.click("[data-view=explore]")
    page.wait_for_selector(".dot")
    look("explore")
    page.fill("#svar-search", QUESTIONS[language])
    page.wait_for_selector(".found li")
    look("search")
    return wrong


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("language", ["da", "en"])
def test_no_screen_has_a_grave_violation_or_sticks_out(
    reader: OpenReader, language: str, size: str, scheme: Literal["light", "dark"]
) -> None:
    width, height = SIZES[size]
    visitor = reader(language, width=width, height=height, color_scheme=scheme)
    assert visit(visitor, language) == []
    assert visitor.errors == []


@pytest.mark.parametrize("width", [320, 768, 1024, 2560])
def test_other_widths_do_not_overflow(reader: OpenReader, width: int) -> None:
    visitor = reader("da", width=width)
    page = visitor.open()
    visitor.ask("Hvad er et fyrtårn?")
    page.click(".chip")
    page.wait_for_selector("#svar-article mark")
    assert overflow(page) == []


def test_zoomed_to_four_times_everything_can_be_reached(reader: OpenReader) -> None:
    visitor = reader("en", width=320, height=256)
    page = visitor.open()
    visitor.ask(QUESTIONS["en"])
    page.locator(".chip").first.scroll_into_view_if_needed()
    page.click(".chip")
    expect(page.locator("#svar-article mark").first).to_be_in_viewport()
    page.locator("#svar-question").scroll_into_view_if_needed()
    expect(page.locator("#svar-send")).to_be_in_viewport()
    assert overflow(page) == []

"""Light and dark: the system's until the reader chooses, then the reader's, from the first bytes of the page on."""

from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Page, expect

from tests.web.conftest import OpenReader

pytestmark = pytest.mark.browser

LIGHT, DARK = "rgb(251, 250, 247)", "rgb(23, 23, 22)"
NAMES = {"da": "Skift mellem lyst og mørkt", "en": "Switch between light and dark"}


def paper(page: Page) -> str:
    """Return the colour behind everything."""
    return str(page.evaluate("() => getComputedStyle(document.getElementById('svar')).backgroundColor"))


@pytest.mark.parametrize("language", ["da", "en"])
def test_the_button_changes_it_and_the_choice_is_kept(reader: OpenReader, language: str) -> None:
    page = reader(language, color_scheme="light").open()
    assert paper(page) == LIGHT
    button = page.get_by_role("button", name=NAMES[language])
    button.focus()
    page.keyboard.press("Enter")
    assert paper(page) == DARK
    page.reload()
    page.wait_for_selector("#svar-slot #svar")
    assert paper(page) == DARK
    page.get_by_text({"da": "English", "en": "Dansk"}[language]).click()
    expect(page.locator("#svar")).to_have_attribute("data-page", {"da": "en", "en": "da"}[language])
    assert paper(page) == DARK


def test_choosing_what_the_system_shows_follows_the_system_again(reader: OpenReader) -> None:
    page = reader("da", color_scheme="dark").open()
    assert paper(page) == DARK
    button = page.get_by_role("button", name=NAMES["da"])
    button.click()
    assert paper(page) == LIGHT
    button.click()
    assert paper(page) == DARK
    page.emulate_media(color_scheme="light")
    assert paper(page) == LIGHT
    page.emulate_media(color_scheme="dark")


@pytest.mark.parametrize(("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("x", None), ("dark%22%3E", None)])
def test_the_first_bytes_of_the_page_are_in_the_chosen_theme(url: str, cookie: str, theme: str | None) -> None:
    asked = Request(url, headers={"Cookie": f"a=b; svar_theme={cookie}"})  # noqa: S310 - the test's own server
    with urlopen(asked) as reply:  # noqa: S310
        text = reply.read().decode()
    assert (f'data-theme="{theme}"' in text) == (theme is not None)
    assert "data-theme" in text or theme is None

"""Takes the pictures of the main states into a folder, over the shipped articles and model: `make screenshots`.

With `--all` it takes every state in both languages, wide and phone, light and dark, to look through.
"""

import itertools
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.assembly import Settings, open_bot
from bot.web import PageOptions, start
from tests.web.conftest import BROWSERS, FLAGS, free_port

SIZES = {"wide": {"width": 1280, "height": 800}, "phone": {"width": 360, "height": 740}}
# What docs/ keeps: name → language, size, scheme, state.
PICTURES = {
    "answer-da": ("da", "wide", "light", "article"),
    "answer-en": ("en", "wide", "light", "article"),
    "first-da": ("da", "wide", "light", "first"),
    "explore-en": ("en", "wide", "light", "explore"),
    "dark-da": ("da", "wide", "dark", "article"),
    "phone-en": ("en", "phone", "light", "article"),
}
QUESTIONS = {
    "da": ("Hvad er fordelene ved insourcing?", "Og hvad med ulemperne?"),
    "en": ("What is outsourcing?", "What are the risks?"),
}
LOCALES = {"da": "da-DK", "en": "en-GB"}
SEARCHES = {"da": "lagerstyring", "en": "hidden costs"}


def open_page(browser: Browser, url: str, language: str, size: str, scheme: str) -> Page:
    """Return a page in a fresh window, its first screen ready."""
    context = browser.new_context(
        locale=LOCALES[language],
        viewport={"width": SIZES[size]["width"], "height": SIZES[size]["height"]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2 if size == "phone" else 1,
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("#svar-slot #svar")
    page.wait_for_selector("#svar-starters button", timeout=60_000)
    return page


def states(page: Page, language: str) -> Iterator[str]:
    """Walk through the main states, yielding the name of each as it stands on the screen."""
    yield "first"
    for number, question in enumerate(QUESTIONS[language], 1):
        page.fill("#svar-question", question)
        page.keyboard.press("Enter")
        page.locator(".turn:not(.waits)").nth(number - 1).wait_for()
        if number == 1:
            yield "answer"
    page.locator(".turn").last.locator(".chip").first.click()
    page.wait_for_selector("#svar-article mark")
    yield "article"
    page.click("[data-action=close]")
    page.click("[data-view=explore]")
    page.wait_for_selector(".dot", timeout=60_000)
    yield "explore"
    page.fill("#svar-search", SEARCHES[language])
    page.wait_for_selector(".found li")
    yield "search"


def take(browser: Browser, url: str, folder: Path, *, everything: bool) -> None:
    """Take the pictures that docs/ keeps, or all there are."""
    kept = {wanted: name for name, wanted in PICTURES.items()}
    for language, size, scheme in itertools.product(LOCALES, SIZES, ("light", "dark")):
        if not everything and (language, size, scheme) not in {wanted[:3] for wanted in kept}:
            continue
        page = open_page(browser, url, language, size, scheme)
        for state in states(page, language):
            name = kept.get((language, size, scheme, state))
            if everything:
                name = f"{language}-{size}-{scheme}-{state}"
            if name:
                page.mouse.move(2, 2)
                page.wait_for_timeout(500)
                page.screenshot(path=folder / f"{name}.png")
        page.context.close()


def main() -> int:
    """Take the pictures into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("No chromium is installed (Debian: apt-get install chromium).")
    served = start(lambda: open_bot(Settings()), PageOptions(port=free_port()))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        take(browser, served.url, folder, everything="--all" in sys.argv)
        browser.close()
    served.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Takes the pictures of the main states into a folder, over the shipped articles and model: `make screenshots`."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from bot.assembly import Settings, open_bot
from bot.web import PageOptions, start
from tests.web.conftest import BROWSERS, FLAGS, free_port

WIDE = {"width": 1280, "height": 800}
PHONE = {"width": 360, "height": 740}
QUESTIONS = {
    "da": ("Hvad er fordelene ved insourcing?", "Og hvad med ulemperne?"),
    "en": ("What is outsourcing?", "What are the risks?"),
}
LOCALES = {"da": "da-DK", "en": "en-GB"}
SEARCHES = {"da": "lagerstyring", "en": "hidden costs"}


def open_page(browser: Browser, url: str, language: str, size: dict[str, int], scheme: str) -> Page:
    """Return a page in a fresh window, its first screen ready."""
    context = browser.new_context(
        locale=LOCALES[language],
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme="dark" if scheme == "dark" else "light",
        device_scale_factor=2 if size is PHONE else 1,
    )
    page = context.new_page()
    page.goto(url)
    page.wait_for_selector("#svar-slot #svar")
    page.wait_for_selector("#svar-starters button", timeout=60_000)
    return page


def take(page: Page, language: str, name: str, folder: Path) -> None:
    """Walk through the main states and take a picture of each."""
    page.mouse.move(2, 2)
    page.screenshot(path=folder / f"{name}-first.png")
    for number, question in enumerate(QUESTIONS[language], 1):
        page.fill("#svar-question", question)
        page.keyboard.press("Enter")
        page.locator(".turn:not(.waits)").nth(number - 1).wait_for()
        if number == 1:
            page.wait_for_timeout(400)
            page.screenshot(path=folder / f"{name}-answer.png")
    page.locator(".turn").last.locator(".chip").first.click()
    page.wait_for_selector("#svar-article mark")
    page.mouse.move(2, 2)
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"{name}-article.png")
    page.click("[data-action=close]")
    page.click("[data-view=explore]")
    page.wait_for_selector(".dot", timeout=60_000)
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"{name}-explore.png")
    page.fill("#svar-search", SEARCHES[language])
    page.wait_for_selector(".found li")
    page.wait_for_timeout(400)
    page.screenshot(path=folder / f"{name}-search.png")


def main() -> int:
    """Take all pictures into the folder named on the command line."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        sys.exit("No chromium is installed (Debian: apt-get install chromium).")
    served = start(lambda: open_bot(Settings()), PageOptions(port=free_port()))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        for language in ("da", "en"):
            for size, size_name in ((WIDE, "wide"), (PHONE, "phone")):
                for scheme in ("light", "dark"):
                    page = open_page(browser, served.url, language, size, scheme)
                    take(page, language, f"{language}-{size_name}-{scheme}", folder)
                    page.context.close()
        browser.close()
    served.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())

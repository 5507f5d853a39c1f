"""A running page over a few articles of the tests' own, with an encoder that can be worked out by hand."""

import os
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bot.assembly import Settings, open_bot
from bot.conversation import Bot
from bot.web import PageOptions, start
from tests.doubles import HashingEncoder

ARTICLES = Path(__file__).parent / "articles"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")


def free_port() -> int:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="session")
def make_bot(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Bot]:
    settings = Settings(corpus=ARTICLES, index=tmp_path_factory.mktemp("index"))
    return lambda: open_bot(settings, encoder=HashingEncoder())


@pytest.fixture(scope="session")
def bot(make_bot: Callable[[], Bot]) -> Bot:
    return make_bot()


@pytest.fixture(scope="session")
def url(bot: Bot) -> Iterator[str]:
    """Where a page with the default options is served."""
    served = start(lambda: bot, PageOptions(port=free_port()))
    yield served.url
    served.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        if os.environ.get("SVAR_REQUIRE_BROWSER") == "1":
            pytest.fail("SVAR_REQUIRE_BROWSER is set, and no chromium is installed")
        pytest.skip("no chromium is installed (Debian: apt-get install chromium)")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield running
        running.close()


class Reader:
    """Someone at the page: opens it in one language and size, and remembers what went wrong."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.page: Page = context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda message: self.errors.append(message.text) if message.type == "error" else None)
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.set_default_timeout(10_000)

    def open(self, query: str = "") -> Page:
        """Open the page and wait until it stands where Gradio wants it and the panel is filled."""
        self.page.goto(self.url + query)
        self.page.wait_for_selector("#svar-slot #svar")
        self.page.wait_for_selector("#svar-article > :not(.opening)", state="attached")
        return self.page

    def ask(self, question: str) -> None:
        """Type a question, press Enter and wait for the answer."""
        turns = self.page.locator(".turn:not(.waits)").count()
        self.page.fill("#svar-question", question)
        self.page.press("#svar-question", "Enter")
        self.page.locator(".turn:not(.waits)").nth(turns).wait_for()


OpenReader = Callable[..., Reader]


@pytest.fixture(scope="session")
def contexts(browser: Browser) -> Iterator[dict[str, BrowserContext]]:
    """Browser windows by their options: used again, so that Gradio's scripts are loaded and compiled once."""
    opened: dict[str, BrowserContext] = {}
    yield opened
    for context in opened.values():
        context.close()


@pytest.fixture
def reader(browser: Browser, contexts: dict[str, BrowserContext], url: str) -> Iterator[OpenReader]:
    """A function that gives a Reader with `language`, size or another context option, as on a first visit."""
    readers: list[Reader] = []

    def opened(
        language: str = "da", *, width: int = 1280, height: int = 800, at: str = url, **options: object
    ) -> Reader:
        locale = {"da": "da-DK", "en": "en-GB"}[language]
        key = repr((locale, sorted(options.items())))
        if key not in contexts:
            contexts[key] = browser.new_context(locale=locale, **cast(dict[str, Any], options))
        contexts[key].clear_cookies()
        found = Reader(contexts[key], at)
        found.page.set_viewport_size({"width": width, "height": height})
        readers.append(found)
        return found

    yield opened
    for found in readers:
        if found.page.url.startswith("http"):
            found.page.evaluate("() => localStorage.clear()")
        found.page.close()


def wait_until(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait for something that no browser event tells."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextmanager
def opening_held(bot: Bot) -> Iterator[tuple[str, threading.Event]]:
    """Serve a page whose articles are not opened before the event is set; give its address and the event."""
    gate = threading.Event()

    def slow() -> Bot:
        gate.wait(30)
        return bot

    served = start(slow, PageOptions(port=free_port()))
    try:
        yield served.url, gate
    finally:
        gate.set()
        served.close()

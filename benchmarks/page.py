"""What a reader waits for, in a real browser: the first paint beside a bare Gradio page, an answer beside the same in process.

Each question is asked for the first time in process and in the page in turns, once Svar has prepared itself.
"""

import shutil
import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.timing import show
from bot.assembly import Settings, open_bot
from bot.conversation import Bot
from bot.web import PageOptions, start
from tests.web.conftest import BROWSERS, FLAGS, free_port
from tests.web.felt import bare_page, first_paint, round_trip, shown

QUESTIONS = (
    "Hvad er insourcing?", "Why do firms outsource?", "Hvilke risici er der ved offshoring?", "What is in a SWOT analysis?",
    "Hvornår kan det betale sig at lave det selv?", "Give an example of economies of scale", "Hvad er en SLA?",
    "How is total cost of ownership worked out?", "hvorfor er alternativomkostninger vigtige", "What is a core competence?",
    "Hvordan hænger en forsyningskæde sammen?", "Is it risky to have one supplier?",
)  # fmt: skip
QUIET = 1.0  # seconds without work of its own after which Svar has prepared itself


def benchmark_page(corpus: Path, encoder: str) -> None:
    """Print both tables; nothing where there is no chromium."""
    browser_path = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if browser_path is None:
        print("\nNo chromium is installed: the page was not measured.")
        return
    bot = open_bot(Settings(corpus=corpus, encoder=encoder))
    served = start(lambda: bot, PageOptions(port=free_port()))
    try:
        with sync_playwright() as playwright, bare_page() as bare:
            browser = playwright.chromium.launch(executable_path=browser_path, args=FLAGS)
            served.opening.wait()
            _wait_until_prepared()
            _answers(browser, bot, served.url)
            _paints(browser, {"a bare Gradio page": bare, "Svar": served.url})
            browser.close()
    finally:
        served.close()


def _answers(browser: Browser, bot: Bot, url: str) -> None:
    page = browser.new_page(locale="en-GB")
    page.goto(url)
    page.wait_for_selector("#svar-slot #svar")
    found: dict[str, list[float]] = {"in process": [], "shown in the page": [], "a request that does nothing": []}
    for number, question in enumerate(QUESTIONS):
        turns = [
            ("in process", lambda q=question: _timed(bot, q)),
            ("shown in the page", lambda q=question: shown(page, q)),
        ]
        for name, measure in turns if number % 2 else reversed(turns):
            found[name].append(measure())
        found["a request that does nothing"].append(round_trip(page))
    page.close()
    show(f"An answer, {len(QUESTIONS)} questions not asked before", {n: statistics.median(s) for n, s in found.items()})


def _timed(bot: Bot, question: str) -> float:
    began = time.perf_counter()
    bot.ask(question, page="en")
    return time.perf_counter() - began


def _paints(browser: Browser, addresses: dict[str, str], rounds: int = 9) -> None:
    found: dict[str, list[float]] = {name: [] for name in addresses}
    for _ in range(rounds):
        for name, address in addresses.items():
            found[name].append(first_paint(browser, address))
    show("First paint, a new browser window each time", {name: statistics.median(s) for name, s in found.items()})


def _wait_until_prepared() -> None:
    """Wait until this process has been idle for a while."""
    used = -QUIET
    while time.process_time() - used > 0.2 * QUIET:
        used = time.process_time()
        time.sleep(QUIET)

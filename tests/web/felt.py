"""What a reader waits for, as the browser itself measures it: shared by the tests and by `python -m benchmarks`."""

from collections.abc import Iterator
from contextlib import contextmanager

import gradio as gr
from playwright.sync_api import Browser, Page

from tests.web.conftest import free_port

_PAINTED = "performance.getEntriesByName('first-contentful-paint')"
_ROUND_TRIP = """async () => { const t = performance.now(); await call('shell', ['en', 'auto']);
    return (performance.now() - t) / 1000; }"""
_SHOWN = """async (question) => { clearAll(); const t = performance.now(); await ask(question);
    await new Promise(requestAnimationFrame); return (performance.now() - t) / 1000; }"""


@contextmanager
def bare_page() -> Iterator[str]:
    """Serve a Gradio page of one line and give its address."""
    with gr.Blocks(analytics_enabled=False) as blocks:
        gr.Markdown("Hello")
    _, url, _ = blocks.launch(server_port=free_port(), prevent_thread_lock=True, quiet=True, ssr_mode=False)
    try:
        yield url
    finally:
        blocks.close(verbose=False)


def first_paint(browser: Browser, address: str) -> float:
    """Return the seconds until anything is painted in a new browser window."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(address, wait_until="commit")
    page.wait_for_function(f"() => {_PAINTED}.length")
    painted = float(page.evaluate(f"() => {_PAINTED}[0].startTime")) / 1000
    context.close()
    return painted


def shown(page: Page, question: str) -> float:
    """Return the seconds from asking to the frame that shows the answer, in a conversation begun anew."""
    return float(page.evaluate(_SHOWN, question))


def round_trip(page: Page) -> float:
    """Return the seconds that a request takes which asks for nothing to be worked out."""
    return float(page.evaluate(_ROUND_TRIP))

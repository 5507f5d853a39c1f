"""The Gradio page: one HTML slot that our own frame fills, and the endpoints that its script calls.

Knows Gradio; not what the endpoints do. Gradio's chat component speaks English of its own and cannot show a quote on
focus, so the conversation is our own markup and Gradio carries it.
"""

from collections.abc import Callable
from typing import Any

import gradio as gr

from bot.conversation import Bot
from bot.web.endpoints import Endpoints
from bot.web.opening import Opening
from bot.web.options import PageOptions

SLOT = '<div id="svar-slot"></div>'


def build_page(open_bot: Callable[[], Bot], options: PageOptions) -> gr.Blocks:
    """Return the page; opening the Bot begins at once, in the background."""
    opening = Opening(open_bot)
    opening.start()
    return blocks_over(Endpoints(opening, options))


def blocks_over(endpoints: Endpoints) -> gr.Blocks:
    """Return the Gradio Blocks with the slot and the endpoints."""
    with gr.Blocks(title="Svar", analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(SLOT, apply_default_css=False, js_on_load=None)
        gr.api(endpoints.chat, api_name="chat", concurrency_limit=2)
        for function in _private(endpoints):
            # Not queued: one request, one reply. `Opening` lets one question through at a time.
            gr.api(function, api_name=function.__name__, queue=False, api_visibility="undocumented")
    blocks.queue(max_size=64)
    return blocks


def _private(endpoints: Endpoints) -> tuple[Callable[..., dict[str, Any]], ...]:
    return (
        endpoints.ask,
        endpoints.restore,
        endpoints.export,
        endpoints.article,
        endpoints.articles,
        endpoints.find,
        endpoints.overview,
        endpoints.section,
        endpoints.starters,
        endpoints.shell,
    )

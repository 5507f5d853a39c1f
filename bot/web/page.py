"""The Gradio page: one HTML slot that our own frame fills, and the endpoints that its script calls.

Knows Gradio; not what the endpoints do. Gradio's chat component speaks English of its own and cannot show a quote on
focus, so the conversation is our own markup and Gradio carries it.
"""

from collections.abc import Callable, Iterator
from typing import Any

import gradio as gr

from bot.web.contributions import Adding, Rating
from bot.web.desk import Desk
from bot.web.endpoints import Endpoints
from bot.web.feedback import FeedbackFile
from bot.web.opening import Opening
from bot.web.options import PageOptions
from bot.web.uploads import Uploads

SLOT = '<div id="svar-slot"></div>'
Endpoint = Callable[..., dict[str, Any]]


def build_page(opening: Opening, options: PageOptions) -> gr.Blocks:
    """Return the page; opening the Bot begins at once, in the background.

    Raises:
        ServerError: the feedback file or the folder for added articles cannot be written.
    """
    desk = Desk(opening, options)
    endpoints = Endpoints(desk)
    private = [*_reading(endpoints), *_writing(desk)]
    with gr.Blocks(title="Svar", analytics_enabled=False, fill_width=True) as blocks:
        gr.HTML(SLOT, apply_default_css=False, js_on_load=None)
        gr.api(endpoints.chat, api_name="chat", concurrency_limit=2)
        for endpoint in private:
            # Not queued: one request, one reply. `Opening` lets one question through at a time.
            gr.api(endpoint, api_name=endpoint.__name__, queue=False, api_visibility="undocumented")
    blocks.queue(max_size=64)
    desk.opening.start()
    return blocks


def _reading(endpoints: Endpoints) -> tuple[Endpoint, ...]:
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


def _writing(desk: Desk) -> Iterator[Endpoint]:
    options = desk.options
    if options.feedback:
        yield Rating(desk, FeedbackFile(options.feedback)).rate
    if options.allow_upload and options.upload_dir:
        adding = Adding(desk, Uploads(options.upload_dir))
        yield adding.add
        yield adding.remove
        yield adding.progress

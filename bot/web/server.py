"""Serves the page until it is stopped.

Knows ports, logins and Gradio's launch; not the page.
"""

import logging
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

import gradio as gr
from starlette.middleware import Middleware

from bot.conversation import Bot
from bot.errors import ServerError
from bot.web.front import ASSETS, Front
from bot.web.logins import Brake, Passwords
from bot.web.options import MAX_UPLOAD_BYTES, PageOptions
from bot.web.page import build_page

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is being served, and where."""

    blocks: gr.Blocks
    url: str

    def close(self) -> None:
        """Stop serving."""
        self.blocks.close(verbose=False)


def serve(open_bot: Callable[[], Bot], options: PageOptions) -> None:
    """Serve the page and block until interrupted.

    Raises:
        ServerError: the port is taken, or the password file cannot be used.
    """
    served = start(open_bot, options)
    log.info("Svar is at %s (stop it with Ctrl+C)", served.url)
    # The server's threads are daemons; closing them in order would take seconds that nobody waits for.
    with suppress(KeyboardInterrupt):
        threading.Event().wait()


def start(open_bot: Callable[[], Bot], options: PageOptions) -> Served:
    """Serve the page from a thread of its own and return at once.

    Raises:
        ServerError: see `serve`.
    """
    _check_port(options)
    passwords = Passwords.load(options.auth_file) if options.auth_file else None
    blocks = build_page(open_bot, options)
    try:
        _, url, _ = blocks.launch(
            server_name=options.host,
            server_port=options.port,
            prevent_thread_lock=True,
            quiet=True,
            share=False,
            inbrowser=False,
            ssr_mode=False,
            pwa=False,
            mcp_server=False,
            run_history=False,
            enable_monitoring=False,
            footer_links=[],
            favicon_path=ASSETS / "favicon.png",
            max_file_size=MAX_UPLOAD_BYTES,
            auth=passwords,
            app_kwargs={"middleware": [Middleware(Brake), Middleware(Front, options=options)]},
        )
    except OSError as error:
        raise _busy(options) from error
    return Served(blocks, url)


def _check_port(options: PageOptions) -> None:
    """Refuse a busy port before anything is loaded; port 0 stands for any free one."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            raise _busy(options) from error


def _busy(options: PageOptions) -> ServerError:
    return ServerError(
        f"Port {options.port} on {options.host} cannot be used; stop what runs there or choose another with --port."
    )

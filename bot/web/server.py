"""Serves the page until it is stopped.

Knows ports, logins and Gradio's launch; not the page.
"""

import errno
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
from bot.web.opening import Opening, Steps
from bot.web.options import MAX_UPLOAD_BYTES, PageOptions
from bot.web.page import build_page

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Served:
    """A page that is being served, and where."""

    blocks: gr.Blocks
    url: str
    opening: Opening

    def close(self) -> None:
        """Stop serving."""
        self.blocks.close(verbose=False)


def serve(open_bot: Callable[[], Bot], options: PageOptions, steps: Steps | None = None) -> None:
    """Serve the page and block until interrupted. `steps` hears from `open_bot` how far indexing has come.

    Raises:
        ServerError: host or port cannot be used, or the password file cannot.
        SvarError: what `open_bot` raised: without a Bot there is nothing to serve.
    """
    served = start(open_bot, options, steps)
    # The server's threads are daemons; closing them in order would take seconds that nobody waits for.
    with suppress(KeyboardInterrupt):  # from the announcement on, which says how to stop
        log.info("Svar is at %s (stop it with Ctrl+C)", served.url)
        served.opening.wait()
        served.opening.check()
        threading.Event().wait()


def start(open_bot: Callable[[], Bot], options: PageOptions, steps: Steps | None = None) -> Served:
    """Serve the page from a thread of its own and return at once.

    Raises:
        ServerError: see `serve`.
    """
    _check_port(options)
    passwords = Passwords.load(options.auth_file) if options.auth_file else None
    opening = Opening(open_bot, steps)
    blocks = build_page(opening, options)
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
        raise _unusable(options, error) from error
    return Served(blocks, url, opening)


def _check_port(options: PageOptions) -> None:
    """Refuse a busy port or a host of another machine before anything is loaded; port 0 stands for any free one."""
    family = socket.AF_INET6 if ":" in options.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((options.host, options.port))
        except OSError as error:
            raise _unusable(options, error) from error


def _unusable(options: PageOptions, error: OSError) -> ServerError:
    if isinstance(error, socket.gaierror) or error.errno == errno.EADDRNOTAVAIL:
        return ServerError(
            f"{options.host} is not an address of this machine; give --host 127.0.0.1 for this machine alone, "
            "or 0.0.0.0 for its whole network."
        )
    return ServerError(
        f"Port {options.port} on {options.host} cannot be used; stop what runs there or choose another with --port."
    )

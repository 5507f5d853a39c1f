"""What stands before Gradio: our frame in the first bytes of the page, our assets, and the headers of every reply.

Knows HTTP; nothing of questions and answers. Gradio's own page begins empty and in English; this puts the frame into it
in the reader's language, so that it is there before any script has run.
"""

import hashlib
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from bot.types import Language
from bot.web.login import render_login
from bot.web.markup import join, tag
from bot.web.options import MAX_UPLOAD_BYTES, THEMES, PageOptions, Theme
from bot.web.remembered import language_of
from bot.web.shell import render_shell

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

ASSETS = Path(__file__).parent / "assets"
SCRIPTS = ("core.js", "chat.js", "panel.js", "explore.js", "contribute.js", "start.js")
LOGIN_SCRIPTS = ("login.js",)
STYLES = ("page.css", "chat.css", "panel.css", "explore.css", "contribute.css")
COOKIE, THEME_COOKIE = "svar_language", "svar_theme"
# Gradio's own scripts are partly inline and compile templates; everything stays on this server either way.
POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-frame-options", b"DENY"),
)
# Gradio's page names pictures on other hosts for link previews; nothing here should.
LOGIN_WANTED = re.compile(rb'"auth_required":\s*true')
# Gradio's own way to put files on the server, and its page of past runs; ours needs neither.
CLOSED = re.compile(r"/gradio_api/(?:upload|runs|run-history|stream|component_server|vibe|process_recording)")
MAX_BODY = 2 * MAX_UPLOAD_BYTES  # bytes of one request: an article as JSON, its letters perhaps escaped
FOREIGN_META = re.compile(rb'<meta\s+(?:property|name)="(?:og|twitter):[^>]*>\s*')


class Front:
    """ASGI middleware around Gradio's app."""

    def __init__(self, app: App, options: PageOptions) -> None:
        self._app = app
        self._options = options

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer for our own assets, rewrite the page itself, and pass everything else on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        path = str(scope["path"])
        if path in _assets():
            await _send_asset(path, send)
        elif CLOSED.match(path):
            await _refuse(send, 404)
        elif _size(scope) > MAX_BODY:
            await _refuse(send, 413)
        elif path == "/" and scope["method"] == "GET":
            await self._app(scope, receive, _Rewriter(send, self._wanted(scope), self._options))
        else:
            await self._app(scope, receive, _with_headers(send))

    def _wanted(self, scope: Scope) -> "_Wanted":
        """Return what the page is to be like: by the reader's choices, the browser's language where he made none."""
        headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        chosen = dict(re.findall(r"(?:^|;)\s*(\w+)=(\w+)(?=\s*(?:;|$))", headers.get(b"cookie", "")))
        choice = language_of(chosen.get(COOKIE))
        page = self._options.language or choice or accepted(headers.get(b"accept-language", ""))
        return _Wanted(page, choice or "auto", next((t for t in THEMES if t == chosen.get(THEME_COOKIE)), None))


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The page's language, what its switch stands at, and the reader's theme if he chose one."""

    page: Language
    choice: str
    theme: Theme | None


def accepted(header: str) -> Language:
    """Return which of the two languages an Accept-Language header prefers; English when it names neither."""
    best: tuple[float, Language] = (0.0, "en")
    for entry in header.split(","):
        name, _, weight = entry.strip().partition(";q=")
        # Those who read Norwegian or Swedish read Danish more easily than no Nordic language at all.
        language = {"da": "da", "en": "en", "nb": "da", "nn": "da", "no": "da"}.get(name.split("-")[0].lower())
        try:
            quality = float(weight or 1)
        except ValueError:
            continue
        if language in ("da", "en") and quality > best[0]:
            best = (quality, "da" if language == "da" else "en")
    return best[1]


@cache
def asset_bytes(names: tuple[str, ...]) -> bytes:
    """Return the files one after another; they never change while the server runs."""
    return b"\n".join((ASSETS / name).read_bytes() for name in names)


def address(names: tuple[str, ...]) -> str:
    """Return the address of these assets as one file; it changes with their content, so it can be kept for good."""
    digest = hashlib.sha256(asset_bytes(names)).hexdigest()[:16]
    return f"/svar/{digest}.{names[0].rsplit('.', 1)[-1]}"


@cache
def _assets() -> dict[str, bytes]:
    return {address(names): asset_bytes(names) for names in (SCRIPTS, LOGIN_SCRIPTS, STYLES)}


async def _send_asset(path: str, send: Send) -> None:
    body = _assets()[path]
    kind = b"text/javascript; charset=utf-8" if path.endswith(".js") else b"text/css; charset=utf-8"
    headers = [
        (b"content-type", kind),
        (b"content-length", str(len(body)).encode()),
        (b"cache-control", b"public, max-age=31536000, immutable"),
        *HEADERS,
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def _refuse(send: Send, status: int) -> None:
    await send({"type": "http.response.start", "status": status, "headers": [*HEADERS]})
    await send({"type": "http.response.body", "body": b""})


def _size(scope: Scope) -> int:
    """Return the announced size of a request's body; a POST that announces none is too large."""
    unknown = b"" if scope["method"] == "POST" else b"0"
    value = dict(scope["headers"]).get(b"content-length", unknown)
    return int(value) if value.isdigit() else MAX_BODY + 1


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message.get("headers", []), *HEADERS]
        await send(message)

    return sending


class _Rewriter:
    """Collects Gradio's page, puts the frame into it and sends it on."""

    def __init__(self, send: Send, wanted: _Wanted, options: PageOptions) -> None:
        self._send = send
        self._page, self._wanted = wanted.page, wanted
        self._options = options
        self._start: Message = {}
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body"):
            return
        body = self._rewritten() if self._start["status"] == 200 else self._body
        kept = [(n, v) for n, v in self._start["headers"] if n.lower() not in (b"content-length", b"cache-control")]
        extra = [
            (b"content-length", str(len(body)).encode()),
            (b"content-language", self._page.encode()),
            (b"vary", b"accept-language, cookie"),
            (b"cache-control", b"no-store"),
        ]
        await self._send({**self._start, "headers": [*kept, *extra, *HEADERS]})
        await self._send({"type": "http.response.body", "body": body})

    def _rewritten(self) -> bytes:
        style, script, login = (f".{address(names)}" for names in (STYLES, SCRIPTS, LOGIN_SCRIPTS))
        if LOGIN_WANTED.search(self._body):
            return render_login(self._page, style=style, script=login).encode()
        shell = render_shell(self._page, self._options, choice=self._wanted.choice, theme=self._wanted.theme)
        head = join(tag("link", rel="stylesheet", href=style), tag("script", "", defer=True, src=script))
        body = FOREIGN_META.sub(b"", self._body)
        body = body.replace(b'lang="en"', f'lang="{self._page}"'.encode(), 1)
        body = body.replace(b"</head>", head.encode() + b"</head>", 1)
        return body.replace(b"<gradio-app", shell.encode() + b"<gradio-app", 1)

"""Who may in: a password file, and a brake on guessing.

Knows names and passwords as salted hashes only, and failures by address. The brake stands outside Gradio's own login,
which has none; an address that a proxy reports is not believed.
"""

import hashlib
import hmac
import logging
import secrets
import stat
import time
from collections import defaultdict, deque
from pathlib import Path
from typing import Any

from bot.errors import ServerError
from bot.web.front import App, Message, Receive, Scope, Send

log = logging.getLogger(__name__)

TRIES = 5  # failures of one address …
WINDOW = 300.0  # … in so many seconds, then it waits
ADDRESSES = 10_000  # remembered at most
COST = {"n": 2**14, "r": 8, "p": 1}  # scrypt: about 40 ms and 16 MB a try


class Passwords:
    """The users of a `user:password` file, called with a name and a password."""

    def __init__(self, users: dict[str, str]) -> None:
        self._salt = secrets.token_bytes(16)
        self._users = {name: self._hash(password) for name, password in users.items()}
        self._nobody = self._hash(secrets.token_hex())

    @classmethod
    def load(cls, path: Path) -> "Passwords":
        """Read the file: one `user:password` a line, blank lines and lines that begin with # left out.

        Raises:
            ServerError: it cannot be read, or a line is not of that form.
        """
        try:
            lines = path.read_text("utf-8-sig").splitlines()
            readable = path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH)
        except (OSError, UnicodeDecodeError) as error:
            raise ServerError(f"The password file {path} cannot be read ({error}); see --auth-file.") from error
        if readable:
            log.warning("The password file %s can be read by other users of this machine; chmod 600 mends that.", path)
        users: dict[str, str] = {}
        for number, line in enumerate(lines, 1):
            if not line.strip() or line.startswith("#"):
                continue
            name, colon, password = line.partition(":")
            if not (name.strip() and colon and password):
                raise ServerError(f"Line {number} of {path} is not user:password; mend it and start again.")
            users[name.strip()] = password
        if not users:
            raise ServerError(f"The password file {path} names nobody; write one user:password a line.")
        return cls(users)

    def __call__(self, name: str, password: str) -> bool:
        """Return whether the password is the user's; an unknown user takes as long as a known one."""
        expected = self._users.get(name, self._nobody)
        return hmac.compare_digest(self._hash(password), expected) and name in self._users

    def _hash(self, password: str) -> bytes:
        return hashlib.scrypt(password.encode(), salt=self._salt, **COST)


class Brake:
    """ASGI middleware: after `TRIES` failed logins an address waits out `WINDOW`."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._failures: defaultdict[str, deque[float]] = defaultdict(deque)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count the failures of POST /login and refuse more of them."""
        if scope["type"] != "http" or scope["method"] != "POST" or str(scope["path"]).rstrip("/") != "/login":
            await self._app(scope, receive, send)
            return
        address = _address(scope)
        wait = self._wait(address)
        if wait > 0:
            await _refuse(send, wait)
            return

        async def counting(message: Message) -> None:
            if message["type"] == "http.response.start":
                if message["status"] in (400, 401):
                    self._failures[address].append(time.monotonic())
                elif message["status"] == 200:
                    self._failures.pop(address, None)
            await send(message)

        await self._app(scope, receive, counting)

    def _wait(self, address: str) -> float:
        """Return how many seconds the address has to wait."""
        now = time.monotonic()
        if len(self._failures) > ADDRESSES:
            self._failures.clear()
        failures = self._failures[address]
        while failures and failures[0] < now - WINDOW:
            failures.popleft()
        return failures[0] + WINDOW - now if len(failures) >= TRIES else 0.0


def _address(scope: Scope) -> str:
    client: Any = scope.get("client")
    return str(client[0]) if client else ""


async def _refuse(send: Send, wait: float) -> None:
    headers = [(b"retry-after", str(round(wait) + 1).encode()), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 429, "headers": headers})
    await send({"type": "http.response.body", "body": b'{"detail": "Too many failed logins; wait a few minutes."}'})

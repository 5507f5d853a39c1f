"""Opens the Bot in the background, so that the page is there before the models are.

Knows whether the Bot is ready, and lets one question through at a time (the models are not made for threads);
not what a Bot is made of.
"""

import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from bot.conversation import Bot
from bot.errors import SvarError

PAUSE = 0.005  # seconds between steps of preparing: whoever waits for his turn has it
log = logging.getLogger(__name__)


class NotReady(Exception):
    """The Bot is still being opened."""


class Steps:
    """How far the indexing that is under way has come: what it reports, and what the page asks for."""

    def __init__(self) -> None:
        self._done = self._total = 0

    def report(self, done: int, total: int) -> None:
        """Take note that `done` of `total` texts are embedded."""
        self._done, self._total = done, total

    def clear(self) -> None:
        """Forget what the last indexing reported."""
        self._done = self._total = 0

    def as_dict(self) -> dict[str, Any]:
        """Return texts done and in all; zeros before the first report."""
        return {"done": self._done, "total": self._total}


class Opening:
    """A Bot that may still be on its way; `open_bot` runs once in a thread of its own, and again on `reopen`."""

    def __init__(self, open_bot: Callable[[], Bot], steps: Steps | None = None) -> None:
        self._open_bot = open_bot
        self.steps = steps or Steps()
        self._turn = threading.RLock()
        self._reopening = threading.Lock()
        self._done = threading.Event()
        self._bot: Bot | None = None
        self._error: SvarError | None = None
        self.edition = 0  # grows with every Bot; what was worked out for an older one is stale

    def start(self) -> None:
        """Begin in the background; errors are kept for whoever asks."""
        threading.Thread(target=self._open, name="svar-opening", daemon=True).start()

    def reopen(self) -> None:
        """Open again at once, in this thread; the Bot before answers until the new one is there, one reopening at a time.

        Raises:
            SvarError: the new one could not be opened; the one before stays.
        """
        with self._reopening:
            self.steps.clear()
            bot = self._open_bot()
            with self._turn:
                self._bot, self._error = bot, None
                self.edition += 1
        threading.Thread(target=self._prepare, args=(bot,), name="svar-preparing", daemon=True).start()

    @property
    def ready(self) -> bool:
        """Whether opening has ended, well or badly."""
        return self._done.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until opening has ended; False when it has not within `seconds`."""
        return self._done.wait(seconds)

    def check(self) -> None:
        """Raise the SvarError that kept the Bot from being opened, if opening has ended and one did."""
        if self._done.is_set() and self._bot is None:
            raise self._failure()

    @contextmanager
    def bot(self) -> Iterator[Bot]:
        """Lend the Bot to one caller at a time.

        Raises:
            NotReady: it is still being opened.
            SvarError: it could not be opened.
        """
        if not self._done.is_set():
            raise NotReady
        with self._turn:
            if self._bot is None:
                raise self._failure()
            yield self._bot

    def _prepare(self, bot: Bot) -> None:
        """Have a Bot do ahead what questions would wait for, between the questions that come."""
        steps = bot.prepare()
        try:
            while self._step(bot, steps):
                time.sleep(PAUSE)
        except Exception:  # questions are answered all the same, and meet whatever it was themselves
            log.exception("Preparing for questions was broken off.")

    def _step(self, bot: Bot, steps: Iterator[None]) -> bool:
        """Take one step; False when there is none left or another Bot has taken this one's place."""
        with self._turn:
            if self._bot is bot:
                for _ in steps:
                    return True
            return False

    def _failure(self) -> SvarError:
        return self._error or SvarError("The articles could not be opened; the traceback above says where.")

    def _open(self) -> None:
        try:
            self.reopen()
        except SvarError as error:
            self._error = error  # told by whoever waits for the opening
        except Exception:
            # A background thread's traceback is all that anyone would get to see of it.
            log.exception("The articles could not be opened.")
        finally:
            self._done.set()

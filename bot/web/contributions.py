"""Endpoints that write: opinions on answers, and articles added on the page. Each is there only if it was allowed."""

from collections.abc import Callable
from typing import Any

from bot.conversation import Bot
from bot.errors import SvarError
from bot.phrases import phrase
from bot.web.desk import Desk, Reply
from bot.web.feedback import FeedbackFile
from bot.web.uploads import Uploads


class Rating:
    """Thumbs up and down."""

    def __init__(self, desk: Desk, file: FeedbackFile) -> None:
        self._desk = desk
        self._file = file

    def rate(self, history: list[Any], vote: str, reason: str, page: str) -> Reply:
        """Keep an opinion on the last answer of a conversation."""
        language = self._desk.page(page)

        def kept(bot: Bot) -> Reply:
            turns = self._desk.replay(bot, history, language)
            done = bool(turns) and self._file.add(turns[-1], vote, reason)
            return {"kept": True} if done else {"error": phrase("page.not_kept", language)}

        return self._desk.with_bot(kept)


class Adding:
    """Articles of one's own."""

    def __init__(self, desk: Desk, uploads: Uploads) -> None:
        self._desk = desk
        self._uploads = uploads

    def add(self, name: str, text: str, page: str) -> Reply:
        """Keep an article and index it; it can be asked about when the reply comes."""
        language = self._desk.page(page)

        def added() -> str:
            document = self._uploads.add(name, text, language)
            try:
                self._desk.opening.reopen()
            except SvarError:
                self._uploads.remove(document, language)
                raise
            return phrase("page.upload_done", language, name=name)

        return self._changed(added)

    def progress(self) -> Reply:
        """Return how far the indexing that is under way has come: `done` of `total` texts."""
        return self._desk.opening.steps.as_dict()

    def remove(self, document: str, page: str) -> Reply:
        """Take an added article away."""
        language = self._desk.page(page)

        def removed() -> str:
            self._uploads.remove(document, language)
            self._desk.opening.reopen()
            return phrase("page.upload_removed", language)

        return self._changed(removed)

    def _changed(self, change: Callable[[], str]) -> Reply:
        """Make a change without keeping others from asking meanwhile; say what was done."""
        refused = self._desk.with_bot(lambda bot: {})
        if refused:
            return refused
        try:
            return {"said": change()}
        except SvarError as error:
            return {"error": str(error)}

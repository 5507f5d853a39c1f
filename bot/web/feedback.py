"""Keeps thumbs up and down in the file that was named at start, one JSON object a line; nothing leaves the machine."""

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from bot.errors import ServerError
from bot.types import Turn
from bot.web.options import MAX_REASON

MOST = 20_000_000  # bytes; beyond it someone is filling the disk, not giving an opinion
VOTES = ("up", "down")


class FeedbackFile:
    """Appends opinions to one file.

    Raises:
        ServerError: the file cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8"):
                pass
        except OSError as error:
            message = f"Feedback cannot be kept in {path} ({error.strerror}); name another file with --feedback."
            raise ServerError(message) from error

    def add(self, turn: Turn, vote: str, reason: str) -> bool:
        """Append one opinion on an answer; False when it was not taken."""
        if vote not in VOTES:
            return False
        line = json.dumps(_entry(turn, vote, reason), ensure_ascii=False) + "\n"
        with self._lock:
            if self._path.stat().st_size > MOST:
                return False
            with self._path.open("a", encoding="utf-8") as file:
                file.write(line)
        return True


def _entry(turn: Turn, vote: str, reason: str) -> dict[str, object]:
    return {
        "time": datetime.now(UTC).isoformat(timespec="seconds"),
        "vote": vote,
        "reason": reason.strip()[:MAX_REASON],
        "question": turn.question,
        "standalone_question": turn.standalone,
        "answer": turn.answer.text,
        "answered": turn.answer.answered,
        "citations": [{"document": c.document, "start": c.start, "end": c.end} for c in turn.answer.citations],
    }

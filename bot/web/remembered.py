"""What a browser sends back of its conversation, and the Conversation that it means.

A browser keeps questions only. The Bot is deterministic, so the answers are worked out again: nothing that a browser
says about an answer or a citation is ever believed, a restart of the server loses nothing, and after a change of
the articles no old citation points astray. Knows nothing of HTML.
"""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

from bot.conversation import Bot
from bot.types import LANGUAGES, Conversation, Language, Turn
from bot.web.options import MAX_HISTORY, MAX_QUESTION

KEPT = 512  # conversations; one holds a few kilobytes that its turns do not already share


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as it was put: with the page's language, and the language fixed for answers, if one was."""

    question: str
    page: Language
    fixed: Language | None = None


def language_of(value: object) -> Language | None:
    """Return "da" or "en" if that is what a browser sent, else None."""
    return next((language for language in LANGUAGES if language == value), None)


def read_history(value: object, page: Language) -> tuple[Asked, ...]:
    """Return the well-formed entries of what a browser sent, the newest `MAX_HISTORY`."""
    entries = value if isinstance(value, list) else []
    return tuple(asked for entry in entries[-MAX_HISTORY:] if (asked := _read_entry(entry, page)))


def _read_entry(entry: object, page: Language) -> Asked | None:
    if not isinstance(entry, dict):
        return None
    question = entry.get("question")
    if not isinstance(question, str) or not question.strip() or len(question) > MAX_QUESTION:
        return None
    return Asked(question, language_of(entry.get("page")) or page, language_of(entry.get("fixed")))


class Conversations:
    """The last few hundred conversations by the questions in them, so that a next question costs one answer."""

    def __init__(self) -> None:
        self._known: OrderedDict[tuple[int, tuple[Asked, ...]], Conversation] = OrderedDict()

    def ask(self, bot: Bot, edition: int, history: Sequence[Asked], asked: Asked) -> Turn:
        """Return the turn that `asked` makes after `history`."""
        turns = self.replay(bot, edition, (*history, asked)).turns
        return turns[-1]

    def replay(self, bot: Bot, edition: int, history: Sequence[Asked]) -> Conversation:
        """Return the Conversation of these questions, from the longest part of it that is known."""
        questions = tuple(history)
        known = next((n for n in range(len(questions), 0, -1) if (edition, questions[:n]) in self._known), 0)
        conversation = self._known[edition, questions[:known]] if known else Conversation()
        for n in range(known, len(questions)):
            asked = questions[n]
            turn = bot.ask(asked.question, conversation, language=asked.fixed, page=asked.page)
            conversation = conversation.with_turn(turn)
            self._remember((edition, questions[: n + 1]), conversation)
        return conversation

    def _remember(self, key: tuple[int, tuple[Asked, ...]], conversation: Conversation) -> None:
        self._known[key] = conversation
        self._known.move_to_end(key)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

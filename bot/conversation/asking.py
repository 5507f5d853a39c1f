"""One message with everything that its answer depends on, and what of it is searched for.

Knows messages and turns; answers nothing.
"""

import re
from dataclasses import dataclass

from bot.conversation.requests import fixed_language
from bot.types import Conversation, Language, Question

_LONGEST = 600  # characters searched for; an encoder reads little more, and words beyond drown the question


@dataclass(frozen=True, slots=True)
class Ask:
    """A message after a conversation, the languages it is in and answered in, and the articles searched for it."""

    message: str
    conversation: Conversation
    language: Language  # the message's
    answer_language: Language
    documents: Language | None

    def question(self, text: str) -> Question:
        """Return `text`, which is what the message means, as a question that stands alone."""
        return Question(searched(text), self.language, self.answer_language)


def searched(text: str) -> str:
    """Return what is searched for: of a very long message its last questions, else its beginning."""
    if len(text) <= _LONGEST:
        return text
    asked = text[: text.rfind("?") + 1][-2 * _LONGEST :]  # the pattern takes minutes over a pasted log
    questions = re.findall(r"[^.!?\n]{3,}\?", asked)
    if questions and len(questions[-1]) <= _LONGEST:
        return str(questions[-1]).strip()
    return text[:_LONGEST].rsplit(None, 1)[0] if " " in text[:_LONGEST] else text[:_LONGEST]


def fixed_before(conversation: Conversation) -> Language | None:
    """Return the language that the user asked for once and for all, if he did."""
    asked = (fixed_language(turn.question) for turn in reversed(conversation.turns))
    return next((language for language in asked if language), None)

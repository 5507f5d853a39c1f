"""Questions that the page proposes by itself: to begin with, and about one section."""

from bot.conversation import Bot
from bot.phrases import phrase
from bot.suggestions import heading_question
from bot.types import OTHER, Document, Language

STARTERS = 4


def starters(bot: Bot, page: Language) -> list[dict[str, str]]:
    """Return up to four questions that the articles answer; the last in the other language, to show that it may be."""
    other = OTHER[page]
    own = [(text, page) for text in bot.starters(page)]
    foreign = [(text, other) for text in reversed(bot.starters(other))]
    room = max(1, STARTERS - len(own))
    chosen = [*own[: STARTERS - len(foreign[:room])], *foreign[:room]]
    return [{"text": text, "language": language} for text, language in chosen]


def section_question(document: Document, start: int) -> str:
    """Return the question that asks about the section beginning at `start`, in the article's language."""
    found = next((section for section in document.sections if section.start == start), None)
    question = heading_question(document, found) if found else ""
    if question:
        return question
    topic = f"{document.title}: {found.heading}" if found and found.heading else document.title
    return phrase("page.section_question", document.language, topic=topic)

"""Questions that the page proposes by itself: to begin with, and about one section."""

from bot.conversation import Bot
from bot.phrases import phrase
from bot.types import Document, Language
from bot.web.explore import listed

STARTERS = 4


def starters(bot: Bot, page: Language) -> list[dict[str, str]]:
    """Return four questions that the articles answer, one an article, in the page's language where it can be."""
    questions = [
        {"text": section.heading, "language": document.language}
        for document in listed(bot.corpus, page)
        for section in document.sections[:3]
        if section.heading.endswith("?") and section.sentences
    ]
    step = max(1, len(questions) // STARTERS)
    return questions[::step][:STARTERS]


def section_question(document: Document, start: int) -> str:
    """Return the question that asks about the section beginning at `start`, in the article's language."""
    found = next((section for section in document.sections if section.start == start), None)
    heading = found.heading if found else ""
    if heading.endswith("?"):
        return heading
    topic = heading or document.title
    if document.title.casefold() not in topic.casefold():
        topic = f"{document.title}: {topic}"
    return phrase("page.section_question", document.language, topic=topic)

"""Answers as Markdown with their sources: to copy one, or to keep a whole conversation as a file."""

from collections.abc import Iterable

from bot.markdown import plain
from bot.phrases import phrase
from bot.types import Answer, Citation, Language, Turn


def answer_with_sources(answer: Answer, page: Language) -> str:
    """Return the answer followed by its numbered sources, ready to paste."""
    if not answer.citations:
        return answer.text
    sources = "\n".join(_source(citation) for citation in answer.citations)
    return f"{answer.text}\n\n{phrase('page.export_sources', page)}:\n{sources}"


def as_markdown(turns: Iterable[Turn], page: Language) -> str:
    """Return the conversation as one Markdown text: questions as headings, each answer with its sources."""
    parts = [f"# {phrase('page.export_title', page)}"]
    for turn in turns:
        parts += [f"## {turn.question}", answer_with_sources(turn.answer, page)]
    return "\n\n".join(parts) + "\n"


def _source(citation: Citation) -> str:
    place = " › ".join((citation.title, *citation.section))
    quote = " ".join(plain(citation.quote).split())
    return f"[{citation.number}] {place} ({citation.document}, {citation.start}–{citation.end}): “{quote}”"

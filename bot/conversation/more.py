"""What comes after the last answer: further statements of the section it came from, then of the next ones.

Knows the reading order of a Document and what was said already; nothing of questions.
"""

from collections.abc import Iterator
from dataclasses import replace

from bot.answerer import Choice, Slice, cut_section, write
from bot.answerer.slices import is_summary, repeats
from bot.answerer.writing import Translate
from bot.corpus import Corpus
from bot.types import Answer, Citation, Conversation, Document, Language, Section, Sentence

_STATEMENTS = 3  # as many as a plain answer has


def continue_from(
    conversation: Conversation,
    corpus: Corpus,
    language: Language,
    translate: Translate | None = None,
    *,
    documents: Language | None = None,
) -> Answer | None:
    """Return an answer that goes on from the last one with citations, or None when its article has no more to say."""
    last = next((turn.answer for turn in reversed(conversation.turns) if turn.answer.answered), None)
    if last is None:
        return None
    cited = last.citations[0]
    told = all_said(conversation, corpus)
    source = corpus.get(cited.document)
    document = corpus.versions(source.article).get(documents or language, source)
    number = _section_number(source, cited)
    if document is not source and len(document.sections) != len(source.sections):
        number = 0
    found: list[Slice] = []
    for section in _onwards(document, number):
        for whole in cut_section(document, section, cited.score):
            new = tuple(s for s in whole.sentences if not any(_covers(other, document, s) for other in told))
            one = replace(whole, sentences=new or whole.sentences)
            if not one.plain.endswith("?") and not repeats(one, [*told, *found]):
                found.append(one)
        if len(found) > 1:
            break
    return write(Choice(tuple(found[:_STATEMENTS])), language, last.probability, translate) if found else None


def _covers(told: Slice, document: Document, sentence: Sentence) -> bool:
    return told.document.id == document.id and told.start <= sentence.start < told.end


def all_said(conversation: Conversation, corpus: Corpus) -> list[Slice]:
    """Return the slices that the answers of a conversation quote."""
    return [one for turn in conversation.turns for c in turn.answer.citations if (one := said(c, corpus))]


def said(citation: Citation, corpus: Corpus) -> Slice | None:
    """Return the slice that `citation` quotes, or None where its article no longer has it."""
    document = corpus.get(citation.document)
    for section in document.sections:
        sentences = tuple(s for s in section.sentences if citation.start <= s.start and s.end <= citation.end)
        if sentences:
            return Slice(document, section, sentences, citation.score)
    return None


def _section_number(document: Document, citation: Citation) -> int:
    return next(
        (number for number, s in enumerate(document.sections) if s.start <= citation.start < s.end),
        0,
    )


def _onwards(document: Document, number: int) -> Iterator[Section]:
    """Yield the section, those after it, then those before it; a summary repeats what was said and is left out."""
    for section in (*document.sections[number:], *document.sections[:number]):
        if not is_summary(section, document.language):
            yield section

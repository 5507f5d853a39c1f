"""What a conversation is about: the article that the last answers came from, and how to name it.

Knows turns and titles; not how a follow-up is worded.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.corpus import Corpus
from bot.features import Lexicon
from bot.features.asking import read_question
from bot.suggestions import topic_name
from bot.terms import is_stopword, terms, words
from bot.types import LANGUAGES, Conversation, Document, Language, Question, Turn


@dataclass(frozen=True, slots=True)
class Topic:
    """What follow-ups refer to: an article (`Document.article`) and its name, or a thing inside it, in one language."""

    article: str
    name: str


class Topics:
    """Finds the topics that a text names and the one that a conversation is about."""

    def __init__(self, corpus: Corpus, lexicon: Lexicon) -> None:
        self._corpus = corpus
        self._lexicon = lexicon
        self._titles = [(document, _title_stems(document)) for document in corpus.documents]

    def named(self, text: str, language: Language) -> list[Document]:
        """Return the articles of `language` whose whole title, or its short form, `text` names, longest first."""
        stems = self._stems(text, language)
        found = [
            (document, title)
            for document, titles in self._titles
            for title in titles
            if document.language == language and title and title <= stems
        ]
        found.sort(key=lambda pair: (-len(pair[1]), pair[0].id))
        return list(dict.fromkeys(document for document, _ in found))

    def current(self, conversation: Conversation, language: Language) -> Topic | None:
        """Return what the last turn that was about something was about, named in `language` if it can be."""
        for turn in reversed(conversation.turns):
            if topic := self._of(turn, language):
                return topic
        return None

    def _of(self, turn: Turn, language: Language) -> Topic | None:
        named = self.named(turn.standalone, turn.language)
        if not turn.answer.answered:
            if not turn.passages:
                return None
            subject = "" if named else self._subject(turn, language)
            if subject:  # of what was not found, or a follow-up that says it otherwise would be about what came before
                return Topic(turn.passages[0].chunk.article, subject)
            return self._topic(named[0], language) if named else None
        cited = [self._corpus.get(citation.document) for citation in turn.answer.citations]
        articles = [document.article for document in cited]
        document = next((one for one in named if one.article in articles), None)
        if document is None and (subject := self._subject(turn, language)):
            return Topic(_mainly(turn, cited).article, subject)
        return self._topic(document or (named[0] if named else _mainly(turn, cited)), language)

    def _topic(self, document: Document, language: Language) -> Topic:
        version = self._corpus.versions(document.article).get(language, document)
        return Topic(document.article, topic_name(version))

    def _subject(self, turn: Turn, language: Language) -> str:
        """Return what a "what is X" inside an article asked for, so that "and its drawbacks?" is about X."""
        if turn.language != language:
            return ""
        asked = read_question(Question(turn.standalone, turn.language, turn.language), self._lexicon)
        if "definition" not in asked.kinds:
            return ""
        wanted = [term.word for term in asked.subject if term.known]
        kept = [word for word in re.findall(r"[\w'’.-]+", turn.standalone) if _same(word, wanted, language)]
        return " ".join(kept[:4])

    def _stems(self, text: str, language: Language) -> frozenset[str]:
        spelt = {stem for term in self._lexicon.question_terms(text, language) for stem in term.stems[language]}
        plain = set(words(text))
        parts = {stem for term in self._lexicon.question_terms(text, language) for part in term.parts for stem in part}
        return frozenset(spelt | plain | parts) | self._lexicon.stems(text, language)


def _mainly(turn: Turn, cited: Sequence[Document]) -> Document:
    """Return the document that says most of an answer, by its statements' scores; the first where they are equal."""
    weights: dict[Document, float] = {}
    for citation, document in zip(turn.answer.citations, cited, strict=True):
        weights[document] = weights.get(document, 0.0) + citation.score
    return max(weights, key=lambda document: weights[document])


def _same(word: str, wanted: Sequence[str], language: Language) -> bool:
    bare = words(word)
    return bool(bare) and not is_stopword(bare[0], language) and bare[0] in wanted


def _title_stems(document: Document) -> list[frozenset[str]]:
    """Return the content stems of a title, of what stands in its brackets ("Service Level Agreement (SLA)"), its capitals ("SWOT")."""
    short = re.findall(r"\(([^)]+)\)", document.title)
    whole = re.sub(r"\([^)]*\)", " ", document.title)
    titles = [frozenset(terms(part, document.language)) or frozenset(words(part)) for part in (whole, *short)]
    if not whole.isupper():
        capitals = (part.casefold() for part in re.findall(r"(?<!\w)[A-ZÆØÅ]{2,}(?!\w)", whole))
        titles += [frozenset([part]) for part in capitals if not any(is_stopword(part, one) for one in LANGUAGES)]
    if document.language in ("da", "en") and " " in document.slug.replace("_", " "):
        titles.append(frozenset(words(document.slug.replace("_", " "))))
    return titles

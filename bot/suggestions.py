"""Questions that Svar proposes: what stands near the answer, to begin with, and when there is no answer.

Made of headings and titles in the answer's language. Knows the articles; whether Svar can answer a proposal is
asked of the function that it is given.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from bot.answerer import nearest_topics
from bot.corpus import Corpus
from bot.features.cues import asked_kinds, notions
from bot.phrases import phrase
from bot.terms import terms
from bot.types import Citation, Document, Language, Passage, Section

MOST = 3  # chips under an answer; more push the answer off a small screen
_LONGEST = 90  # characters of a proposal; a longer heading is no question anyone would tap
_LINK = re.compile(r"\]\(/([\w\-./]+)\)")
_HOW = re.compile(r"^(?:sådan (?:fungerer|virker)\b|how .+ works$)", re.IGNORECASE)
_OF = re.compile(
    r"^(?:fordele|ulemper|risici|advantages|benefits|drawbacks|disadvantages|risks)\b[^:]*? (?:ved|of) (.+)$",
    re.IGNORECASE,
)
_WHAT = re.compile(r"^(?:hvad er|what (?:is|are)) (.+)\?$", re.IGNORECASE)


class Suggester:
    """Proposes questions over one corpus; `answers` says whether one can be answered."""

    def __init__(self, corpus: Corpus, answers: Callable[[str, Language], bool]) -> None:
        self._corpus = corpus
        self._answers = answers

    def after(self, citations: Sequence[Citation], language: Language, asked: Iterable[str]) -> tuple[str, ...]:
        """Return up to MOST follow-up questions to an answer: its article's next sections, then linked articles."""
        documents = [self._in_language(citation.document, language) for citation in citations]
        documents = [document for document in dict.fromkeys(documents) if document.language == language]
        if not documents:
            return ()
        cited = {section for citation in citations for section in citation.section[-1:]}
        near = [
            question
            for document in documents[:1]
            for section in _from(document.sections, cited)
            if (question := heading_question(document, section))
        ]
        linked = [first_question(other) for document in documents for other in self._linked(document)]
        return self._first(_alternating(near, near, linked), language, asked)

    def starters(self, language: Language, most: int = 4) -> tuple[str, ...]:
        """Return questions to begin with, one an article, of different kinds."""
        offered: list[str] = []
        for number, document in enumerate(self._spread(language, most)):
            questions = [q for section in document.sections if (q := heading_question(document, section))]
            turned = questions[2 * number % 5 :] + questions[: 2 * number % 5]
            offered += list(islice((q for q in turned if self._answers(q, language)), 1))
        return tuple(offered)

    def nearest(self, passages: Sequence[Passage], language: Language, asked: Iterable[str]) -> tuple[str, ...]:
        """Return questions about the topics that come closest to one that could not be answered."""
        topics = nearest_topics(self._corpus, passages, language)
        titled = {document.title: document for document in self._corpus.documents if document.language == language}
        return self._first([first_question(titled[topic]) for topic in topics if topic in titled], language, asked)

    def topics(self, language: Language, most: int = 3) -> tuple[str, ...]:
        """Return a few article names, spread over the corpus; those in the other language if there are no own."""
        documents = self._spread(language, most) or list(self._corpus.documents)[:most]
        return tuple(topic_name(document) for document in documents)

    def every(self) -> Iterator[tuple[str, Language]]:
        """Yield each question that may ever be proposed, with its language."""
        for document in self._corpus.documents:
            questions = [first_question(document), *(heading_question(document, s) for s in document.sections)]
            for question in dict.fromkeys(questions):
                if question and len(question) <= _LONGEST:
                    yield question, document.language

    def _spread(self, language: Language, most: int) -> list[Document]:
        """Return up to `most` articles in `language`, evenly over the corpus."""
        documents = [document for document in self._corpus.documents if document.language == language]
        return documents[:: max(1, len(documents) // most)][:most]

    def _first(self, questions: Iterable[str], language: Language, asked: Iterable[str]) -> tuple[str, ...]:
        """Return the first MOST that are new, not too long and can be answered."""
        seen = {_key(question, language) for question in asked}
        found: list[str] = []
        for question in questions:
            key = _key(question, language)
            if key in seen or len(question) > _LONGEST:
                continue
            seen.add(key)
            if self._answers(question, language):
                found.append(question)
            if len(found) == MOST:
                break
        return tuple(found)

    def _in_language(self, id: str, language: Language) -> Document:
        document = self._corpus.get(id)
        return self._corpus.versions(document.article).get(language, document)

    def _linked(self, document: Document) -> Iterator[Document]:
        for slug in dict.fromkeys(_LINK.findall(document.text)):
            other = self._corpus.resolve_link(slug, document.language)
            if other and other.language == document.language and other.id != document.id:
                yield other


def topic_name(document: Document) -> str:
    """Return a title as it stands inside a sentence: its first letter small where the article itself writes it so."""
    title = " ".join(document.title.split())
    small = title[:1].lower() + title[1:]
    bare = re.sub(r"\s*\([^)]*\)$", "", small)
    return small if bare and re.search(rf"(?<!\w){re.escape(bare)}", document.text) else title


def first_question(document: Document) -> str:
    """Return the question what the article's topic is, as its own heading asks it if one does."""
    headings = (" ".join(section.heading.split()) for section in document.sections if section.sentences)
    asked = next((heading for heading in headings if _WHAT.match(heading)), "")
    return asked or phrase("speech.ask_what", document.language, topic=topic_name(document))


def _with_article(document: Document) -> str:
    """Return the topic's name as the article's own "What is a …?" has it: "a supply chain"."""
    match = _WHAT.match(first_question(document))
    return match[1] if match else topic_name(document)


def heading_question(document: Document, section: Section) -> str:
    """Return the question that a section answers, or the empty string where its heading gives none."""
    heading, language = " ".join(section.heading.split()), document.language
    if not heading or not section.sentences:
        return ""
    topic, named = _with_article(document), notions(heading, language) - notions(document.title, language)
    if heading.endswith("?"):
        return _in_context(heading.rsplit(": ", 1)[-1], document)
    if "highlight" in named:
        return ""
    sides = re.split(r"\s+(?:versus|vs\.?|kontra)\s+", heading, maxsplit=1, flags=re.IGNORECASE)
    if len(sides) == 2:
        first, second = (_small(side, document) for side in sides)
        return phrase("speech.ask_difference", language, topic=first, other=second)
    key = _aspect_key(named, heading)
    if key:
        return phrase(key, language, topic=_object(heading) or topic)
    if "how" in asked_kinds(heading, language):
        return ""
    return phrase("speech.ask_about", language, heading=heading, topic=topic_name(document))


def _object(heading: str) -> str:
    """Return what a heading's advantages or risks are those of, where it says so: "Risks of buying" gives "buying"."""
    match = _OF.search(heading)
    return match[1] if match else ""


def _in_context(question: str, document: Document) -> str:
    """Return a heading's question with the topic behind it where the heading, standing in its article, left it out."""
    title = set(terms(document.title, document.language))
    if title & set(terms(question, document.language)):
        return question
    return phrase("speech.follow_about", document.language, question=question, topic=topic_name(document))


def _aspect_key(named: frozenset[str], heading: str) -> str:
    if "example" in named:
        return "speech.ask_example"
    if _HOW.match(heading):
        return "speech.ask_how"
    if {"advantage", "drawback"} <= named:
        return "speech.ask_pros_and_cons"
    for notion, key in (
        ("advantage", "speech.ask_pros"),
        ("drawback", "speech.ask_cons"),
        ("risk", "speech.ask_risks"),
    ):
        if notion in named:
            return key
    return ""


def _small(text: str, document: Document) -> str:
    """Return `text` with a small first letter if the article has its first word so."""
    word = text.split()[0] if text.split() else ""
    small = text[:1].lower() + text[1:]
    written = re.search(rf"(?<!\w){re.escape(word[:1].lower() + word[1:])}(?!\w)", document.text)
    return small if written and not word.isupper() else text


def _from(sections: Sequence[Section], cited: set[str]) -> list[Section]:
    """Return the sections after the last cited one, then those before it, without the cited ones."""
    places = [number for number, section in enumerate(sections) if section.heading in cited]
    last = places[-1] + 1 if places else 0
    return [section for section in (*sections[last:], *sections[:last]) if section.heading not in cited]


def _alternating(*groups: Sequence[str]) -> Iterator[str]:
    """Yield one of each group in turn; a group given twice gives two."""
    rest = {id(group): list(group) for group in groups}
    while any(rest.values()):
        for group in groups:
            if rest[id(group)]:
                yield rest[id(group)].pop(0)


def _key(question: str, language: Language) -> tuple[str, ...]:
    """Return what two wordings of one question have in common."""
    return tuple(sorted(set(terms(question, language)))) or (question.casefold(),)

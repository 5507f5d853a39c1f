"""Question + passages → an Answer of verbatim sentences, or an abstention that names the nearest topics.

Knows the threshold and the order of the steps; scoring is the Reader's, choosing the Chooser's.
"""

from collections.abc import Sequence

from bot.answerer.choosing import Chooser
from bot.answerer.headings import is_named
from bot.answerer.slices import without_marks
from bot.answerer.writing import write
from bot.calibration import Calibration
from bot.corpus import Corpus
from bot.features import Asked
from bot.phrases import phrase
from bot.reader import Reader
from bot.translator import Translators
from bot.types import Answer, Document, Language, Passage, Question

_NEAREST = 3  # topics named when there is no answer
_FAR = 0.1  # a question less likely answered is about something else altogether, unless its words are the articles'
_SHARED = 0.6  # of the weight of its words


class ExtractiveAnswerer:
    """Answers with whole sentences of the passages; the real Answerer."""

    def __init__(
        self, reader: Reader, corpus: Corpus, calibration: Calibration, translators: Translators | None = None
    ) -> None:
        self._reader = reader
        self._corpus = corpus
        self._threshold = calibration.threshold
        self._chooser = Chooser(corpus, reader.lexicon)
        self._translate = translators.translate if translators else None

    def answer(self, question: Question, passages: Sequence[Passage], /) -> Answer:
        """Answer from `passages` alone, in `question.answer_language`; without citations when it is not there."""
        reading = self._reader.read(question, passages)
        asked = self._reader.ask(question)
        likely = reading.probability >= self._threshold or self._chooser.is_there(asked, reading.sentences)
        if reading.sentences and likely:
            choice = self._chooser.choose(asked, reading.sentences)
            if choice.slices:
                return write(choice, question.answer_language, reading.probability, self._translate)
        return self._abstain(asked, passages, reading.probability)

    def _abstain(self, asked: Asked, passages: Sequence[Passage], probability: float) -> Answer:
        language = asked.question.answer_language
        topics = nearest_topics(self._corpus, passages, language)
        text = phrase("speech.not_found", language)
        if topics:
            near = probability >= _FAR or _is_near(asked, [self._corpus.get(one.chunk.document) for one in passages])
            key = "nearest_topics" if len(topics) > 1 else "nearest_topic"
            text += " " + phrase(
                f"speech.{key if near else 'other_topics'}", language, topics=enumeration(topics, language)
            )
        return Answer(text, language, probability=probability)


def _is_near(asked: Asked, documents: Sequence[Document]) -> bool:
    """Whether the question names one of the topics, or has most of its words from the articles: "How old is Keith Oliver?"."""
    known = sum(term.weight for term in asked.subject if term.known)
    shared = known >= _SHARED * sum(term.weight for term in asked.subject)
    return (shared and known > 0) or any(is_named(document, asked) for document in documents)


def nearest_topics(corpus: Corpus, passages: Sequence[Passage], language: Language) -> list[str]:
    """Return the titles of the first passages' articles, in `language` where there is such a version."""
    titles: dict[str, None] = {}
    for passage in passages:
        version = corpus.versions(passage.chunk.article).get(language)
        titles[version.title if version else passage.chunk.title] = None
    return list(titles)[:_NEAREST]


def enumeration(names: Sequence[str], language: Language) -> str:
    """Return "a, b and c"; names are cut at 80 characters, so that an odd title cannot flood an answer."""
    plain = [without_marks(name) for name in names]
    short = [name if len(name) <= 80 else name[:79].rstrip() + "…" for name in plain]
    if len(short) < 2:
        return "".join(short)
    return f"{', '.join(short[:-1])} {phrase('speech.and', language)} {short[-1]}"

"""Question + passages → an Answer of verbatim sentences, or an abstention that names the nearest topics.

Knows the threshold and the order of the steps; scoring is the Reader's, choosing the Chooser's.
"""

from collections.abc import Sequence

from bot.answerer.choosing import Chooser
from bot.answerer.slices import without_marks
from bot.answerer.writing import write
from bot.calibration import Calibration
from bot.corpus import Corpus
from bot.phrases import phrase
from bot.reader import Reader
from bot.translator import Translators
from bot.types import Answer, Language, Passage, Question

_NEAREST = 3  # topics named when there is no answer


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
        return self._abstain(question.answer_language, passages, reading.probability)

    def _abstain(self, language: Language, passages: Sequence[Passage], probability: float) -> Answer:
        topics = nearest_topics(self._corpus, passages, language)
        text = phrase("speech.not_found", language)
        if topics:
            key = "speech.nearest_topics" if len(topics) > 1 else "speech.nearest_topic"
            text += " " + phrase(key, language, topics=enumeration(topics, language))
        return Answer(text, language, probability=probability)


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

"""Passages → their sentences, best first, each with the probability that it answers the question.

Knows features and weights; not which sentences make up an answer, nor what to say when there is none.
"""

from collections.abc import Sequence

from bot.calibration import Calibration
from bot.errors import CalibrationError
from bot.features import (
    ANSWER_FEATURES,
    SENTENCE_FEATURES,
    Asked,
    Candidate,
    Lexicon,
    answer_features,
    read_question,
    sentence_features,
)
from bot.terms import Vocabulary
from bot.types import Passage, Question, Reading, ScoredSentence


class Reader:
    """Scores sentences with a calibration's weights over one corpus's vocabulary."""

    def __init__(self, calibration: Calibration, vocabulary: Vocabulary) -> None:
        unknown = (calibration.sentence.weights.keys() - set(SENTENCE_FEATURES)) | (
            calibration.answer.weights.keys() - set(ANSWER_FEATURES)
        )
        if unknown:
            raise CalibrationError(
                f"The calibration weighs features that this version lacks ({', '.join(sorted(unknown))}); "
                "fit it anew with `svar eval --fit`."
            )
        self._calibration = calibration
        self.lexicon = Lexicon(vocabulary)

    def ask(self, question: Question) -> Asked:
        """Return what `question` asks for: its kinds, aspects and content words."""
        return read_question(question, self.lexicon)

    def score(self, asked: Asked, passages: Sequence[Passage]) -> list[tuple[float, Candidate]]:
        """Return (probability, candidate) for each sentence, best first; ties in the passages' order."""
        candidates = sentence_features(asked, passages, self.lexicon)
        scored = [(self._calibration.sentence.probability(candidate.features), candidate) for candidate in candidates]
        return sorted(scored, key=lambda pair: -pair[0])

    def read(self, question: Question, passages: Sequence[Passage]) -> Reading:
        """Return the sentences of `passages`, best first, and the probability that the answer is among them."""
        asked = self.ask(question)
        scored = self.score(asked, passages)
        if not scored:
            return Reading((), 0.0)
        features = answer_features(asked, passages, scored, self.lexicon)
        sentences = tuple(ScoredSentence(one.sentence, one.passage, probability) for probability, one in scored)
        return Reading(sentences, self._calibration.answer.probability(features))

"""Passages → their sentences, best first, each with the probability that it answers the question.

Knows features and weights; not which sentences make up an answer, nor what to say when there is none.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.calibration import Calibration, from_log_odds, log_odds
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

# What the version in the other language says of a sentence counts, in log-odds. On the questions kept for fitting, of
# topics that the weights had not seen, answers were right for 92.8 instead of 91.2 %; 0.25 and 0.4 gave 92.5.
VERSION = 1 / 3


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
        sentences = (ScoredSentence(one.sentence, one.passage, probability) for probability, one in scored)
        return Reading(self._confirmed(asked, passages, sentences), self._calibration.answer.probability(features))

    def _confirmed(
        self, asked: Asked, passages: Sequence[Passage], sentences: Iterable[ScoredSentence]
    ) -> tuple[ScoredSentence, ...]:
        """Return sentences anew, best first, each with the score of what says the same in the other language counted in.

        Two readings of one statement, in words of their own, err less than either.
        """
        versions = [passage.version for passage in passages if passage.version]
        told = {
            (one.passage.chunk.document, one.sentence.start): probability
            for probability, one in self.score(asked, versions)
        }

        def confirmed(one: ScoredSentence) -> ScoredSentence:
            echo = _echo(one)
            other = told.get(echo) if echo else None
            if other is None:
                return one
            return replace(one, score=from_log_odds((1 - VERSION) * log_odds(one.score) + VERSION * log_odds(other)))

        return tuple(sorted(map(confirmed, sentences), key=lambda one: -one.score))


def _echo(one: ScoredSentence) -> tuple[str, int] | None:
    """Return document and start of the sentence of the other version that says the same."""
    passage = one.passage
    if not passage.version or not passage.echoes:
        return None
    place = passage.echoes[passage.chunk.sentences.index(one.sentence)]
    chunk = passage.version.chunk
    return (chunk.document, chunk.sentences[place].start) if place >= 0 else None

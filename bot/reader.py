"""Passages → their sentences, best first, each with the probability that it answers the question.

Knows features and weights; not which sentences make up an answer, nor what to say when there is none.
"""

from collections.abc import Sequence

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
from bot.types import Passage, Question, Reading, ScoredSentence, Sentence

# What the version in the other language says counts, in log-odds. On the questions kept for fitting, of topics that the
# weights had not seen, answers were right for 92.8 instead of 91.2 %, and 95.3 instead of 94.5 % of strangers were turned
# away; 0.25 and 0.4 gave 92.5 and 95.3.
VERSION = 1 / 3
_DOUBT = 2.0  # log-odds by which the other version counts as less sure at most; 1 to 3 measured alike, better than none


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
        """Return the sentences of `passages`, best first, and the probability that the answer is among them.

        What the versions in the other language say of the question counts in both.
        """
        asked = self.ask(question)
        scored = self.score(asked, passages)
        if not scored:
            return Reading((), 0.0)
        probability = self._probability(asked, passages, scored)
        versions = [passage.version for passage in passages if passage.version]
        others = self.score(asked, versions)
        if others:
            probability = confirmed(probability, self._probability(asked, versions, others))
        told = {(one.passage.chunk.document, one.sentence.start): other for other, one in others}
        sentences = []
        for own, one in scored:
            other = told.get(_echo(one.passage, one.sentence))
            score = own if other is None else confirmed(own, other)
            sentences.append(ScoredSentence(one.sentence, one.passage, score))
        return Reading(tuple(sorted(sentences, key=lambda one: -one.score)), probability)

    def _probability(
        self, asked: Asked, passages: Sequence[Passage], scored: Sequence[tuple[float, Candidate]]
    ) -> float:
        """Return the probability that the answer is among `scored`, which are not empty."""
        return self._calibration.answer.probability(answer_features(asked, passages, scored, self.lexicon))


def confirmed(own: float, other: float) -> float:
    """Return a probability with what the version in the other language gives counted in.

    Two readings of one text, in words of their own, err less than either. A version that knows nothing of a word that the
    question took from the first takes only so much away.
    """
    first = log_odds(own)
    return from_log_odds((1 - VERSION) * first + VERSION * max(log_odds(other), first - _DOUBT))


def _echo(passage: Passage, sentence: Sentence) -> tuple[str, int]:
    """Return document and start of the sentence of the other version that says the same, ("", -1) for none."""
    place = passage.echoes[passage.chunk.sentences.index(sentence)] if passage.echoes else -1
    if passage.version is None or place < 0:
        return "", -1
    chunk = passage.version.chunk
    return chunk.document, chunk.sentences[place].start

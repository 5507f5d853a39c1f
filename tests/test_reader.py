"""The Reader: sentences best first, each once, and weights that must be known to this version."""

from dataclasses import replace

import pytest

from bot.calibration import Calibration, Logistic
from bot.errors import CalibrationError
from bot.features import ANSWER_FEATURES, SENTENCE_FEATURES
from bot.reader import Reader, confirmed
from bot.terms import Vocabulary
from bot.types import Question
from tests.test_features import DA, EN, passage

VOCABULARY = Vocabulary.from_texts([(DA, "da"), (EN, "en")])
QUESTION = Question("Hvad er insourcing?", "da", "da")


def reader(**changes: object) -> Reader:
    return Reader(replace(Calibration.fallback(), **changes), VOCABULARY)  # type: ignore[arg-type]


def test_the_fallback_weighs_only_features_that_exist() -> None:
    fallback = Calibration.fallback()
    assert set(fallback.sentence.weights) <= set(SENTENCE_FEATURES)
    assert set(fallback.answer.weights) <= set(ANSWER_FEATURES)


def test_unknown_weights_are_refused_by_name() -> None:
    with pytest.raises(CalibrationError, match="moon_phase"):
        reader(sentence=Logistic(0.0, {"moon_phase": 1.0}))


def test_sentences_come_best_first_and_each_once() -> None:
    one = passage("Outsourcing giver risici.", "Insourcing er en opgave, der bliver i huset.", cosines=(0.1, 0.9))
    reading = reader().read(QUESTION, [one, replace(one, rank=2)])
    assert [scored.sentence.plain[:10] for scored in reading.sentences] == ["Insourcing", "Outsourcin"]
    assert reading.sentences[0].score > reading.sentences[1].score
    assert 0.0 < reading.probability < 1.0


def test_scores_follow_the_weights() -> None:
    only_cosines = Logistic(0.0, {"cosine_z": 1.0})
    one = passage("Insourcing er en opgave.", "Prisen er høj.", cosines=(0.1, 0.9))
    reading = reader(sentence=only_cosines).read(QUESTION, [one])
    assert [scored.score for scored in reading.sentences] == pytest.approx([0.7310586, 0.2689414])


def test_equal_scores_keep_the_passages_order() -> None:
    same = Logistic(0.0, {})
    one = passage("Et.", "To.", "Tre.", cosines=(0.1, 0.2, 0.3))
    reading = reader(sentence=same).read(QUESTION, [one])
    assert [scored.sentence.plain for scored in reading.sentences] == ["Et.", "To.", "Tre."]


def test_without_passages_there_is_no_answer() -> None:
    reading = reader().read(QUESTION, [])
    assert reading.sentences == ()
    assert reading.probability == 0.0


def test_a_sentence_is_confirmed_by_the_one_that_says_the_same_in_the_other_language() -> None:
    only_cosines = Logistic(0.0, {"cosine_z": 1.0})
    other = passage("The price is high.", "It is a task.", language="en", cosines=(0.9, 0.1))
    one = passage("Det er en opgave.", "Prisen er høj.", cosines=(0.5, 0.5))
    alone = reader(sentence=only_cosines).read(QUESTION, [one])
    told = reader(sentence=only_cosines).read(QUESTION, [other])
    beside = reader(sentence=only_cosines).read(QUESTION, [replace(one, version=other, echoes=(1, 0))])
    assert alone.sentences[0].sentence.plain == "Det er en opgave."
    assert [scored.sentence.plain for scored in beside.sentences] == ["Prisen er høj.", "Det er en opgave."]
    assert [scored.sentence for scored in beside.sentences] == [scored.sentence for scored in alone.sentences[::-1]]
    # Two thirds of its own log-odds, 0, and one third of the other's, 1 and -1.
    assert [scored.score for scored in beside.sentences] == pytest.approx([0.5825702, 0.4174298])
    assert beside.probability == pytest.approx(confirmed(alone.probability, told.probability))
    assert beside.probability != pytest.approx(alone.probability)


def test_a_sentence_without_an_echo_keeps_its_score() -> None:
    only_cosines = Logistic(0.0, {"cosine_z": 1.0})
    other = passage("The price is high.", language="en", cosines=(0.9,))
    one = passage("Det er en opgave.", "Prisen er høj.", cosines=(0.1, 0.9))
    reading = reader(sentence=only_cosines).read(QUESTION, [replace(one, version=other, echoes=(-1, -1))])
    assert [scored.score for scored in reading.sentences] == pytest.approx([0.7310586, 0.2689414])

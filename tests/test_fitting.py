"""Fitting on a few questions: it learns from its own articles and others', and says what is missing."""

from pathlib import Path

import pytest

from bot.conversation import Bot
from bot.errors import QuestionFileError
from bot.fitting import Library, fit
from bot.questions import GoldQuestion, QuestionSet
from bot.types import Language
from tests.answering import make_bot, write_articles
from tests.doubles import HashingEncoder

ASKED: tuple[tuple[str, Language, str, str], ...] = (
    ("Hvad er kaffe?", "da", "drik, der brygges", "coffee"),
    ("Hvornår kom kaffe til Europa?", "da", "i 1600-tallet", "coffee"),
    ("Where does the word coffee come from?", "en", "comes from Arabic", "coffee"),
    ("Hvorfor bliver te bitter?", "da", "afgiver garvesyre", "tea"),
    ("When did tea become known in Denmark?", "en", "in 1665", "tea"),
    ("Is tea cheap?", "en", "Tea is cheap", "tea"),
)
STRANGERS = ("Hvem vandt valget i Norge?", "How far is the moon?", "Hvad koster en hest?")


def questions(*, hard: bool = False) -> QuestionSet:
    made = [
        GoldQuestion(f"q{n}", text, language, True, {language: (phrase,)}, document, hard=hard)
        for n, (text, language, phrase, document) in enumerate(ASKED)
    ]
    made += [GoldQuestion(f"s{n}", text, "da", False, {}) for n, text in enumerate(STRANGERS)]
    return QuestionSet(tuple(made), ())


@pytest.fixture
def bot(tmp_path: Path) -> Bot:
    return make_bot(write_articles(tmp_path / "articles"))


def test_what_is_fitted_names_its_encoder_and_accepts_nearly_all_that_it_learned_from(bot: Bot) -> None:
    encoder, steps = HashingEncoder(dimension=4096), list[tuple[int, int]]()
    fitted = fit(Library(bot, questions()), encoder, data="six", progress=lambda *step: steps.append(step))
    assert fitted.fits(encoder)
    assert fitted.notes["accepted"] >= 0.8
    assert fitted.notes["cases"] == len(ASKED) + len(STRANGERS)
    assert steps[-1][0] == steps[-1][1]


def test_others_teach_when_there_is_no_answer_and_nothing_else(bot: Bot) -> None:
    encoder, own = HashingEncoder(dimension=4096), Library(bot, questions())
    alone = fit(own, encoder, data="")
    both = fit(own, encoder, [Library(bot, questions(hard=True))], data="")
    assert both.retrieval == alone.retrieval
    assert both.passage == alone.passage
    assert both.sentence == alone.sentence
    assert both.answer != alone.answer
    assert both.notes["cases"] == alone.notes["cases"]


@pytest.mark.parametrize(
    "given",
    [questions(hard=True), QuestionSet(questions().questions[:6], ()), QuestionSet(questions().questions[6:], ())],
)
def test_what_is_missing_to_fit_on_is_said(bot: Bot, given: QuestionSet) -> None:
    with pytest.raises(QuestionFileError, match="add the kind that is missing"):
        fit(Library(bot, given), HashingEncoder(dimension=4096), data="")

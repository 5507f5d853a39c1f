"""Fitting on a few questions: it learns from its own articles and others', and says what is missing."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from bot.cases import Case, Library
from bot.conversation import Bot
from bot.errors import QuestionFileError
from bot.fitting import _confirmed, fit
from bot.questions import GoldQuestion, QuestionSet
from bot.reader import confirmed
from bot.types import Chunk, Language, Matcher
from tests.answering import make_bot, write_articles
from tests.doubles import HashingEncoder, SharedWords

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


def test_a_matcher_counts_in_ranking_as_much_as_it_helps(tmp_path: Path) -> None:
    articles, encoder = write_articles(tmp_path / "articles"), HashingEncoder(dimension=4096)
    # Shares no word with its answer, so that words alone do not find it.
    far = GoldQuestion("far", "Skader det nattens hvile?", "da", True, {"da": ("dårlig søvn",)}, "coffee")
    worded = (*questions().questions, far)

    class Knowing(SharedWords):
        def match(self, question: str, chunks: Sequence[Chunk], /) -> list[tuple[float, ...]]:
            gold = {one.question: one.gold["da"][0] for one in worded if "da" in one.gold}.get(question, "nothing")
            return [tuple(float(gold in one.plain) for one in chunk.sentences) for chunk in chunks]

    class Contrary(Knowing):
        def match(self, question: str, chunks: Sequence[Chunk], /) -> list[tuple[float, ...]]:
            return [tuple(-one for one in own) for own in super().match(question, chunks)]

    def fitted(matcher: Matcher | None) -> float:
        bot = make_bot(articles)
        bot.retriever.matcher = matcher
        return fit(Library(bot, QuestionSet(worded, ())), encoder, data="").matched

    assert fitted(None) == 0
    assert fitted(Contrary()) == 0
    assert fitted(Knowing()) > 0


def test_a_case_over_both_languages_counts_in_what_the_other_languages_articles_gave() -> None:
    gold = GoldQuestion("q", "Hvad er te?", "da", True, {"da": ("te",), "en": ("tea",)}, "tea")
    cases = [Case(gold, None), Case(gold, "da"), Case(gold, "en"), Case(gold, "en", ablated=True)]
    found = _confirmed(cases, np.array([0.5, 0.4, 0.9, 0.1]))
    assert found.tolist() == pytest.approx([confirmed(0.5, 0.9), 0.4, 0.9, 0.1])

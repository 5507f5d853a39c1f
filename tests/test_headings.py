"""Sections whose heading is the question: when they are the answer, and when they are not."""

from dataclasses import replace

import pytest

from bot.answerer.headings import Headings
from bot.conversation import Bot
from bot.features import Lexicon, read_question
from bot.types import Language, Question, ScoredSentence
from tests.answering import make_bot, write_articles


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(write_articles(tmp_path_factory.mktemp("articles")))


def said(bot: Bot, text: str, first: str, score: float, language: Language = "en") -> list[str] | None:
    """Return what `headed_alike` answers where the sentence with `first` in it is the likeliest, at `score`."""
    question = Question(text, language, language)
    passages = bot.retriever.retrieve(question)
    sentences = [ScoredSentence(s, p, 0.1) for p in passages for s in p.chunk.sentences if p.chunk.language == language]
    sentences.sort(key=lambda one: first not in one.sentence.plain)
    ranked = [replace(sentences[0], score=score), *sentences[1:]]
    choice = Headings(bot.corpus).headed_alike(read_question(question, Lexicon(bot.index.vocabulary)), ranked)
    return [one.plain for one in choice.slices] if choice else None


def test_a_section_headed_by_the_question_answers_it_though_its_sentences_look_less_likely(bot: Bot) -> None:
    reason = ["Tea turns bitter because the leaves give off tannic acid."]
    assert said(bot, "why is tea bitter", "hot drink", 0.6) == reason
    assert said(bot, "hvorfor er te bitter?", "varm drik", 0.6, "da") is not None


@pytest.mark.parametrize(
    ("text", "first", "score"),
    [
        ("why is tea bitter", "hot drink", 0.95),  # next to certain
        ("why is tea bitter", "tannic acid", 0.5),  # in that section already
        ("is tea bitter", "hot drink", 0.6),  # of another kind
        ("why is tea cheap", "hot drink", 0.6),  # about more than the heading
    ],
)
def test_a_heading_is_not_the_answer(bot: Bot, text: str, first: str, score: float) -> None:
    assert said(bot, text, first, score) is None

"""The evaluation against a bot whose every answer is written down, so each figure can be worked out by hand."""

import pytest

from bot.evaluation import evaluate, find_miss, has_valid_citations
from bot.questions import GoldQuestion, LanguageCase, QuestionSet
from bot.types import Answer, Chunk, Citation, Conversation, Document, Language, Passage, Turn

TEXTS: dict[Language, str] = {"da": "Kaffe er en drik. Te er varm.", "en": "Coffee is a drink. Tea is hot."}


class WrittenCorpus:
    """Two documents."""

    def get(self, document: str) -> Document:
        language: Language = "da" if document.startswith("da") else "en"
        return Document(document, "Drik", language, TEXTS[language])


class WrittenIndex:
    """One chunk for each language."""

    chunks = tuple(
        Chunk(f"{language}/drik.md", "drik", "Drik", (), language, text, 0, len(text), ())
        for language, text in TEXTS.items()
    )


class WrittenBot:
    """Cites the first sentence of the language it may see to anything with "kaffe" or "coffee"; else abstains."""

    corpus = WrittenCorpus()
    index = WrittenIndex()

    def ask(self, question: str, conversation: Conversation, *, documents: Language | None = None) -> Turn:
        language: Language = "da" if "kaffe" in question.lower() or "te" in question.lower().split() else "en"
        seen = documents or language
        chunk = next(c for c in self.index.chunks if c.language == seen)
        passage = Passage(chunk, 0.5, 1, 0.5, 1.0)
        if "kaffe" not in question.lower() and "coffee" not in question.lower():
            return Turn(question, language, question, Answer("?", language, probability=0.2), (passage,), 0.2)
        end = chunk.text.index(".") + 1
        cited = Citation(1, chunk.document, "Drik", (), seen, chunk.text[:end], 0, end, 0.9)
        answer = Answer(f"{cited.quote} [1]", language, (cited,), probability=0.9)
        return Turn(question, language, question, answer, (passage,), 0.1)


def gold(id: str, question: str, language: Language, *, answerable: bool = True, kind: str = "plain") -> GoldQuestion:
    phrases: dict[Language, tuple[str, ...]] = {"da": ("er en drik",), "en": ("is a drink",)} if answerable else {}
    return GoldQuestion(id, question, language, answerable, phrases, kind=kind)


QUESTIONS = QuestionSet(
    (
        gold("1", "Hvad er kaffe?", "da"),
        gold("2", "What is coffee?", "en"),
        gold("3", "Hvad er te ?", "da"),  # answerable, but the bot abstains
        gold("4", "Is coffee legal?", "en", answerable=False, kind="near"),  # the bot answers
        gold("5", "Who won?", "en", answerable=False, kind="stranger"),
    ),
    (LanguageCase("Hvad er kaffe?", "da"), LanguageCase("?", None)),
)


def test_figures_are_those_worked_out_by_hand() -> None:
    report = evaluate(WrittenBot(), QUESTIONS)  # type: ignore[arg-type]  # the double has what is used
    assert set(report.pairs) == {"da-da", "da-en", "en-da", "en-en"}
    danish = report.pairs["da-en"]
    assert danish["answer_accuracy"] == 0.5  # coffee found, tea not
    assert danish["accepted"] == 0.5
    assert danish["recall@1"] == 1.0
    assert danish["ndcg@10"] == 1.0
    overall = report.overall
    assert overall["questions"] == 5
    assert overall["answer_accuracy"] == pytest.approx(2 / 3)
    assert overall["rejected_near"] == 0.0
    assert overall["rejected_strangers"] == 1.0
    assert overall["threshold_accuracy"] == pytest.approx(3 / 5)
    # Positives score 0.9, 0.9, 0.2 against 0.9 and 0.2: 2·0.5 + 2·1 + 0 + 0.5 of six pairs.
    assert overall["auroc"] == pytest.approx(3.5 / 6)
    assert overall["citation_validity"] == 1.0
    assert overall["p50_seconds"] == 0.1
    assert overall["language_accuracy"] == 1.0


def test_misses_say_where_the_answer_was_lost_and_confident_errors_come_first() -> None:
    report = evaluate(WrittenBot(), QUESTIONS, documents="da")  # type: ignore[arg-type]  # as above
    assert [(miss.id, miss.lost_in) for miss in report.misses] == [("4", "false answer"), ("3", "threshold")]
    assert set(report.pairs) == {"da-da", "en-da"}


def test_a_shifted_quote_or_a_mark_without_citation_is_invalid() -> None:
    bot = WrittenBot()
    turn = bot.ask("kaffe", Conversation())
    text_of = lambda document: bot.corpus.get(document).text  # noqa: E731
    assert has_valid_citations(turn, text_of)
    cited = turn.answer.citations[0]
    shifted = Citation(1, cited.document, "", (), "da", cited.quote, 1, cited.end + 1, 0.9)
    for answer in (Answer("x [1]", "da", (shifted,)), Answer("x [1] [2]", "da", (cited,)), Answer("x", "da", (cited,))):
        assert not has_valid_citations(Turn("", "da", "", answer), text_of)


def test_a_good_outcome_is_no_miss() -> None:
    from bot.evaluation import ask_gold

    assert find_miss(ask_gold(WrittenBot(), QUESTIONS.questions[0], None)) is None  # type: ignore[arg-type]

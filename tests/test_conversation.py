"""The Bot: languages, small talk, follow-ups and requests, and what holds for every answer whatever is asked."""

import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.conversation import Bot
from bot.conversation.pointed import pointed_from, statements
from bot.conversation.twofold import two_questions
from bot.types import Answer, Citation, Conversation, Language, Passage, Question, Turn
from tests.answering import make_bot, write_articles


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(write_articles(tmp_path_factory.mktemp("articles")))


def talk(bot: Bot, *messages: str, language: Language | None = None, page: Language | None = None) -> Turn:
    """Say the messages in one conversation and return the last turn."""
    conversation = Conversation()
    for message in messages:
        conversation = conversation.with_turn(bot.ask(message, conversation, language=language, page=page))
    assert conversation.last is not None
    return conversation.last


def cited(turn: Turn) -> list[str]:
    return [citation.quote for citation in turn.answer.citations]


def check(bot: Bot, turn: Turn) -> None:
    """What every turn must keep to."""
    answer = turn.answer
    marks = [int(number) for number in re.findall(r"\[(\d+)\]", answer.text)]
    assert marks == sorted(set(marks))
    assert marks == [citation.number for citation in answer.citations] == list(range(1, len(marks) + 1))
    assert answer.answered == bool(answer.citations)
    assert len(answer.text) <= 900
    assert 0.0 <= answer.probability <= 1.0
    for citation in answer.citations:
        assert bot.corpus.get(citation.document).text[citation.start : citation.end] == citation.quote != ""
        assert 0.0 <= citation.score <= 1.0


@pytest.mark.parametrize(
    ("question", "language", "quote"),
    [
        ("Hvad er kaffe?", "da", "Kaffe er en drik, der brygges på ristede bønner."),
        ("What is coffee?", "en", "Coffee is a drink brewed from roasted beans."),
        ("Hvorfor bliver te bitter?", "da", "Te bliver bitter, fordi bladene afgiver garvesyre."),
        ("Why does tea turn bitter?", "en", "Tea turns bitter because the leaves give off tannic acid."),
        ("hvornaar blev te kendt i danmark", "da", "Drikken blev kendt i Danmark i 1665."),
    ],
)
def test_a_question_is_answered_in_its_language_by_the_sentence_that_answers(
    bot: Bot, question: str, language: Language, quote: str
) -> None:
    turn = bot.ask(question)
    assert turn.language == turn.answer.language == language
    assert any(quote in one for one in cited(turn))
    assert {citation.language for citation in turn.answer.citations} == {language}
    check(bot, turn)


def test_the_users_fixed_language_wins_and_the_question_keeps_its_own(bot: Bot) -> None:
    turn = bot.ask("Hvad er kaffe?", language="en")
    assert (turn.language, turn.answer.language) == ("da", "en")
    assert {citation.language for citation in turn.answer.citations} == {"en"}


def test_a_list_says_no_pull_quote_beside_what_it_repeats(tmp_path: Path) -> None:
    article = tmp_path / "da" / "mate.md"
    article.parent.mkdir()
    article.write_text(
        "# Mate\n\n## Fordele ved mate\n\n> Mate holder folk vågne længere end kaffe, siger mange brugere.\n\n"
        "Mange brugere siger, at mate holder folk vågne i længere tid end kaffe.\n\n> Prisen er lav i Argentina.\n\n"
        "Mate smager af græs.\n",
        encoding="utf-8",
    )
    turn = make_bot(tmp_path).ask("Hvilke fordele er der ved mate?")
    assert [quote[:6] for quote in cited(turn)] == ["Mange ", "Prisen", "Mate s"]


def test_a_question_that_names_the_topic_gets_it_in_no_brackets(tmp_path: Path) -> None:
    write_articles(tmp_path)
    for name in ("coffee", "tea"):
        (tmp_path / "en" / f"{name}.md").unlink()
    (tmp_path / "da" / "ragtime.md").write_text("# Ragtime\n\n## Hvad er ragtime?\n\nRagtime er en musikform.\n")
    turn = talk(make_bot(tmp_path), "Hvad er ragtime?", "What are the drawbacks of ragtime for pianists?")
    assert turn.standalone == "What are the drawbacks of ragtime for pianists?"


def test_why_after_a_change_of_language_mixes_no_languages(bot: Bot) -> None:
    turn = talk(bot, "What is the difference between coffee and tea?", "På dansk, tak", "hvorfor?")
    assert not re.search(r"\b(?:is|the|between|what)\b", turn.standalone, re.IGNORECASE)


@pytest.mark.parametrize("text", ["ord " * 25_000, "a" * 100_000, "? " * 50_000])
def test_a_pasted_log_is_answered_like_any_message(bot: Bot, text: str) -> None:
    began = time.perf_counter()
    check(bot, bot.ask(text))
    assert time.perf_counter() - began < 20  # a pattern that tried every start of the text took two minutes


def test_of_a_long_message_its_last_question_is_searched(bot: Bot) -> None:
    turn = bot.ask("Jeg har læst en hel del. " * 40 + "Hvad er kaffe? " + "Det vil jeg gerne vide. " * 40)
    assert turn.answer.answered


def test_documents_of_one_language_only_are_quoted_as_such(bot: Bot) -> None:
    turn = bot.ask("What is coffee?", documents="da")
    check(bot, turn)
    assert {passage.chunk.language for passage in turn.passages} == {"da"}
    if turn.answer.answered:
        assert turn.answer.text.startswith("Only the Danish articles say this.")


@pytest.mark.parametrize("message", ["", " ", "?", "?!…", "\n", "😀"])
def test_what_holds_no_word_gets_a_hint_and_nothing_is_searched(bot: Bot, message: str) -> None:
    turn = bot.ask(message, page="da")
    assert not turn.answer.answered
    assert turn.passages == ()
    assert "spørgsmål" in turn.answer.text
    assert turn.answer.suggestions


@pytest.mark.parametrize(
    ("message", "page", "part"),
    [
        ("hej", "da", "Hej!"),
        ("Hi there!", "en", "Hello!"),
        ("mange tak", "da", "Selv tak"),
        ("thanks a lot", "en", "welcome"),
        ("Hvad kan du?", "da", "dansk og engelsk"),
        ("who are you?", "en", "I am Svar"),
        ("farvel", "da", "Farvel"),
        ("How are you?", "en", "program"),
        ("are you sure?", "en", "quote what the articles say"),
        ("passer det", "da", "citerer kun"),
        ("Hvad er klokken?", "da", "kender kun artiklerne"),
        ("what's the weather like today", "en", "all I have"),
        ("never mind", "en", "All right"),
        ("hvad laver du egentlig?", "da", "Jeg er Svar"),
    ],
)
def test_short_talk_gets_a_short_reply_without_citations(bot: Bot, message: str, page: Language, part: str) -> None:
    turn = bot.ask(message, page=page)
    assert part in turn.answer.text
    assert turn.answer.language == page
    assert not turn.answer.answered
    check(bot, turn)


def test_a_greeting_with_a_question_is_a_question(bot: Bot) -> None:
    assert bot.ask("Hej, hvad er kaffe?").answer.answered


def test_praise_before_a_wish_for_more_changes_nothing(bot: Bot) -> None:
    turn = talk(bot, "What is coffee?", "cool, tell me more")
    assert turn.standalone == "What is coffee?"
    assert turn.answer.answered


def test_a_third_language_is_told_which_two_are_spoken_in_the_pages_language(bot: Bot) -> None:
    turn = bot.ask("Was ist der Unterschied zwischen Kaffee und Tee und warum trinkt man das?", page="da")
    assert not turn.answer.answered
    assert "dansk og engelsk" in turn.answer.text


def test_a_follow_up_without_a_subject_takes_the_last_one(bot: Bot) -> None:
    turn = talk(bot, "Hvad er kaffe?", "Og hvad med ulemperne?")
    assert turn.standalone == "Hvad er ulemperne ved kaffe?"
    assert any("dårlig søvn" in quote for quote in cited(turn))
    check(bot, turn)


def test_an_example_is_the_opening_of_the_examples_section_with_where_the_rest_is(bot: Bot) -> None:
    turn = talk(bot, "What is coffee?", "give me an example")
    assert "An office with ten employees" in cited(turn)[0]
    assert turn.answer.text.endswith("The whole example is under “Example of coffee” in the article “Coffee”.")
    check(bot, turn)


def test_a_new_topic_is_not_polluted_by_the_one_before(bot: Bot) -> None:
    turn = talk(bot, "Hvad er kaffe?", "Hvad er te?")
    assert turn.standalone == "Hvad er te?"
    assert {citation.document for citation in turn.answer.citations} == {"da/tea.md"}


def test_the_topic_alone_repeats_the_last_question_about_it(bot: Bot) -> None:
    turn = talk(bot, "Hvilke fordele er der ved kaffe?", "Og te?")
    assert turn.standalone == "Hvilke fordele er der ved Te?" or turn.standalone == "Hvilke fordele er der ved te?"
    assert any("Te er billig" in quote for quote in cited(turn))


def test_a_question_in_the_other_language_is_answered_in_its_own(bot: Bot) -> None:
    turn = talk(bot, "Hvad er kaffe?", "What are the advantages of tea?")
    assert turn.answer.language == "en"
    assert any("Tea is cheap" in quote for quote in cited(turn))


def test_the_last_answer_is_said_again_from_the_other_version_and_auto_stays_auto(bot: Bot) -> None:
    turn = talk(bot, "Hvad er te?", "in English please")
    assert turn.answer.language == "en"
    assert {citation.document for citation in turn.answer.citations} == {"en/tea.md"}
    assert "Tea is a hot drink of leaves from the tea bush." in cited(turn)
    after = talk(bot, "Hvad er te?", "in English please", "Hvad er kaffe?")
    assert after.answer.language == "da"


def test_a_language_asked_for_once_and_for_all_stays(bot: Bot) -> None:
    turn = talk(bot, "Hvad er te?", "svar altid på engelsk", "Hvad er kaffe?")
    assert (turn.language, turn.answer.language) == ("da", "en")


def test_a_language_fixed_before_any_answer_is_acknowledged_in_it(bot: Bot) -> None:
    assert bot.ask("svar altid på engelsk").answer.text == "From now on I answer in English."


def test_more_goes_on_and_repeats_nothing(bot: Bot) -> None:
    conversation = Conversation()
    said: list[str] = []
    for message in ("Hvad er kaffe?", "fortæl mere", "mere", "fortæl mere"):
        turn = bot.ask(message, conversation)
        conversation = conversation.with_turn(turn)
        check(bot, turn)
        assert not set(cited(turn)) & set(said)
        said += cited(turn)
    assert len(said) > 4


def test_more_comes_to_an_end_that_it_admits(bot: Bot) -> None:
    turn = talk(bot, "Hvorfor bliver te bitter?", *["fortæl mere"] * 6)
    assert not turn.answer.answered
    assert turn.answer.text == "Mere skriver artiklen ikke om det."


@pytest.mark.parametrize("message", ["fortæl mere", "in Danish please", "tell me more"])
def test_requests_about_an_answer_that_was_not_given_say_so(bot: Bot, message: str) -> None:
    turn = bot.ask(message)
    assert not turn.answer.answered
    assert turn.answer.suggestions
    check(bot, turn)


def test_yes_takes_the_first_proposal(bot: Bot) -> None:
    first = bot.ask("Hvad er kaffe?")
    assert first.answer.suggestions
    turn = bot.ask("ja tak", Conversation((first,)))
    assert turn.question == "ja tak"
    assert turn.standalone == first.answer.suggestions[0]
    assert turn.answer.answered


def test_yes_to_nothing_is_short_talk(bot: Bot) -> None:
    assert not bot.ask("ja").answer.answered


def test_why_asks_for_the_reason_of_the_last_question(bot: Bot) -> None:
    turn = talk(bot, "Bliver te bitter?", "Hvorfor?")
    assert turn.standalone == "Hvorfor bliver te bitter?"
    assert any("garvesyre" in quote for quote in cited(turn))


def test_a_statement_pointed_at_is_gone_into(tmp_path: Path) -> None:
    folder = write_articles(tmp_path)
    (folder / "en/milk.md").write_text(
        "# Milk\n\n## Drawbacks of milk\n\nMilk turns sour. A warm kitchen makes that quicker.\n\nMilk is heavy to carry.\n",
        encoding="utf-8",
    )
    bot = make_bot(folder)
    before = talk(bot, "What are the drawbacks of milk?")
    assert cited(before) == ["Milk turns sour.", "A warm kitchen makes that quicker.", "Milk is heavy to carry."]
    turn = bot.ask("tell me more about the first one", Conversation((before,)))
    assert cited(turn) == ["Milk turns sour.", "A warm kitchen makes that quicker."]
    check(bot, turn)
    nothing = bot.ask("the last?", Conversation((before,)))
    assert nothing.answer.text == "The article says no more about that."
    translated = bot.ask("og det sidste?", Conversation((before,)))
    assert not translated.answer.answered
    assert translated.answer.language == "da"


def test_a_second_pointer_goes_on_from_where_the_first_did(bot: Bot) -> None:
    conversation = Conversation()
    for message in ("What are the drawbacks of coffee?", "the first one?", "and the other one"):
        conversation = conversation.with_turn(bot.ask(message, conversation))
    before, first, second = conversation.turns
    assert len(before.answer.citations) == 2
    assert pointed_from(conversation) == before
    for turn, at in ((first, 0), (second, 1)):
        assert not turn.answer.answered or turn.answer.citations[0].quote == cited(before)[at]


def test_only_the_items_of_a_list_can_be_pointed_at_where_there_is_one() -> None:
    def citation(number: int) -> Citation:
        return Citation(number, "en/x.md", "X", (), "en", "q", 0, 1, 0.5)

    three = tuple(citation(number) for number in (1, 2, 3))
    assert statements(Answer("A few: [1]\n- One. [2]\n- Two. [3]", "en", three)) == three[1:]
    assert statements(Answer("One. [1] Two. [2] Three. [3]", "en", three)) == three


def test_something_simpler_is_told_from_the_summary(tmp_path: Path) -> None:
    folder = write_articles(tmp_path)
    (folder / "en/milk.md").write_text(
        "# Milk\n\n## What is milk?\n\nMilk is the white liquid that mammals such as the cow give their young.\n\n"
        "## Highlights\n\n- Milk is the white liquid mammals give.\n- Cheese keeps.\n",
        encoding="utf-8",
    )
    bot = make_bot(folder)
    before = bot.ask("What is milk?")
    turn = bot.ask("explain that simpler", Conversation((replace(before, answer=_without(before.answer, "give.")),)))
    assert cited(turn) == ["Milk is the white liquid mammals give."]
    check(bot, turn)
    no_more = bot.ask("simpler please", Conversation((bot.ask("Why does tea turn bitter?"),)))
    assert no_more.answer.text.startswith("I can only quote the articles")


def _without(answer: Answer, end: str) -> Answer:
    """Return `answer` without the citations that end so."""
    return replace(answer, citations=tuple(one for one in answer.citations if not one.quote.endswith(end)))


def test_one_of_two_things_compared_is_no_statement(bot: Bot) -> None:
    turn = talk(bot, "What is the difference between coffee and tea?", "and the last?")
    assert turn.standalone == "What is tea?"


def test_every_proposal_is_answered_when_asked_and_is_in_the_answers_language(bot: Bot) -> None:
    for question in ("Hvad er kaffe?", "What is tea?"):
        turn = bot.ask(question)
        assert turn.answer.suggestions
        for proposal in turn.answer.suggestions:
            again = bot.ask(proposal)
            assert again.answer.answered, proposal
            assert again.answer.language == turn.answer.language


def test_a_stranger_is_turned_away_with_the_nearest_topics(bot: Bot) -> None:
    turn = bot.ask("Hvem vandt verdensmesterskabet i skak i 1985?")
    assert not turn.answer.answered
    assert turn.answer.text.startswith("Det kan jeg ikke finde svar på i artiklerne.")
    assert turn.passages
    check(bot, turn)


def test_what_is_far_from_all_topics_is_not_called_near(bot: Bot) -> None:
    far = bot.ask("Hvem malede Mona Lisa?")
    assert not far.answer.answered
    assert "De handler om andre ting, blandt andet " in far.answer.text


def test_a_very_long_message_is_answered_by_its_question(bot: Bot) -> None:
    turn = bot.ask("Jeg har læst en masse om dette og hint i dag. " * 400 + "Hvorfor bliver te bitter?")
    assert any("garvesyre" in quote for quote in cited(turn))
    check(bot, turn)


def test_the_same_question_gets_the_same_turn(bot: Bot) -> None:
    first, second = bot.ask("Fordele ved kaffe?"), bot.ask("Fordele ved kaffe?")
    assert (first.answer, first.standalone, first.passages) == (second.answer, second.standalone, second.passages)


def test_search_returns_language_and_passages_and_nothing_for_nothing(bot: Bot) -> None:
    language, passages = bot.search("Fordele ved te", 3)
    assert language == "da"
    assert [passage.rank for passage in passages] == [1, 2, 3]
    assert bot.search("?", page="da") == ("da", [])


def test_starters_are_answered_and_in_their_language(bot: Bot) -> None:
    for language in ("da", "en"):
        starters = bot.starters(language)
        assert starters
        assert all(bot.ask(starter).answer.answered for starter in starters)


MESSAGES = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "Hvorfor?",
            "og te?",
            "more",
            "in Danish please",
            "ja",
            "Hvad er kaffe?",
            "What about the risks?",
            "[1] [2]",
            "<b>tea</b>",
        ]
    ),
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(MESSAGES, min_size=1, max_size=4), st.sampled_from(["da", "en", None]))
def test_whatever_is_said_the_answer_keeps_to_its_promises(
    bot: Bot, messages: list[str], language: Language | None
) -> None:
    conversation = Conversation()
    for message in messages:
        turn = bot.ask(message, conversation, language=language, page="en")
        assert turn.question == message
        check(bot, turn)
        conversation = conversation.with_turn(turn)


def test_markdown_and_marks_in_articles_cannot_pass_for_citations(tmp_path: Path) -> None:
    article = tmp_path / "da" / "x.md"
    article.parent.mkdir()
    article.write_text(
        "# Ost [7]\n\n## Hvad er ost?\n\nOst er **mælk** \\[3\\], der er [stivnet](/x) <b>længe</b>.\n\n## Eksempel på ost [9]\n\n"
        "En ost af [12] typer koster 10 kr. [4] ved disken. Osten er gul.\n",
        encoding="utf-8",
    )
    bot = make_bot(tmp_path)
    for question in ("Hvad er ost?", "Giv et eksempel på ost", "Hvad koster en ost?", "kvantefysik"):
        check(bot, bot.ask(question))


def test_a_prepared_bot_searches_once_for_a_question_whatever_it_proposes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot = make_bot(write_articles(tmp_path))
    for _ in bot.prepare():
        pass
    searched: list[str] = []
    retrieve = bot.retriever.retrieve

    def counted(question: Question, k: int, *, documents: Language | None = None) -> list[Passage]:
        searched.append(question.text)
        return retrieve(question, k, documents=documents)

    monkeypatch.setattr(bot.retriever, "retrieve", counted)
    for number, question in enumerate(("Hvorfor bliver kaffe bitter?", "What is tea?"), 1):
        assert bot.ask(question).answer.suggestions
        assert len(searched) == number


@pytest.mark.parametrize(
    ("message", "parts"),
    [
        ("What is coffee and why is it bitter", ("What is coffee?", "why is it bitter?")),
        ("Hvad er kaffe? Og hvorfor bliver den bitter?", ("Hvad er kaffe?", "hvorfor bliver den bitter?")),
        ("What are the advantages and drawbacks of coffee?", None),
        ("What is coffee? What is tea? What is milk?", None),
        ("Tell me what coffee is and how it is made", None),
    ],
)
def test_a_message_may_ask_two_questions(message: str, parts: tuple[str, str] | None) -> None:
    assert two_questions(message) == parts


def test_two_questions_are_answered_together_in_their_order(bot: Bot) -> None:
    turn = talk(bot, "What is tea and why does it turn bitter?")
    assert turn.answer.text == (
        "Tea is a hot drink of leaves from the tea bush. [1] Tea turns bitter because the leaves give off tannic acid. [2]"
    )
    assert [passage.rank for passage in turn.passages] == list(range(1, len(turn.passages) + 1))
    assert len({(p.chunk.document, p.chunk.start) for p in turn.passages}) == len(turn.passages)


def test_more_keeps_to_the_documents_that_are_searched(bot: Bot) -> None:
    first = bot.ask("What is coffee?", documents="da")
    more = bot.ask("Tell me more", Conversation().with_turn(first), documents="da")
    assert first.answer.answered and more.answer.answered
    assert {citation.language for citation in (*first.answer.citations, *more.answer.citations)} == {"da"}

"""Follow-ups, requests and short talk: what a message means after the ones before it, before anything is searched."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.conversation import Bot
from bot.conversation.followups import FollowUps, Meaning
from bot.conversation.pointed import statement_meant
from bot.conversation.requests import fixed_language, wanted_language, wants_more, wants_simpler
from bot.conversation.smalltalk import small_talk
from bot.conversation.topics import Topics
from bot.features import Lexicon
from bot.types import Answer, Conversation, Language
from tests.answering import make_bot, write_articles


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return make_bot(write_articles(tmp_path_factory.mktemp("articles")))


@pytest.fixture(scope="module")
def follow_ups(bot: Bot) -> FollowUps:
    lexicon = Lexicon(bot.index.vocabulary)
    return FollowUps(Topics(bot.corpus, lexicon), lexicon)


def meaning(bot: Bot, follow_ups: FollowUps, language: Language, *messages: str) -> Meaning:
    conversation = Conversation()
    for message in messages[:-1]:
        conversation = conversation.with_turn(bot.ask(message, conversation))
    return follow_ups.understand(messages[-1], language, conversation)


@pytest.mark.parametrize(
    ("language", "before", "message", "text"),
    [
        ("da", "Hvad er kaffe?", "Og hvad med ulemperne?", "Hvad er ulemperne ved kaffe?"),
        ("da", "Hvad er kaffe?", "og hvad er ulemperne", "Hvad er ulemperne ved kaffe?"),
        ("da", "Hvad er kaffe?", "Hvilke ulemper er der?", "Hvilke ulemper er der? (kaffe)"),
        ("da", "Hvad er kaffe?", "Hvilke fordele?", "Hvad er fordele ved kaffe?"),
        ("en", "What is coffee?", "And what are the drawbacks?", "What are the drawbacks of coffee?"),
        ("en", "What is coffee?", "what are the advantages then", "What are the advantages of coffee?"),
        ("da", "Hvad er kaffe?", "Fordelene?", "Hvad er fordelene ved kaffe?"),
        ("da", "Hvad er kaffe?", "hvad er fordelene så", "Hvad er fordelene ved kaffe?"),
        ("en", "What is coffee?", "And the drawbacks?", "What are the drawbacks of coffee?"),
        ("da", "Hvad er kaffe?", "Er det dyrt?", "Er kaffe dyrt?"),
        ("da", "Hvad er forskellen på kaffe og te?", "hvad er ulemperne ved det sidste?", "hvad er ulemperne ved te?"),
        ("en", "Is coffee better than tea?", "why choose the former?", "why choose coffee?"),
        ("en", "Is coffee better than tea?", "Is the first cup free?", "Is the first cup free? (coffee)"),
        ("en", "What is the price of coffee in Denmark?", "and in Norway?", "What is the price of coffee in Norway?"),
        ("da", "Hvad er ulemperne ved kaffe?", "og for te?", "Hvad er ulemperne ved te?"),
        ("da", "Hvad er ulemperne ved kaffe?", "hvordan undgår man det?", "hvordan undgår man risici ved kaffe?"),
        (
            "en",
            "What are the drawbacks of coffee?",
            "how do you prevent that?",
            "how do you prevent the risks of coffee?",
        ),
        ("en", "What is coffee?", "How does it work?", "How does coffee work?"),
        ("en", "What is coffee?", "Why do people drink it?", "Why do people drink coffee?"),
        ("da", "Hvad er kaffe?", "giv et eksempel", "Giv et eksempel på kaffe"),
        ("en", "What is coffee?", "Can you give me an example?", "Give an example of coffee"),
        ("da", "Er kaffe dyrt?", "Hvorfor ikke?", "Hvorfor er kaffe dyrt?"),
        ("en", "What is coffee?", "Is it used to keep awake?", "Is coffee used to keep awake?"),
        ("en", "What is coffee?", "How is it related to tea?", "How is coffee related to tea?"),
        ("da", "Hvad er kaffe?", "Er det dyrere at brygge end te?", "Er kaffe dyrere at brygge end te?"),
        ("en", "What are the drawbacks of coffee?", "Why?", "Why are there drawbacks of coffee?"),
        ("da", "Hvad er ulemperne ved kaffe?", "hvorfor?", "Hvorfor er der ulemper ved kaffe?"),
        ("da", "Hvad er forskellen på kaffe og te?", "og det sidste?", "Hvad er te?"),
        ("da", "Hvad er forskellen på kaffe og te?", "hvornår giver det sidste mening", "hvornår giver te mening"),
        ("da", "Hvad er forskellen på kaffe og te?", "hvad er bedst", "hvad er bedst, kaffe eller te?"),
        ("en", "Is coffee better than tea?", "and which is cheaper?", "and which is cheaper, coffee or tea?"),
        ("en", "Is coffee better than tea?", "which is more expensive", "which is more expensive, coffee or tea?"),
        ("en", "What is coffee?", "what can go wrong", "what can go wrong (coffee)"),
        ("en", "What is coffee?", "example pls", "Give an example of coffee"),
        ("en", "Is coffee easy to brew?", "Why?", "Why is coffee easy to brew?"),
        ("en", "What is coffee?", "Is it easy to buy beans?", "Is it easy to buy beans? (coffee)"),
        ("da", "Hvad er kaffe?", "er det dyrt at købe bønner", "er det dyrt at købe bønner (kaffe)"),
        ("da", "Hvad er kaffe?", "Hvorfor?", "Hvorfor kaffe?"),
        ("da", "Hvilke fordele er der ved kaffe?", "Og te?", "Hvilke fordele er der ved te?"),
        ("en", "What is coffee?", "what about tea", "What is tea?"),
        ("en", "What are the advantages of tea?", "How can they be used?", "How can advantages of tea be used?"),
    ],
)
def test_a_follow_up_is_written_out(
    bot: Bot, follow_ups: FollowUps, language: Language, before: str, message: str, text: str
) -> None:
    found = meaning(bot, follow_ups, language, before, message).text
    assert found.casefold().rstrip("?") == text.casefold().rstrip("?")


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("da", "Hvad er te?"),
        ("en", "Why does tea turn bitter?"),
        ("en", "is it raining in Aarhus"),
        ("da", "regner det i Aarhus"),
        ("da", "Hvad er moms?"),
        ("en", "Who painted the Mona Lisa?"),
        ("en", "Which cheese tastes good with red grapes?"),
    ],
)
def test_a_question_that_stands_alone_is_left_alone(
    bot: Bot, follow_ups: FollowUps, language: Language, message: str
) -> None:
    assert meaning(bot, follow_ups, language, "Hvad er kaffe?", message) == Meaning(message)


def test_without_a_conversation_nothing_is_added(bot: Bot, follow_ups: FollowUps) -> None:
    assert meaning(bot, follow_ups, "da", "Og ulemperne?") == Meaning("Og ulemperne?")
    assert meaning(bot, follow_ups, "da", "hej", "Og ulemperne?") == Meaning("Og ulemperne?")


def test_the_topic_is_named_in_the_language_of_the_follow_up(bot: Bot, follow_ups: FollowUps) -> None:
    assert (
        meaning(bot, follow_ups, "en", "Hvad er kaffe?", "And the drawbacks?").text
        == "What are the drawbacks of coffee?"
    )


def test_a_follow_up_reaches_back_over_short_talk(bot: Bot, follow_ups: FollowUps) -> None:
    assert meaning(bot, follow_ups, "da", "Hvad er te?", "tak", "Og fordelene?").text == "Hvad er fordelene ved te?"


def test_an_unclear_message_is_read_both_ways(bot: Bot, follow_ups: FollowUps) -> None:
    found = meaning(bot, follow_ups, "da", "Hvad er kaffe?", "Hvem drikker kopper på kontoret?")
    assert found.alone == "Hvem drikker kopper på kontoret?"
    assert found.topic is not None
    assert not found.sure


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("på engelsk, tak", "en"), ("in Danish please", "da"), ("Kan du sige det på dansk?", "da"), ("now in English", "en"),
        ("English please", "en"), ("og på dansk?", "da"), ("What is insourcing in Danish?", None), ("Hvad hedder det på engelsk inden for jura", None),
        ("Hvad er dansk?", None), ("", None),
    ],
)  # fmt: skip
def test_a_language_is_wanted_only_where_that_is_all_that_is_said(text: str, language: Language | None) -> None:
    assert wanted_language(text) == language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("svar altid på dansk", "da"),
        ("English from now on, please", "en"),
        ("in English please", None),
        ("Er dansk altid svært at lære for folk der kun kan tysk og hollandsk?", None),
    ],
)
def test_a_language_is_fixed_only_when_that_is_said(text: str, language: Language | None) -> None:
    assert fixed_language(text) == language


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("fortæl mere", True),
        ("Tell me more about it, please", True),
        ("mere", True),
        ("Go on!", True),
        ("Kan du uddybe?", True),
        ("uddyb lige", True),
        ("can you say a bit more about that?", True),
        ("fortæl mere om te", False),
        ("more advantages", False),
        ("", False),
    ],
)
def test_more_is_asked_for_only_without_a_subject(text: str, expected: bool) -> None:
    assert wants_more(text) is expected


@pytest.mark.parametrize(
    ("text", "talk"),
    [
        ("Hej!", "hello"), ("god morgen", "hello"), ("tak for hjælpen", "thanks"), ("thx", "thanks"), ("vi ses", "bye"), ("Hvem er du?", "who"),
        ("are you a robot?", "who"), ("what can you do?", "can"), ("hjælp", "can"), ("ja tak", "yes"), ("Yes, please.", "yes"), ("nej tak", "no"),
        ("ok tak, farvel", "bye"), ("thanks, bye!", "bye"), ("ok så farvel til hvad", None),
        ("Hvem er kunden?", None), ("Hej hvad er te", None), ("Is it OK to outsource?", None), ("", None),
    ],
)  # fmt: skip
def test_short_talk_is_known_as_a_whole_or_not_at_all(text: str, talk: str | None) -> None:
    assert small_talk(text) == talk


def test_a_title_is_named_by_any_form_of_its_words_and_by_its_short_form(tmp_path: Path) -> None:
    for name, title in (
        ("sla", "Service level agreement (SLA)"),
        ("supply_chain", "Supply chain"),
        ("swot", "SWOT analysis"),
        ("it", "IT and US law"),
    ):
        path = tmp_path / "en" / f"{name}.md"
        path.parent.mkdir(exist_ok=True)
        path.write_text(
            f"# {title}\n\n## What is it?\n\nA {title} is something with supply chains and agreements on service levels.\n"
        )
    bot = make_bot(tmp_path)
    topics = Topics(bot.corpus, Lexicon(bot.index.vocabulary))
    assert [document.id for document in topics.named("Which supply chains are there?", "en")] == ["en/supply_chain.md"]
    assert [document.id for document in topics.named("What does an SLA cost?", "en")] == ["en/sla.md"]
    assert [document.id for document in topics.named("what to avoid with swot", "en")] == ["en/swot.md"]
    assert topics.named("What is a service?", "en") == []
    assert topics.named("What is an analysis?", "en") == []
    assert topics.named("Is it risky?", "en") == []


@pytest.mark.parametrize(
    "message",
    [
        "explain that simpler",
        "can you put it in plain words please",
        "kan du forklare det nemmere?",
        "ELI5",
        "jeg forstår det ikke",
    ],
)
def test_a_wish_for_something_simpler_is_known(message: str) -> None:
    assert wants_simpler(message)


@pytest.mark.parametrize(
    "message", ["explain brewing simply", "is tea simpler to brew", "hvad er nemmere, kaffe eller te"]
)
def test_a_question_about_simpler_things_is_no_such_wish(message: str) -> None:
    assert not wants_simpler(message)


def test_what_was_asked_and_not_found_is_the_topic_all_the_same(bot: Bot, follow_ups: FollowUps) -> None:
    refused = replace(bot.ask("Hvad er garvestoffer?"), answer=Answer("", "da"))
    conversation = Conversation((bot.ask("Hvad er kaffe?"), refused))
    assert follow_ups.understand("hvordan undgår man dem", "da", conversation).text == "hvordan undgår man garvestoffer"


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ("tell me more about the first one", 0),
        ("and the last?", 2),
        ("explain [2]", 1),
        ("3", 2),
        ("what does the second point mean?", 1),
        ("og det sidste?", 2),
        ("uddyb punkt 3", 2),
        ("fortæl mere om den anden ulempe", 1),
        ("nummer to", 1),
        ("the fourth", None),  # there are three
        ("What is the first step?", None),
        ("tell me more about the last mile", None),
        ("fortæl mere om det", None),
        ("two", None),
    ],
)
def test_a_statement_is_pointed_at_by_its_place(message: str, place: int | None) -> None:
    assert statement_meant(message, 3) == place
    assert statement_meant(message, 1) is None


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("how many cups in a day", "how many cups in a day (coffee)"),
        ("What is caffeine?", None),  # asks of a thing of its own
        ("how do planets move", None),  # of what the articles lack
        ("how many cups of tea in a day", None),  # of another topic
        ("how many cups of it do people in an office with ten employees drink", None),  # says all there is to say
    ],
)
def test_what_may_be_asked_within_the_topic(bot: Bot, follow_ups: FollowUps, message: str, text: str | None) -> None:
    conversation = Conversation((bot.ask("What is coffee?"),))
    found = follow_ups.within(message, "en", conversation)
    assert (found.text if found else None) == text
    assert follow_ups.within(message, "en", Conversation()) is None

"""With the encoder and the articles that ship: a follow-up is answered by its own words, not by its topic's name."""

from pathlib import Path

import pytest

from bot.assembly import Settings, open_bot
from bot.conversation import Bot
from bot.types import Conversation

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory, shipped_encoder: Path) -> Bot:
    return open_bot(Settings(index=tmp_path_factory.mktemp("index"), encoder=str(shipped_encoder)))


def test_a_follow_up_is_not_answered_by_the_definition_again(bot: Bot) -> None:
    conversation = Conversation().with_turn(bot.ask("Hvad er en serviceniveauaftale?"))
    answer = bot.ask("Hvad skal den indeholde?", conversation).answer
    quotes = [citation.quote for citation in answer.citations]
    assert conversation.turns[0].answer.citations[0].quote not in quotes
    assert any("De målepunkter, der skal opfyldes" in quote for quote in quotes)


def test_it_is_said_from_the_version_in_the_language_that_was_fixed(bot: Bot) -> None:
    """Both versions say it, so "Only the Danish articles say this" would be untrue."""
    conversation = Conversation().with_turn(bot.ask("Hvad er en serviceniveauaftale?", language="en"))
    answer = bot.ask("Hvad skal den indeholde?", conversation, language="en").answer
    assert answer.text.startswith("A good service level agreement contains at least these parts")
    assert {citation.language for citation in answer.citations} == {"en"}

"""With the encoder and the articles that ship: a follow-up is answered by its own words, not by its topic's name."""

from pathlib import Path

import pytest

from bot.assembly import Settings, open_bot
from bot.conversation import Bot
from bot.types import Conversation


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Bot:
    return open_bot(Settings(index=Path(tmp_path_factory.mktemp("index"))))


def test_a_follow_up_is_not_answered_by_the_definition_again(bot: Bot) -> None:
    conversation = Conversation().with_turn(bot.ask("Hvad er en serviceniveauaftale?"))
    answer = bot.ask("Hvad skal den indeholde?", conversation).answer
    quotes = [citation.quote for citation in answer.citations]
    assert conversation.turns[0].answer.citations[0].quote not in quotes
    assert any("De målepunkter, der skal opfyldes" in quote for quote in quotes)

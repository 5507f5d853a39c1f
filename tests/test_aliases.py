"""Short names from titles, written out in questions."""

import pytest

from bot.aliases import Aliases
from bot.types import Language

NAMES = Aliases(
    [
        ("Service level agreement (SLA)", "en"),
        ("Serviceniveauaftale (SLA)", "da"),
        ("Information technology (IT)", "en"),
        ("Offshoring", "en"),
        ("Insourcing (hjemtagning)", "da"),
    ]
)


@pytest.mark.parametrize(
    ("text", "language", "written"),
    [
        ("What is an SLA?", "en", "What is an service level agreement?"),
        ("hvem skriver sla'en", "da", "hvem skriver serviceniveauaftale"),
        ("SLA eller SLA-pris?", "da", "serviceniveauaftale eller SLA-pris?"),
        ("Is IT a good place to start?", "en", "Is information technology a good place to start?"),
        ("Is it a good place to start?", "en", "Is it a good place to start?"),
        ("What is a service level agreement (SLA)?", "en", "What is a service level agreement (SLA)?"),
        ("hvad er hjemtagning", "da", "hvad er hjemtagning"),
        ("Why offshoring?", "en", "Why offshoring?"),
    ],
)
def test_a_short_name_is_written_out_once_where_the_long_one_is_missing(
    text: str, language: Language, written: str
) -> None:
    assert NAMES.written_out(text, language) == written


def test_a_title_in_the_other_language_serves_where_there_is_none_in_the_questions_own() -> None:
    assert NAMES.written_out("hvad er IT?", "da") == "hvad er information technology?"

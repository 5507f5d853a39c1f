"""Phrases: every key in both languages, with the same fields, and none twice."""

import re
import string

import pytest

from bot.phrases import TABLES, phrase
from bot.types import LANGUAGES

KEYS = [(name, key) for name, table in TABLES.items() for key in table]


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize(("table", "key"), KEYS)
def test_a_phrase_says_something_in_both_languages_with_the_same_fields(table: str, key: str) -> None:
    entry = TABLES[table][key]
    assert set(entry) == set(LANGUAGES)
    assert all(text.strip() for text in entry.values())
    assert fields(entry["da"]) == fields(entry["en"])


def test_no_key_stands_in_two_tables() -> None:
    keys = [key for _, key in KEYS]
    assert len(keys) == len(set(keys))


def test_speech_never_looks_like_a_citation_mark() -> None:
    for entry in TABLES["speech"].values():
        assert not any(re.search(r"\[\d+\]", text) for text in entry.values())


def test_fields_are_filled_and_a_missing_key_is_named() -> None:
    assert phrase("speech.ask_what", "da", topic="outsourcing") == "Hvad er outsourcing?"
    assert phrase("speech.ask_what", "en", topic="{braces}") == "What is {braces}?"
    with pytest.raises(KeyError, match="no_such_key"):
        phrase("no_such_key", "en")

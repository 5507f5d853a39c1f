"""The tokenizer: what the base knew stays, å stays a letter, other accents go."""

import json
from pathlib import Path

import pytest
from tokenizers import Tokenizer

from training.vocabulary import extend, lemma_pieces, normaliser

from .conftest import toy_pairs


@pytest.fixture(scope="module")
def base_text(tiny_base: Path) -> str:
    return (tiny_base / "tokenizer.json").read_text(encoding="utf-8")


def extended(base_text: str, added: int = 60) -> Tokenizer:
    return Tokenizer.from_str(extend(base_text, [da for _, da in toy_pairs()], ["tømmerhandel", "is", "to ord"], added))


def test_pieces_of_the_base_keep_their_ids(base_text: str) -> None:
    before, after = Tokenizer.from_str(base_text).get_vocab(), extended(base_text).get_vocab()
    assert before.items() <= after.items()
    assert sorted(after.values()) == list(range(len(after)))


@pytest.mark.parametrize("added", [10, 30])
def test_no_more_pieces_are_added_than_asked_for(base_text: str, added: int) -> None:
    before, after = Tokenizer.from_str(base_text).get_vocab(), extended(base_text, added).get_vocab()
    assert len(after) - len(before) == added


def test_danish_words_are_pieces_of_their_own(base_text: str) -> None:
    tokens = extended(base_text).encode("Tømmerhandel: en HUND elsker æbler.", add_special_tokens=False).tokens
    assert tokens == ["tømmerhandel", ":", "en", "hund", "elsker", "æbler", "."]


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Århus Å", "århus å"),
        ("A\u030arhus", "århus"),  # å as a letter and a ring of its own
        ("Schröder på Café Málaga", "schroder på cafe malaga"),
        ("RØDGRØD Æble", "rødgrød æble"),
    ],
)
def test_accents_go_except_the_ring_of_a(text: str, normal: str) -> None:
    assert normaliser().normalize_str(text) == normal


def test_accented_names_are_read_as_the_base_reads_them(base_text: str) -> None:
    base, danish = Tokenizer.from_str(base_text), extended(base_text)
    assert danish.encode("café").tokens == base.encode("café").tokens
    assert "cafe" in danish.encode("café").tokens


def test_short_known_and_many_word_lemmas_get_no_piece() -> None:
    assert lemma_pieces(["is", "to ord", "Kendt", "Håndværk", "håndværk", "abc1"], {"kendt"}) == ["håndværk"]


def test_truncation_of_the_base_is_not_inherited(base_text: str) -> None:
    with_cut = json.loads(base_text) | {
        "truncation": {"max_length": 4, "strategy": "LongestFirst", "stride": 0, "direction": "Right"}
    }
    assert json.loads(extend(json.dumps(with_cut), ["en hund"] * 3, [], 5))["truncation"] is None

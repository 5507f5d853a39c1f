"""Templates: as many slots in one language as in the other, each filled with the same thing."""

import random
from pathlib import Path

import pytest

from training.bank import Bank, fillers, question, read_bank, read_pairs, read_passages
from training.records import Example, TrainingError
from training.steps import BANK

BARE = Bank((Example(en="Is {} older than {}?", da="Er {} ældre end {}?"),), (), ())


def test_slots_are_filled_in_the_same_order_in_both_languages() -> None:
    words = [Example(en=f"w{number}", da=f"o{number}") for number in range(20)]
    rng = random.Random(1)
    for _ in range(50):
        made = question(BARE, [], words, rng)
        assert [word for word in made.da.rstrip("?").split() if word[0] == "o"] == [
            "o" + word[1:] for word in made.en.rstrip("?").split() if word[0] == "w"
        ]


def test_some_questions_lose_their_mark_in_both_languages_at_once() -> None:
    rng = random.Random(1)
    made = [question(BARE, [], [Example(en="a", da="b")], rng) for _ in range(300)]
    bare = [item for item in made if not item.en.endswith("?")]
    assert 10 < len(bare) < 60
    assert all(not item.da.endswith("?") for item in bare)


def test_long_phrases_do_not_fill_slots() -> None:
    assert fillers([Example(en="x" * 50, da="y"), Example(en="x", da="y")]) == [Example(en="x", da="y")]


def test_a_line_without_danish_is_named(tmp_path: Path) -> None:
    (tmp_path / "words.tsv").write_text("en\tda\ndog\thund\ncat\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="line 3"):
        read_pairs(tmp_path / "words.tsv")


def test_templates_with_unlike_slots_are_refused(tmp_path: Path) -> None:
    (tmp_path / "templates.tsv").write_text("en\tda\nWhat is {}?\tHvad er det?\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="slots differ"):
        read_bank(tmp_path)


def test_a_passage_is_one_example_for_each_of_its_questions(tmp_path: Path) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text('{"en": "A.", "da": "B.", "questions": [["a?", "b?"], ["c?", "d?"]]}\n', encoding="utf-8")
    assert read_passages(path) == (Example("a?", "b?", "A.", "B."), Example("c?", "d?", "A.", "B."))
    assert read_bank(tmp_path).passages == read_passages(path)


@pytest.mark.parametrize("line", ["{", '{"en": "A."}', '{"en": "A.", "da": "B.", "questions": [["a?"]]}'])
def test_a_passage_out_of_shape_is_named(tmp_path: Path, line: str) -> None:
    path = tmp_path / "passages.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(TrainingError, match="line 2"):
        read_passages(path)


def test_a_missing_bank_is_empty(tmp_path: Path) -> None:
    assert read_bank(tmp_path) == Bank((), (), ())


def test_the_bank_that_ships_can_be_read_and_is_large() -> None:
    bank = read_bank(BANK)
    assert len(bank.templates) >= 400
    assert len(bank.words) >= 2000
    assert all("{}" in template.en for template in bank.templates)
    assert not any("{}" in pair.da for pair in (*bank.words, *bank.sentences))


def test_sentences_may_stand_in_several_files(tmp_path: Path) -> None:
    (tmp_path / "sentences.tsv").write_text("en\tda\nA dog.\tEn hund.\n", encoding="utf-8")
    (tmp_path / "sentences_2.tsv").write_text("en\tda\nA cat.\tEn kat.\n", encoding="utf-8")
    assert read_bank(tmp_path).sentences == (Example("A dog.", "En hund."), Example("A cat.", "En kat."))

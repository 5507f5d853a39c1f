"""Pseudo-Danish: words that share sentences replace each other, names and numbers stay."""

import random

from training.records import Example
from training.switching import KEPT, lexicon, switch, switched

from .conftest import OBJECTS, SUBJECTS, VERBS, toy_pairs


def test_words_are_found_by_the_sentences_they_share() -> None:
    found = lexicon([Example(en=en, da=da) for en, da in toy_pairs()], [])
    for english, danish in (SUBJECTS | VERBS | OBJECTS).items():
        assert found[english][0] == danish


def test_the_dictionary_adds_words_that_no_sentence_has() -> None:
    assert lexicon([], [Example(en="owl", da="ugle"), Example(en="barn owl", da="slørugle")])["owl"] == ["ugle"]


def test_what_the_lexicon_does_not_know_stays_with_its_signs() -> None:
    words = {"castle": ["slot"], "the": [""]}
    made = {switched("Built 1574, the castle (Kronborg)?", words, random.Random(seed)) for seed in range(40)}
    assert "Built 1574, slot (Kronborg)?" in made
    assert all(text.startswith("Built 1574,") and text.endswith("(Kronborg)?") for text in made)


def test_now_and_then_a_word_stays_english() -> None:
    text = switched("castle " * 1000, {"castle": ["slot"]}, random.Random(1))
    assert abs(text.count("castle") / 1000 - KEPT) < 0.05


def test_question_and_passage_are_switched_and_the_originals_kept() -> None:
    original = Example(en="dog", passage_en="a dog")
    made = [switch(original, {"dog": ["hund"]}, random.Random(seed)) for seed in range(20)]
    assert {(item.en, item.passage_en) for item in made} == {("dog", "a dog")}
    assert ("hund", "a hund") in {(item.da, item.passage_da) for item in made}

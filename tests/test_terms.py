import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.terms import Vocabulary, is_stopword, terms, words
from bot.types import Language

VOCABULARY = Vocabulary.from_texts(
    [
        (
            "Outsourcing giver stordriftsfordele, og kunden får en aftale om løn og omkostninger. Risici og klager findes.",
            "da",
        ),
        (
            "Forsyningskæde, leverandør, service, stordrift, fordele, skæbne, virksomhed, kultur; konkurrencefordel. Kunder.",
            "da",
        ),
        (
            "Outsourcing lowers costs; suppliers compete on price, and companies buy from a supply chain of factories.",
            "en",
        ),
    ]
)


def test_words_keep_numbers_danish_letters_and_apostrophes() -> None:
    assert words("Siden 1990’erne: 1,5 pct. på ØL-markedet, 2.000 kr.") == [
        "siden", "1990'erne", "1,5", "pct", "på", "øl", "markedet", "2.000", "kr",
    ]  # fmt: skip


@given(st.text())
def test_words_are_the_same_for_both_spellings_of_a_letter(text: str) -> None:
    assert words(unicodedata.normalize("NFD", text)) == words(unicodedata.normalize("NFC", text))


def test_terms_are_stems_of_content_words() -> None:
    assert terms("Hvad er fordelene ved outsourcing?", "da") == terms("fordel outsourcing", "da")
    assert terms("What are the advantages of outsourcing?", "en") == terms("advantage outsourcing", "en")


def test_danish_nouns_in_ing_have_their_verbs_stem() -> None:
    assert terms("offshoring outsourcing planlægning", "da") == terms("offshorer outsourcet planlægge", "da")
    assert terms("retning ting fordeling", "da") != terms("ret ting fordel", "da")
    assert not set(terms("retning", "da")) & set(terms("ret", "da"))
    assert not set(terms("fordeling", "da")) & set(terms("fordel", "da"))


def test_danish_letters_are_never_folded_away() -> None:
    assert terms("bør", "da") != terms("bor", "da")


@pytest.mark.parametrize(
    ("word", "language"), [("hvad", "da"), ("og", "da"), ("what", "en"), ("the", "en"), ("a", "en")]
)
def test_function_words_are_stop_words(word: str, language: Language) -> None:
    assert is_stopword(word, language)


@pytest.mark.parametrize(("word", "language"), [("risiko", "da"), ("risk", "en"), ("5", "da"), ("1990", "en")])
def test_content_words_and_numbers_are_no_stop_words(word: str, language: Language) -> None:
    assert not is_stopword(word, language)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("outsorcing", "outsourcing"),  # a letter missing
        ("outsourccing", "outsourcing"),  # one too many
        ("outosurcing", "outsourcing"),  # two swapped
        ("konkurencefodel", "konkurrencefordel"),  # two slips in a long word
        ("leverandoer", "leverandør"),  # typed without ø
        ("skaebne", "skæbne"),
        ("loenomkostninger", "lønomkostninger"),  # a compound of known words, typed without ø
        ("vaere", "være"),  # a stop word typed without æ
        ("srevice", "service"),
    ],
)
def test_a_slip_becomes_the_word_that_was_meant(typed: str, meant: str) -> None:
    assert VOCABULARY.correct(typed, "da") == meant


@pytest.mark.parametrize(
    "word",
    [
        "hvad", "what", "og",  # stop words of either language
        "costs", "suppliers",  # known in the other language
        "1990", "2.000", "kpi4",  # numbers
        "rsk", "lån",  # short
        "kage", "hest",  # real words beside "klage" and "helt"
        "outsourcingrisici",  # a compound
        "omkostningen",  # another form of a known word
        "fotosyntese", "",
    ],
)  # fmt: skip
def test_what_is_no_slip_stays(word: str) -> None:
    assert VOCABULARY.correct(word, "da") == word


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("outsourcingrisici", ("outsourcing", "risici")),
        ("virksomhedskultur", ("virksomhed", "kultur")),
        ("forsyningskæderisici", ("forsyningskæde", "risici")),
        ("leverandøraftaler", ("leverandør", "aftaler")),
        ("lønomkostninger", ("løn", "omkostninger")),
        ("service-aftale", ("service", "aftale")),
        ("outsourcingserviceaftale", ("outsourcing", "service", "aftale")),
        ("outsourcing", ("outsourcing",)),
        ("fotosyntese", ("fotosyntese",)),
        ("1990", ("1990",)),
        ("", ("",)),
        ("-", ("-",)),
    ],
)
def test_a_compound_falls_into_its_known_words(word: str, parts: tuple[str, ...]) -> None:
    assert VOCABULARY.split(word, "da") == parts


def test_english_compounds_fall_apart_too() -> None:
    assert VOCABULARY.split("supply-chain", "en") == ("supply", "chain")
    assert VOCABULARY.split("supplychain", "en") == ("supply", "chain")


@given(st.text(max_size=30), st.sampled_from(["da", "en"]))
def test_any_text_can_be_asked_about(text: str, language: Language) -> None:
    assert all(VOCABULARY.split(text, language)) or not text
    corrected = Vocabulary({}).correct(text, language)
    assert corrected == text or is_stopword(corrected, language)


def test_a_vocabulary_knows_the_words_of_both_languages() -> None:
    assert "suppliers" in VOCABULARY and "risici" in VOCABULARY and "fotosyntese" not in VOCABULARY


@pytest.mark.parametrize(
    ("typed", "language", "mended"),
    [
        ("Hvad er “fosyningskæde”, og hvornaar?", "da", "Hvad er “forsyningskæde”, og hvornår?"),
        ("Which SUPLIERS compete on 1,5?", "en", "Which Suppliers compete on 1,5?"),
        ("Hvad er outsourcing?", "da", "Hvad er outsourcing?"),
        ("", "da", ""),
    ],
)
def test_a_text_is_mended_word_by_word_and_otherwise_left(typed: str, language: Language, mended: str) -> None:
    assert VOCABULARY.mend(typed, language) == mended


def test_a_real_word_is_no_slip_though_it_may_be_a_folding() -> None:
    vocabulary = Vocabulary.from_texts(
        [("Planter i en fabrik, og det bør de", "da"), ("factories with plants, and they recognise it", "en")]
    )
    assert vocabulary.mend("how many planets", "en") == "how many plants"
    vocabulary.spare(["planets", "boer", "recognize"])
    assert vocabulary.correct("planets", "en") == "planets"
    # Another form of a word of the articles is one for BM25, and nothing that a model could not read.
    assert vocabulary.correct("recognize", "en") == "recognise"
    assert vocabulary.mend("recognize", "en") == "recognize"
    assert vocabulary.mend("how many planets", "en") == "how many planets"
    assert vocabulary.mend("boer man", "da") == "bør man"

import logging
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.index import searchable_text
from bot.lexical import K1, B, LexicalIndex
from bot.terms import Vocabulary, terms
from bot.types import Chunk, Language, Sentence


def chunk(text: str, language: Language = "da", title: str = "", section: tuple[str, ...] = ()) -> Chunk:
    sentence = Sentence(text, text, 0, len(text), "prose", 0)
    return Chunk(f"{language}/x.md", "x", title, section, language, text, 0, len(text), (sentence,))


def lexical(chunks: Sequence[Chunk]) -> LexicalIndex:
    return LexicalIndex(chunks, Vocabulary.from_texts((searchable_text(c), c.language) for c in chunks))


def bm25_by_hand(texts: list[list[str]], asked: list[str]) -> list[float]:
    """BM25 as Lucene has it, written from its definition."""
    average = sum(map(len, texts)) / len(texts)
    scores = []
    for text in texts:
        score = 0.0
        for term in dict.fromkeys(asked):
            holding = sum(term in other for other in texts)
            if not holding:
                continue
            rarity = math.log(1 + (len(texts) - holding + 0.5) / (holding + 0.5))
            count = Counter(text)[term]
            score += rarity * count / (count + K1 * (1 - B + B * len(text) / average))
        scores.append(score)
    return scores


WORDS = ["kontrol", "pris", "kvalitet", "levering", "ansvar", "2024"]  # none is a compound of others


@settings(deadline=None)
@given(
    texts=st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=12), min_size=1, max_size=12),
    asked=st.lists(st.sampled_from([*WORDS, "fraværende"]), max_size=6),
)
def test_scores_are_bm25_by_its_definition(texts: list[list[str]], asked: list[str]) -> None:
    found = lexical([chunk(" ".join(text)) for text in texts]).scores(" ".join(asked), "da")
    stems = [terms(" ".join(text), "da") for text in texts]
    assert found == pytest.approx(bm25_by_hand(stems, terms(" ".join(asked), "da")), abs=1e-5)


def test_title_and_headings_count_like_the_text() -> None:
    index = lexical(
        [chunk("Noget helt andet.", title="Outsourcing"), chunk("Noget tredje.", section=("Risici",)), chunk("Intet.")]
    )
    assert np.flatnonzero(index.scores("outsourcing", "da")).tolist() == [0]
    assert np.flatnonzero(index.scores("risici", "da")).tolist() == [1]


def test_the_files_name_counts_as_it_names_the_subject_in_both_languages() -> None:
    named = replace(chunk("Store mængder er billige."), article="business/economies_of_scale")
    index = lexical([named, chunk("Noget andet.")])
    assert np.flatnonzero(index.scores("What are economies of scale?", "en")).tolist() == [0]


def test_a_word_of_the_heading_counts_more_than_one_of_the_text() -> None:
    index = lexical([chunk("Noget pris andet", section=("Emne",)), chunk("Noget emne andet", section=("Pris",))])
    first, second = index.scores("pris", "da")
    assert 0 < first < second


@pytest.mark.parametrize("count", [1, 2, 50])
def test_the_rarest_word_is_worth_what_is_said(count: int) -> None:
    index = lexical([chunk("unik " * 10_000), *(chunk("andet") for _ in range(count - 1))])
    assert index.scores("unik", "da").max() == pytest.approx(index.rarest("da"), rel=0.05 * count)
    assert index.scores("unik", "da").max() < index.rarest("da")


def test_inflected_forms_meet_in_their_stem() -> None:
    index = lexical([chunk("Fordelene er mange."), chunk("Prisen er lav.")])
    assert np.flatnonzero(index.scores("hvilken fordel", "da")).tolist() == [0]
    index = lexical([chunk("Companies outsource tasks.", "en"), chunk("The price is low.", "en")])
    assert np.flatnonzero(index.scores("outsourcing a task", "en")).tolist() == [0]


def test_stop_words_find_nothing() -> None:
    index = lexical([chunk("Det er en virksomhed."), chunk("This is a company.", "en")])
    assert not index.scores("Hvad er det?", "da").any()
    assert not index.scores("What is this?", "en").any()


@pytest.mark.parametrize("question", ["", "?", "  \n", "🙂", "\ud800", "xyzzy plugh"])
def test_questions_without_a_known_word_score_nothing(question: str) -> None:
    assert not lexical([chunk("Te er varm."), chunk("Tea is hot.", "en")]).scores(question, "da").any()


@pytest.mark.parametrize(
    "question", ["leverandør", "leverandoer", "leverandorer", "leverendører", "LEVERANDØREN", "leverando\u0308ren"]
)
def test_typing_errors_and_letters_written_out_are_mended(question: str) -> None:
    index = lexical([chunk("En leverandør og flere leverandører, leverandøren."), chunk("Noget andet.")])
    assert np.flatnonzero(index.scores(question, "da")).tolist() == [0]


def test_letters_are_not_folded() -> None:
    index = lexical([chunk("Han bor her."), chunk("Man bør vente, altid bør man det.")])
    scores = index.scores("bor", "da")
    assert scores[0] > 0
    assert scores[1] == 0


def test_a_compound_is_found_by_its_parts_and_the_other_way_round() -> None:
    index = lexical(
        [chunk("Outsourcing har flere risici."), chunk("Outsourcingrisici er mange."), chunk("Prisen er lav.")]
    )
    assert (index.scores("outsourcingrisici", "da")[:2] > 0).all()
    assert (index.scores("risici", "da")[:2] > 0).all()
    assert index.scores("outsourcingrisici", "da")[2] == 0


def test_names_and_numbers_are_found_across_languages() -> None:
    index = lexical(
        [chunk("Michael Porter skrev i 1985."), chunk("Michael Porter wrote in 1985.", "en"), chunk("Tea.", "en")]
    )
    asked: tuple[tuple[str, Language], ...] = (
        ("Hvad skrev Porter i 1985?", "da"),
        ("What did Porter write in 1985?", "en"),
    )
    for question, language in asked:
        scores = index.scores(question, language)
        assert (scores[:2] > 0).all()
        assert scores[2] == 0


def test_function_words_of_the_question_are_no_words_of_the_other_language() -> None:
    index = lexical([chunk("Den gamle by."), chunk("The lion sleeps in its den.", "en")])
    assert not index.scores("Hvor er den?", "da").any()


def test_rarity_is_that_within_the_language() -> None:
    danish = [chunk("Swot er godt."), chunk("Noget andet."), chunk("Noget tredje.")]
    english = [chunk("Swot again.", "en") for _ in range(30)]
    assert lexical([*danish, *english]).scores("swot", "da")[0] == pytest.approx(
        lexical(danish).scores("swot", "da")[0]
    )


def test_no_chunks_and_chunks_without_words_are_no_trouble() -> None:
    assert lexical([]).scores("te", "da").shape == (0,)
    assert lexical([chunk("?!"), chunk("og", "en")]).scores("te", "da").tolist() == [0.0, 0.0]


def test_the_library_says_nothing(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.NOTSET)
    lexical([chunk("Te er varm.")]).scores("te", "da")
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")

from itertools import pairwise
from pathlib import Path

import pytest

from bot.articles import read_document
from bot.chunking import ChunkSettings, chunk_document, embedding_text, repeated_quotes
from bot.corpus import load_corpus
from bot.types import Chunk

ARTICLES = Path(__file__).parent / "articles"
CORPUS = Path(__file__).parent.parent / "corpus"
FACT = "Dette er en sætning om et bestemt emne, og den er omkring hundrede tegn lang, når man tæller efter nu."


def chunks(body: str) -> tuple[Chunk, ...]:
    return chunk_document(read_document(f"# Titel\n\n{body}", "da/x.md", language="da"))


def test_a_section_that_fits_is_one_chunk_and_sections_never_share_one() -> None:
    found = chunks(f"## Et\n\n{FACT}\n\n{FACT}\n\n## To\n\nKort.")
    assert [(chunk.section, len(chunk.sentences)) for chunk in found] == [(("Et",), 2), (("To",), 1)]


def test_a_heading_without_text_gives_no_chunk() -> None:
    assert chunks("## Et\n\n## To\n\n### Tre") == ()


def test_a_long_section_is_cut_between_paragraphs_into_even_pieces() -> None:
    paragraph = " ".join([FACT] * 3)
    found = chunks(f"## Et\n\n{paragraph}\n\n{paragraph}\n\n{paragraph}\n\n{paragraph}")
    assert [len(chunk.sentences) for chunk in found] == [6, 6]


def test_no_embedded_text_is_longer_than_asked_unless_one_sentence_is() -> None:
    for document in load_corpus(ARTICLES).documents:
        for maximum in (200, 800):
            for chunk in chunk_document(document, ChunkSettings(max_characters=maximum)):
                assert len(embedding_text(chunk)) <= maximum or len(chunk.sentences) == 1


def test_the_shipped_articles_fit_the_encoder() -> None:
    # 800 characters were at most 203 word pieces of 256 in these articles, 4.4 characters a piece in the densest.
    for document in load_corpus(CORPUS).documents:
        for chunk in chunk_document(document):
            assert len(embedding_text(chunk)) <= 800 or len(chunk.sentences) == 1


def test_a_list_stays_with_the_sentence_that_leads_into_it() -> None:
    items = "\n".join(f"- {FACT}" for _ in range(4))
    found = chunks(f"{FACT} {FACT} {FACT} {FACT}\n\nDer er fire grunde:\n\n{items}")
    assert [chunk.sentences[0].plain for chunk in found][1:] == ["Der er fire grunde:"]
    assert [sentence.kind for sentence in found[1].sentences] == ["prose", "item", "item", "item", "item"]


def test_a_chunk_that_begins_with_an_item_begins_with_its_mark() -> None:
    assert chunks("Tekst.\n\n## Liste\n\n- et\n- to")[-1].text == "- et\n- to"


def test_headings_longer_than_a_chunk_leave_room_for_text() -> None:
    document = read_document(f"# {'Lang titel ' * 25}\n\nKort. Lige så kort.", "da/x.md", language="da")
    assert [len(chunk.sentences) for chunk in chunk_document(document, ChunkSettings(max_characters=200))] == [2]


def test_what_is_embedded_has_title_and_section_before_the_plain_text() -> None:
    (chunk,) = chunks("## Et\n\n### To\n\n**Fed** [tekst](/x). Mere.")
    assert embedding_text(chunk) == "Titel › Et › To › Fed tekst. Mere."


def test_chunks_of_one_section_follow_one_another_without_overlap() -> None:
    found = chunks(" ".join([FACT] * 40))
    assert len(found) > 4
    assert all(before.end <= after.start for before, after in pairwise(found))


# The quote, then the paragraph beside it. Share of the quote's stems in the best sentence of the paragraph: 1.0, 0.8,
# 1.0 and 1.0 for the repeats, 0.5, 0.0, 0.5 and 0.33 for the others.
REPEATS = [
    (
        "At give fremmede adgang til systemer, især økonomisystemer, kan skabe risici.",
        "Der er en bagside. At lade fremmede få adgang til systemer, især økonomisystemer såsom regnskab, skaber risici.",
    ),
    (
        "Høns lægger flest æg om foråret, siger avlerne.",
        "Høns lægger flest æg om foråret og færrest om vinteren. De æder korn.",
    ),
    ("Vand er den vigtigste næring.", "Vand er næring, og den vigtigste af dem alle. Uden det dør alt."),
    (
        "Små virksomheder køber dyrest ind i længden.",
        "I længden er det de små virksomheder, der køber dyrest ind, viser tal.",
    ),
]
OTHERS = [
    ("Den, der ler sidst, ler bedst.", "Mange ler, når de hører det sidste ord. Bedst er det ikke."),
    (
        "Vi mistede overblikket, sagde chefen bagefter.",
        "Virksomheden flyttede sin kundeservice til udlandet. Kunderne klagede.",
    ),
    ("Høns lægger æg hele året i varme lande.", "Høns lægger æg. Det varierer hele året, især i varme perioder."),
    ("Vand koster ti kroner literen på Mars.", "Vand koster næsten ingenting her. En liter fås for få øre."),
]


@pytest.mark.parametrize(("quote", "body"), REPEATS)
def test_a_quote_that_repeats_its_section_is_not_indexed_twice(quote: str, body: str) -> None:
    found = chunks(f"Før det hele.\n\n> {quote}\n\n{body}")
    assert not any(quote in chunk.text for chunk in found)
    assert " ".join(sentence.text for chunk in found for sentence in chunk.sentences) == f"Før det hele. {body}"


@pytest.mark.parametrize(("quote", "body"), OTHERS)
def test_any_other_quote_stays(quote: str, body: str) -> None:
    kinds = [sentence.kind for chunk in chunks(f"> {quote}\n\n{body}") for sentence in chunk.sentences]
    assert "quote" in kinds


def test_a_quote_is_compared_with_its_own_section_only() -> None:
    quote, body = REPEATS[0]
    assert any(quote in chunk.text for chunk in chunks(f"## Et\n\n> {quote}\n\n## To\n\n{body}"))


def test_the_repeat_is_named_by_its_block() -> None:
    quote, body = REPEATS[0]
    document = read_document(f"> {quote}\n\n{body}", "da/x.md", language="da")
    assert repeated_quotes(document.sections[0], document, 0.8) == {0}
    assert repeated_quotes(document.sections[0], document, 1.1) == frozenset()


def test_settings_say_all_that_the_saved_index_depends_on() -> None:
    assert ChunkSettings().as_dict() == {"max_characters": 800, "repeat_share": 0.75}

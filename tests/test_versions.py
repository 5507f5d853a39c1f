from bot.types import Chunk, Language
from bot.versions import counterparts


def chunk(article: str, language: Language, section: str, start: int = 0, folder: str = "") -> Chunk:
    return Chunk(f"{folder}{language}/{article}.md", article, article, (section,), language, "x", start, start + 1, ())


def test_sections_pair_by_their_place() -> None:
    chunks = (
        chunk("te", "da", "Hvad"),
        chunk("te", "da", "Fordele"),
        chunk("te", "en", "What"),
        chunk("te", "en", "Advantages"),
    )
    assert counterparts(chunks) == {"da": {2: 0, 3: 1}, "en": {0: 2, 1: 3}}


def test_a_section_cut_in_more_pieces_pairs_by_how_far_into_it_they_are() -> None:
    chunks = (*(chunk("te", "da", "Hvad", n) for n in range(2)), *(chunk("te", "en", "What", n) for n in range(3)))
    assert counterparts(chunks) == {"da": {2: 0, 3: 1, 4: 1}, "en": {0: 2, 1: 4}}


def test_an_article_of_one_language_pairs_with_nothing() -> None:
    assert counterparts((chunk("te", "da", "Hvad"), chunk("kaffe", "en", "What"))) == {"da": {}, "en": {}}


def test_versions_that_are_not_parallel_pair_with_nothing() -> None:
    chunks = (chunk("te", "da", "Hvad"), chunk("te", "en", "What"), chunk("te", "en", "Why"))
    assert counterparts(chunks) == {"da": {}, "en": {}}


def test_a_heading_that_comes_twice_is_two_sections() -> None:
    chunks = (
        chunk("te", "da", "A"), chunk("te", "da", "B"), chunk("te", "da", "A", 5),
        chunk("te", "en", "A"), chunk("te", "en", "B"), chunk("te", "en", "A", 5),
    )  # fmt: skip
    assert counterparts(chunks)["da"] == {3: 0, 4: 1, 5: 2}


def test_a_second_file_of_an_article_and_language_stands_alone() -> None:
    chunks = (chunk("te", "da", "Hvad"), chunk("te", "en", "What"), chunk("te", "en", "What", folder="en/"))
    assert counterparts(chunks) == {"da": {1: 0}, "en": {0: 1}}

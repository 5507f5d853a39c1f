"""What one article's text becomes; the files in tests/articles hold every oddity of real articles."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.articles import read_document
from bot.chunking import ChunkSettings, chunk_document
from bot.corpus import load_corpus
from bot.types import Document, Language, Sentence

ARTICLES = Path(__file__).parent / "articles"


def read(text: str, id: str = "da/x.md") -> Document:
    return read_document(text, id)


def sentences(document: Document) -> list[Sentence]:
    return [sentence for section in document.sections for sentence in section.sentences]


def plains(text: str) -> list[str]:
    return [sentence.plain for sentence in sentences(read(text))]


def assert_whole(document: Document) -> None:
    """Check every promise about offsets that a Document makes, and those of its chunks."""
    position = 0
    for before, section in zip((None, *document.sections), document.sections, strict=False):
        assert before is None or before.end == section.start
        assert section.start <= section.body <= section.end <= len(document.text)
        for sentence in section.sentences:
            assert document.text[sentence.start : sentence.end] == sentence.text
            assert max(position, section.body) <= sentence.start < sentence.end <= section.end
            assert any(character.isalnum() for character in sentence.plain)
            assert "\n" not in sentence.plain and "\r" not in sentence.plain
            assert unicodedata.is_normalized("NFC", sentence.plain)
            position = sentence.end
    for maximum in (120, 800):
        chunks = chunk_document(document, ChunkSettings(max_characters=maximum, repeat_share=2.0))
        assert [sentence for chunk in chunks for sentence in chunk.sentences] == sentences(document)
        for chunk in chunk_document(document, ChunkSettings(max_characters=maximum)):
            assert document.text[chunk.start : chunk.end] == chunk.text
            assert chunk.start <= chunk.sentences[0].start and chunk.sentences[-1].end == chunk.end


FRAGMENTS = st.sampled_from(
    [
        "# Titel", "##Tæt", "## Åben ##", "#hashtag her", "#Alene", "Under\n---", "> citat. Mere", ">", "> > dybt", "- punkt",
        "  - under. Punktum", "* [ ] gør", "1. et", "2. verdenskrig", "1990. Året", "| a | b |\n|---|---|\n| 1 | **2** |", "```\n# kode. A\n```",
        "~~~", "    indrykket", "\tfane", "<div>\n<p>Hej. Du</p>\n</div>", "<!-- skjult. A -->", "<script>", "---", "***", "![alt. A](b.png)",
        "[link. A](/slug)", "[ref]: /url", "**fed. Ja**", "En sætning. En anden", "uden ende", "", "", "f.eks. ca. 5 mio. kr. A", "a\\", "<a name=x></a>\n## Efter", "<div>\n# I\n</div>", "\u00ad", "1. a\n   1. b. C", "&amp;. B", "\ufeff",
        "\u00a0", "\x0c", "\x85", "\u2028", "\0", "a\u030a", "🎉 ja. A", "---\ntitle: x: y\n---", "\\# nej", "[^1]: note. A", "<br>", "|", "|a|", "- \n\n  x",
    ]
)  # fmt: skip
MARKDOWN = st.builds(
    lambda parts, newlines: "".join(
        part.replace("\n", newline) + newline for part, newline in zip(parts, newlines, strict=False)
    ),
    st.lists(FRAGMENTS | st.text(max_size=12), max_size=14),
    st.lists(st.sampled_from(["\n", "\n", "\n\n", "\r\n", "\r", ""]), min_size=14, max_size=14),
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(MARKDOWN | st.text(), st.sampled_from(["da/x.md", "x.txt"]))
def test_offsets_hold_for_any_text(text: str, id: str) -> None:
    document = read_document(text, id)
    assert document.text == text.removeprefix("\ufeff")
    assert_whole(document)


def test_offsets_hold_for_every_article_of_the_tests() -> None:
    for document in load_corpus(ARTICLES).documents:
        assert_whole(document)


@pytest.fixture(scope="module")
def untidy() -> Document:
    return load_corpus(ARTICLES).get("da/chicken_keeping.md")


def test_front_matter_of_lists_numbers_and_regional_languages_is_read(untidy: Document) -> None:
    assert (untidy.title, untidy.language) == ("Høns i haven", "da")
    assert untidy.keywords == ("Høns", "Have, hjem", "3")
    assert untidy.description == "Hvad man skal vide om høns, før man køber dem."


def test_sections_follow_headings_with_or_without_the_space(untidy: Document) -> None:
    assert [section.path for section in untidy.sections] == [
        (),
        ("Foder",),
        ("Foder", "Hvad må de ikke få?"),
        ("Hønsehus",),
        ("Hønsehus", "Sidste råd"),
        ("Tom overskrift",),
        ("Nederst",),
    ]
    for section in untidy.sections[1:]:
        line = unicodedata.normalize("NFC", untidy.text[section.start : section.body])
        assert section.heading in line and line.endswith("\n")


def test_nothing_hidden_and_no_heading_is_a_sentence(untidy: Document) -> None:
    shown = [sentence.plain for sentence in sentences(untidy)]
    headings = {"Høns i haven", *(section.heading for section in untidy.sections)}
    assert not headings & set(shown)
    assert not any("Ikke en sætning" in plain or "keywords" in plain for plain in shown)


def test_each_kind_of_block_gives_its_kind_of_sentence(untidy: Document) -> None:
    kinds = {sentence.plain: sentence.kind for sentence in sentences(untidy)}
    assert kinds["avocado. Den indeholder persin, som er giftigt for fugle. Det gælder også skallen."] == "item"
    assert kinds["Sæt den frem"] == "item"
    assert kinds["Brahma · Æg om året: 140 · Vægt: 5 kg, stor"] == "row"
    assert kinds["Gamle ord: Den, der ler sidst, fik æggene først. og fortsætter dovent her."] == "quote"
    assert kinds['# Dette er ingen overskrift. Heller ikke en sætning. ##Nej print("høns")'] == "code"
    assert kinds["Lågen skal lukkes om natten."] == "prose"
    assert kinds["#hashtag er ikke en overskrift, og #Høns heller ikke."] == "prose"


def test_a_sentence_across_quoted_lines_is_one_slice_and_shows_no_marks(untidy: Document) -> None:
    quote = next(sentence for sentence in sentences(untidy) if sentence.plain.startswith("Gamle ord"))
    assert quote.text.endswith("først.\r\n> og fortsætter dovent her.")


def test_lists_tables_and_quotes_are_one_block_each(untidy: Document) -> None:
    rows = {sentence.block for sentence in sentences(untidy) if sentence.kind == "row"}
    assert len(rows) == 1
    dash_items = [s.block for s in sentences(untidy) if s.plain in {"rå bønner,", "salt i større mængder"}]
    assert len(dash_items) == 2 and len(set(dash_items)) == 1


def test_a_long_item_is_cited_by_the_sentence_and_stays_an_item() -> None:
    item = "Første sætning i et langt punkt. " * 12
    found = sentences(read(f"- {item}\n- kort. Punkt"))
    assert [sentence.kind for sentence in found] == ["item"] * 13
    assert found[-1].text == "kort. Punkt"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("##Højdepunkter", ("Højdepunkter",)),
        ("###2023 i tal", ("2023 i tal",)),
        ("##**Fed** overskrift", ("Fed overskrift",)),
        ("#Alene", ("Alene",)),
        ("#hashtag", ()),
        ("#Et og #To", ()),
        ("#1 i verden", ()),
        ("    ##Kode", ()),
        ("```\n##Kode\n```", ()),
        ("<div>\n##Kode\n</div>", ()),
        ("#######Syv", ()),
    ],
)
def test_marks_without_a_space_make_a_heading_only_where_one_is_meant(line: str, path: tuple[str, ...]) -> None:
    assert read(f"# Titel\n\n{line}\n\nTekst.").sections[-1].path == path


def test_a_tight_heading_ends_the_paragraph_before_it() -> None:
    document = read("# T\nTekst uden luft\n##Næste\nMere tekst")
    assert [(s.path, [x.text for x in s.sentences]) for s in document.sections] == [
        ((), ["Tekst uden luft"]),
        (("Næste",), ["Mere tekst"]),
    ]


def test_a_rule_right_under_a_paragraph_does_not_make_it_a_heading() -> None:
    assert plains("Et helt afsnit med punktum.\n---\nMere.") == ["Et helt afsnit med punktum.", "Mere."]
    assert read("# T\n\nKort\n---\nMere.").sections[-1].path == ("Kort",)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("---\ntitle: Fra toppen\n---\n\n# Overskrift\n\nTekst.", "Overskrift"),
        ("---\ntitle: Fra toppen\n---\n\n# Et\n\nTekst.\n\n# To\n\nTekst.", "Fra toppen"),
        ("---\ntitle: Fra toppen\n---\n\n## Et\n\nTekst.", "Fra toppen"),
        ("## Et\n\nTekst.", "Make or buy"),
        ("#Uden luft\n\nTekst.", "Uden luft"),
        ("# *Fed* [titel](/x)\n\nTekst.", "Fed titel"),
        ("Titel\n=====\n\nTekst.", "Titel"),
        ("", "Make or buy"),
    ],
)
def test_the_title_is_the_first_heading_else_the_front_matter_else_the_file_name(text: str, title: str) -> None:
    assert read_document(text, "da/make_or-buy.md").title == title


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("title: Insourcing: en guide\nlanguage: en", "Insourcing: en guide"),
        ("title: 2020\nlanguage: EN_gb", "2020"),
        ("title: no\nlanguage: english", "no"),
        ('title: "Uden slutning\nlanguage: en', "Uden slutning"),
    ],
)
def test_odd_front_matter_is_read_as_text_and_never_cited(head: str, title: str) -> None:
    document = read_document(f"---\n{head}\n---\nDet er en dansk tekst.", "da/x.md", language="da")
    assert (document.title, document.language) == (title, "en")
    assert [sentence.text for sentence in sentences(document)] == ["Det er en dansk tekst."]


def test_two_rules_around_text_are_no_front_matter() -> None:
    assert plains("---\nBare tekst.\n---\nMere tekst.") == ["Bare tekst.", "Mere tekst."]
    assert plains("---\n---\nMere tekst.") == ["Mere tekst."]
    assert plains("---\ntitle: aldrig lukket\n\nTekst.") == ["title: aldrig lukket", "Tekst."]


@pytest.mark.parametrize(
    ("text", "folder", "language"),
    [
        ("---\nlanguage: da-DK\n---\nEnglish text here.", "en", "da"),
        ("---\nlanguage: klingon\n---\nEnglish text here.", "da", "da"),
        ("Det her er skrevet på dansk.", None, "da"),
        ("This is written in English.", None, "en"),
        ("42", None, "en"),
    ],
)
def test_the_language_is_the_front_matters_else_the_folders_else_the_texts(
    text: str, folder: Language | None, language: Language
) -> None:
    assert read_document(text, "x.md", language=folder).language == language


def test_an_ordinal_at_the_start_of_a_paragraph_is_no_list_number() -> None:
    found = sentences(read("# T\n\n2. verdenskrig ændrede alt.\n\nTo ting:\n\n1. Et\n2. To"))
    assert [(sentence.text, sentence.kind) for sentence in found] == [
        ("2. verdenskrig ændrede alt.", "prose"),
        ("To ting:", "prose"),
        ("Et", "item"),
        ("To", "item"),
    ]


def test_footnotes_links_and_images_show_their_text_alone() -> None:
    assert plains("Se [her](/a_(b) 'c')[^2], [der][ref] og ![alt](x.png).[1]\n\n[ref]: /url") == ["Se her, der og alt."]


@pytest.mark.parametrize("lead", ['<a name="x"></a>', "<br>", '<a id="x"/>'])
def test_an_anchor_above_a_heading_does_not_swallow_it(lead: str) -> None:
    document = read(f"# T\n\n{lead}\n## Næste\n\nTekst.")
    assert (document.sections[-1].path, plains(document.text)) == (("Næste",), ["Tekst."])


def test_a_whole_article_on_the_line_of_its_title_is_text() -> None:
    document = read("# " + "En sætning om høns. " * 30)
    assert (document.title, len(sentences(document))) == ("X", 30)


def test_a_heading_inside_raw_html_is_no_sentence() -> None:
    assert plains("<div align=center>\n# Titel\nEn sætning.\n</div>") == ["En sætning."]


def test_front_matter_after_blank_lines_is_still_front_matter() -> None:
    document = read("\n\n---\ntitle: Fra toppen\n---\n\nTekst.")
    assert (document.title, plains(document.text)) == ("Fra toppen", ["Tekst."])


def test_a_page_of_marks_takes_no_time() -> None:
    for marks in ("[" * 20000, "`" * 20000 + " a", "*a " * 9000, "> " * 5000, "<" * 20000, "- " * 4000):
        assert_whole(read(marks))

"""The Answerer: whole sentences, exact slices, one version of each, and never more than fits."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answerer import LONGEST, Choice, ExtractiveAnswerer, Slice, cut, cut_section, enumeration, write
from bot.answerer.slices import repeats, without_marks
from bot.calibration import Calibration
from bot.corpus import Corpus, load_corpus, read_document
from bot.index import update_index
from bot.reader import Reader
from bot.retriever import Retriever
from bot.types import Answer, Document, Language, Question, Sentence
from tests.answering import write_articles
from tests.doubles import HashingEncoder

MARK = re.compile(r"\[(\d+)\]")


class Answering:
    """Retriever, Reader and Answerer over a folder, asked directly."""

    def __init__(self, folder: Path, *, threshold: float = 0.0) -> None:
        encoder = HashingEncoder(dimension=4096)
        self.corpus: Corpus = load_corpus(folder)
        index, _ = update_index(self.corpus, encoder, None)
        calibration = replace(Calibration.fallback(), threshold=threshold)
        self._retriever = Retriever(index, encoder, calibration)
        self._answerer = ExtractiveAnswerer(Reader(calibration, index.vocabulary), self.corpus, calibration)

    def __call__(self, text: str, language: Language = "da", answer_language: Language | None = None) -> Answer:
        question = Question(text, language, answer_language or language)
        return self._answerer.answer(question, self._retriever.retrieve(question, 10))


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Answering:
    return Answering(write_articles(tmp_path_factory.mktemp("articles")))


def quotes(answer: Answer) -> list[str]:
    return [citation.quote for citation in answer.citations]


def test_a_definition_is_the_defining_sentence_and_its_highlight_is_not_said_again(ask: Answering) -> None:
    answer = ask("Hvad er kaffe?")
    assert sum("ristede bønner" in quote for quote in quotes(answer)) == 1
    assert answer.text.startswith("Kaffe er en drik, der brygges på ristede bønner. [1]")


def test_a_list_brings_every_item_as_a_line_of_its_own(ask: Answering) -> None:
    answer = ask("Hvilke fordele er der ved kaffe?")
    assert answer.text.splitlines() == [
        "- Kaffe gør mange mennesker mere vågne. [1]",
        "- Kaffe er nem at brygge derhjemme. [2]",
    ]
    assert quotes(answer)[0] == "Kaffe gør mange mennesker mere vågne."


def test_both_sides_of_a_balance_come(ask: Answering) -> None:
    answer = ask("Hvad er fordelene og ulemperne ved kaffe?")
    assert {citation.section[0] for citation in answer.citations} == {"Fordele ved kaffe", "Ulemper ved kaffe"}


def test_a_comparison_names_both_sides(ask: Answering) -> None:
    answer = ask("Hvad er forskellen på kaffe og te?")
    assert any("mere koffein end te" in quote for quote in quotes(answer))


def test_a_sentence_that_leans_brings_the_one_before_in_one_citation(ask: Answering) -> None:
    answer = ask("Hvorfor betyder temperaturen meget for smagen?")
    assert any(quote.startswith("Brygning fungerer") and quote.endswith("for smagen.") for quote in quotes(answer))


def test_an_abstention_has_no_citation_and_names_topics_in_the_answers_language(tmp_path: Path) -> None:
    answer = Answering(write_articles(tmp_path), threshold=1.0)("Hvor kommer kaffe fra?", answer_language="en")
    assert not answer.answered
    assert answer.text.startswith("I can't find that in the articles.")
    assert "closest topics they cover are Coffee" in answer.text
    assert MARK.findall(answer.text) == []


def test_the_version_in_the_answers_language_is_preferred_when_it_says_as_much(tmp_path: Path) -> None:
    answer = Answering(write_articles(tmp_path))("tea")
    assert {citation.language for citation in answer.citations} == {"da"}


def test_a_source_in_the_other_language_only_is_quoted_and_named_as_such(tmp_path: Path) -> None:
    write_articles(tmp_path)
    (tmp_path / "en" / "coffee.md").unlink()
    (tmp_path / "en" / "tea.md").unlink()
    answer = Answering(tmp_path)("kaffe bønner", "en")
    assert answer.language == "en"
    assert answer.text.startswith("Only the Danish articles say this. In the original:\n“")
    assert {citation.language for citation in answer.citations} == {"da"}


def test_sources_that_disagree_are_both_cited_and_the_answer_says_so(tmp_path: Path) -> None:
    for name, year in (("a", 1965), ("b", 1971)):
        (tmp_path / f"{name}.md").write_text(
            f"---\nlanguage: da\n---\n# Bro {name}\n\n## Historie\n\nDen store hængebro over fjorden åbnede for trafik i {year}.\n",
            encoding="utf-8",
        )
    answer = Answering(tmp_path)("Hvornår åbnede den store hængebro over fjorden for trafik?")
    assert answer.text.startswith("Kilderne siger ikke det samme:")
    assert {citation.document for citation in answer.citations} == {"a.md", "b.md"}


def document(text: str, id: str = "da/x.md") -> Document:
    return read_document(text, id, language="da")


def test_a_slice_is_exact_whatever_surrounds_it() -> None:
    found = document("\r\n# Å\r\n\r\n- Ost er **gul**.\r\n- Brød er [brunt](/b).\r\n")
    for section in found.sections:
        for one in cut_section(found, section, 0.5):
            assert found.text[one.start : one.end] == one.quote
    (first, second) = cut_section(found, found.sections[-1], 0.5)
    assert (first.plain, second.plain) == ("Ost er gul.", "Brød er brunt.")


def test_items_and_other_paragraphs_text_do_not_lean() -> None:
    found = document("# X\n\n- Ost er gul.\n- Den er god.\n\nBrød er brunt.\n\n![billede](x.png)\n\nDet er godt.\n")
    texts = [one.plain for section in found.sections for one in cut_section(found, section, 0.5)]
    assert "Ost er gul. Den er god." not in texts
    assert "Brød er brunt. Det er godt." not in texts


def test_cutting_where_no_sentence_begins_gives_nothing() -> None:
    assert cut(document("# X\n\nOst er gul.\n"), 1, 0.5) is None


def test_repeats_are_the_same_place_or_nearly_the_same_words() -> None:
    found = document("# X\n\nOst er gul og rund. Ost er rund og gul. Brød er brunt og blødt.\n")
    first, second, third = (one for section in found.sections for one in cut_section(found, section, 0.5))
    assert repeats(first, [first])
    assert repeats(second, [first])
    assert not repeats(third, [first, second])


def test_brackets_with_numbers_in_a_source_become_round() -> None:
    assert without_marks("Ost [3] er  [gul] [ 12 ].") == "Ost (3) er [gul] ( 12 )."


def test_names_are_listed_with_and_and_cut_when_too_long() -> None:
    assert enumeration([], "en") == ""
    assert enumeration(["a"], "en") == "a"
    assert enumeration(["a", "b", "c"], "da") == "a, b og c"
    assert len(enumeration(["x" * 500], "en")) == 80


def test_the_best_slice_survives_when_not_all_fit() -> None:
    found = document("# X\n\n" + "\n\n".join(f"Afsnit {n} " + "ord " * 90 + "slut." for n in range(4)) + "\n")
    slices = [one for section in found.sections for one in cut_section(found, section, 0.1)]
    slices[2] = replace(slices[2], score=0.9)
    answer = write(Choice(tuple(slices)), "da", 0.5)
    assert len(answer.text) <= LONGEST
    assert answer.citations[-1].quote == slices[2].quote
    assert len(answer.citations) < 4


def test_one_endless_sentence_is_shown_short_and_cited_whole() -> None:
    found = document("# X\n\nOst " + "og mere ost " * 200 + "slut.\n")
    start, end = found.text.index("Ost"), len(found.text) - 1
    endless = Sentence(found.text[start:end], found.text[start:end], start, end, "prose", 0)
    one = Slice(found, found.sections[-1], (endless,), 0.1)
    answer = write(Choice((one,)), "en", 0.5)
    assert len(answer.text) <= LONGEST
    assert answer.text.endswith("… [1]")
    assert answer.citations[0].quote == one.quote


def test_translations_stand_beside_the_original(tmp_path: Path) -> None:
    found = document("# X\n\nOst er gul.\n")
    (one,) = (one for section in found.sections for one in cut_section(found, section, 0.1))
    answer = write(Choice((one,)), "en", 0.5, lambda text, source, target: f"{text.upper()} [1] {source}>{target}")
    assert answer.citations[0].quote == "Ost er gul."
    assert answer.citations[0].translation == "OST ER GUL. (1) da>en"
    assert answer.text.splitlines()[-1] == "Machine translation: OST ER GUL. (1) da>en"
    assert MARK.findall(answer.text) == ["1"]


WORDS = st.sampled_from(
    [
        "ost",
        "brød",
        "gul",
        "rund",
        "derfor",
        "det",
        "er",
        "en",
        "og",
        "[1]",
        "**fed**",
        "[link](/x)",
        "1990",
        "?",
        "!",
        ".",
        ":",
        "-",
        "<b>",
        "ik",
    ]
)
ARTICLES = st.lists(
    st.one_of(
        st.lists(WORDS, min_size=1, max_size=30).map(" ".join),
        st.sampled_from(["## Fordele", "##Ulemper ved ost", "- ost er gul", ">", "| a | b |", "```"]),
    ),
    min_size=1,
    max_size=12,
).map("\n\n".join)


@settings(max_examples=60, deadline=None)
@given(ARTICLES, st.lists(WORDS, min_size=1, max_size=8).map(" ".join), st.sampled_from(["da", "en"]))
def test_for_any_article_and_question_marks_and_citations_agree(text: str, question: str, language: Language) -> None:
    article = document(text)
    corpus = Corpus(Path("/nowhere"), (article,), {article.id: "0"})
    encoder = HashingEncoder()
    index, _ = update_index(corpus, encoder, None)
    if not index.chunks:
        return
    calibration = replace(Calibration.fallback(), threshold=0.0)
    asked = Question(question, "da", language)
    passages = Retriever(index, encoder, calibration).retrieve(asked, 10)
    answerer = ExtractiveAnswerer(Reader(calibration, index.vocabulary), corpus, calibration)
    answer = answerer.answer(asked, passages)
    marks = [int(number) for number in MARK.findall(answer.text)]
    assert marks == [citation.number for citation in answer.citations] == list(range(1, len(marks) + 1))
    assert len(answer.text) <= LONGEST
    assert answer.answered == bool(answer.citations)
    for citation in answer.citations:
        assert article.text[citation.start : citation.end] == citation.quote
    assert answerer.answer(asked, passages) == answer


STEPS = """# Tea making

## How tea is made

Making tea takes four steps:

1. Boil the water.
2. Warm the pot.
3. Add the leaves.
4. Wait for three minutes.

## Drawbacks of tea making

Tea making wastes water. Most kettles are filled to the brim.

Tea making takes time. Nobody gets those minutes back.

Tea making leaves stains. The pot turns brown in a week.

Tea making costs power. A kettle draws two kilowatts.

Tea making is noisy. The kettle sings.
"""


@pytest.fixture(scope="module")
def steps(tmp_path_factory: pytest.TempPathFactory) -> Answering:
    folder = tmp_path_factory.mktemp("steps")
    (folder / "tea_making.md").write_text(STEPS, encoding="utf-8")
    return Answering(folder)


def test_two_steps_of_four_bring_them_all_numbered_as_in_the_source(steps: Answering) -> None:
    lines = steps("tea making warm pot, leaves", "en").text.splitlines()
    assert [MARK.sub("", line).strip() for line in lines[-4:]] == [
        "1. Boil the water.",
        "2. Warm the pot.",
        "3. Add the leaves.",
        "4. Wait for three minutes.",
    ]
    assert "Making tea takes four steps:" in lines[-5]


def test_a_section_with_more_than_fits_gives_each_paragraphs_point_and_says_where_the_rest_is(steps: Answering) -> None:
    answer = steps("What are the drawbacks of tea making?", "en")
    assert len(answer.citations) == 8
    assert answer.text.endswith("The rest is under “Drawbacks of tea making” in the article “Tea making”.")
    for point in ("wastes water", "takes time", "leaves stains", "costs power", "is noisy"):
        assert any(f"Tea making {point}" in quote for quote in quotes(answer))


def test_advantages_and_drawbacks_stand_under_their_headings(ask: Answering) -> None:
    lines = ask("What are the advantages and drawbacks of coffee?", "en").text.splitlines()
    assert [line for line in lines if not line.startswith("- ")] == ["Advantages of coffee:", "Drawbacks of coffee:"]


def test_a_sentence_that_draws_on_the_one_before_further_in_brings_it() -> None:
    document = read_document("# A\n\nA brewery pays once. Each bottle therefore costs less.\n", "a.md", language="en")
    found = cut(document, document.text.index("Each"), 0.5)
    assert found is not None and found.quote == "A brewery pays once. Each bottle therefore costs less."


def test_a_whole_example_is_told_where_the_calculation_is_asked_for(ask: Answering) -> None:
    short = ask("Giv et eksempel på kaffe")
    whole = ask("Giv et regneeksempel på kaffe")
    assert "Hele eksemplet står under" in short.text
    assert "Hele eksemplet" not in whole.text and "En kop koster altså 2 kr." in whole.text


@pytest.mark.parametrize("question", ["Kaffe?", "kaffe", "Fortæl om kaffe"])
def test_a_bare_topic_is_first_told_what_it_is(ask: Answering, question: str) -> None:
    assert quotes(ask(question))[0] == "Kaffe er en drik, der brygges på ristede bønner."


def test_an_aspect_that_is_part_of_a_topics_name_is_not_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# Home advantage\n\n## What is home advantage?\n\nHome advantage is a lead of the team that plays at home. "
        "Referees measure home advantage in whistles.\n\n## Advantages of home games\n\n- The grass is known.\n- No travel tires.\n",
        encoding="utf-8",
    )
    ask = Answering(tmp_path)
    assert not any("grass" in quote for quote in quotes(ask("referees whistles home advantage", "en")))
    assert any("grass" in quote for quote in quotes(ask("advantages of home advantage", "en")))


@pytest.mark.parametrize("question", ["Regneeksempel på kaffe", "Gennemgå et eksempel på kaffe"])
def test_an_example_that_an_article_has_is_given_however_unlikely_the_sentences_look(
    tmp_path: Path, question: str
) -> None:
    ask = Answering(write_articles(tmp_path), threshold=1.1)
    assert "Et kontor med ti ansatte" in quotes(ask(question))[0]
    assert not ask("Et eksempel på kaffe i Kina").citations
    assert not ask("Hvor kommer kaffe fra?").citations


def test_what_a_sentence_defines_is_there_however_unlikely_it_looks(tmp_path: Path) -> None:
    ask = Answering(write_articles(tmp_path), threshold=1.1)
    assert quotes(ask("Hvad er kaffe?"))[0] == "Kaffe er en drik, der brygges på ristede bønner."
    assert not ask("Hvad er kaffe i Norge?").answered  # asks for more
    assert not ask("Hvad er garvesyre?").answered  # named by none
    assert not ask("Er kaffe en drik?").answered  # of another kind

"""Proposals: questions made of headings, in the answer's language, none that were asked or cannot be answered."""

from pathlib import Path

import pytest

from bot.corpus import Corpus, load_corpus, read_document
from bot.suggestions import MOST, Suggester, heading_question, topic_name
from bot.types import LANGUAGES, Citation, Document, Language
from tests.answering import write_articles


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    return load_corpus(write_articles(tmp_path))


def citation(document: Document, heading: str) -> Citation:
    section = next(section for section in document.sections if section.heading == heading)
    return Citation(
        1, document.id, document.title, section.path, document.language, "", section.start, section.end, 0.5
    )


def article(title: str, heading: str, language: Language = "da", text: str = "") -> str:
    document = read_document(
        f"# {title}\n\n## {heading}\n\n{text or 'Noget om ' + title.lower()}.\n", f"{language}/x.md", language=language
    )
    return heading_question(document, document.sections[-1])


@pytest.mark.parametrize(
    ("title", "heading", "language", "question"),
    [
        ("Kaffe", "Hvad er kaffe?", "da", "Hvad er kaffe?"),
        ("Kaffe", "Eksempel: Hvornår skal der købes ind?", "da", "Hvornår skal der købes ind? (kaffe)"),
        ("Kaffe", "Fordele ved kaffe", "da", "Hvilke fordele er der ved kaffe?"),
        ("Kaffe", "Fordele ved at regne med kaffe", "da", "Hvilke fordele er der ved at regne med kaffe?"),
        ("Coffee", "Drawbacks and risks of instant coffee", "en", "What are the drawbacks of instant coffee?"),
        (
            "Milk advantage",
            "Milk advantage through coffee",
            "en",
            "Tell me about “Milk advantage through coffee” (milk advantage)",
        ),
        ("Kaffe", "Ulemper og grænser", "da", "Hvilke ulemper er der ved kaffe?"),
        ("Kaffe", "Fordele og ulemper", "da", "Hvilke fordele og ulemper er der ved kaffe?"),
        ("Coffee", "Example of coffee", "en", "Can you give an example of coffee?"),
        ("Kaffe", "Sådan fungerer kaffe", "da", "Hvordan fungerer kaffe?"),
        ("Coffee", "How coffee works", "en", "How does coffee work?"),
        ("Kaffe", "Kaffe versus te", "da", "Hvad er forskellen på kaffe og te?"),
        ("Kaffe", "Højdepunkter", "da", ""),
        ("Kaffe", "Bønnens vej", "da", "Fortæl om »Bønnens vej« (kaffe)"),
    ],
)
def test_a_heading_becomes_the_question_its_section_answers(
    title: str, heading: str, language: Language, question: str
) -> None:
    assert article(title, heading, language, f"{title.lower()} og te") == question


def test_an_empty_section_asks_nothing() -> None:
    document = read_document("# Kaffe\n\n## Tom\n\n## Fuld\n\nKaffe.\n", "da/x.md", language="da")
    assert [heading_question(document, section) for section in document.sections if section.heading == "Tom"] == [""]


def test_a_title_keeps_its_capital_where_the_article_always_writes_it() -> None:
    swot = read_document("# SWOT\n\nEn SWOT er en tabel.\n", "da/swot.md", language="da")
    tea = read_document("# Te\n\nMange drikker te.\n", "da/te.md", language="da")
    assert (topic_name(swot), topic_name(tea)) == ("SWOT", "te")


def test_proposals_go_on_from_the_cited_section_and_include_linked_articles(corpus: Corpus) -> None:
    document = corpus.get("da/coffee.md")
    found = Suggester(corpus, lambda text, language: True).after([citation(document, "Kaffe versus te")], "da", [])
    assert found == ("Hvilke fordele er der ved kaffe?", "Hvilke ulemper er der ved kaffe?", "Hvad er te?")


def test_what_was_asked_in_other_words_is_not_proposed(corpus: Corpus) -> None:
    document = corpus.get("da/coffee.md")
    asked = ["fordele kaffe", "Hvad er te?"]
    found = Suggester(corpus, lambda text, language: True).after([citation(document, "Kaffe versus te")], "da", asked)
    assert "Hvilke fordele er der ved kaffe?" not in found
    assert "Hvad er te?" not in found


def test_only_what_can_be_answered_is_proposed_and_never_more_than_fits(corpus: Corpus) -> None:
    tried: list[str] = []

    def answers(text: str, language: Language) -> bool:
        tried.append(text)
        return "ulemper" not in text

    found = Suggester(corpus, answers).after([citation(corpus.get("da/coffee.md"), "Hvad er kaffe?")], "da", [])
    assert len(found) == MOST
    assert tried
    assert not any("ulemper" in question for question in found)


def test_proposals_after_a_quote_in_the_other_language_come_from_the_answers_version(corpus: Corpus) -> None:
    document = corpus.get("da/tea.md")
    found = Suggester(corpus, lambda text, language: True).after([citation(document, "Hvad er te?")], "en", [])
    assert found
    assert all("te " not in question for question in found)
    assert "What are the advantages of tea?" in found


def test_starters_are_one_an_article_and_topics_are_spread(corpus: Corpus) -> None:
    suggester = Suggester(corpus, lambda text, language: True)
    assert len(suggester.starters("en")) == 2
    assert suggester.topics("da") == ("kaffe", "te")


def test_nothing_answerable_means_no_proposals(corpus: Corpus) -> None:
    suggester = Suggester(corpus, lambda text, language: False)
    assert suggester.after([citation(corpus.get("da/tea.md"), "Hvad er te?")], "da", []) == ()
    assert suggester.starters("da") == ()
    assert suggester.nearest([], "da", []) == ()


def test_every_question_that_may_be_proposed_is_known_beforehand(corpus: Corpus) -> None:
    suggester = Suggester(corpus, lambda _, __: True)
    every = list(suggester.every())
    assert len(every) == len(set(every))
    for language in LANGUAGES:
        proposed = set(suggester.starters(language))
        for document in corpus.documents:
            if document.language == language:
                proposed |= set(suggester.after([citation(document, document.sections[-1].heading)], language, ()))
        assert proposed
        assert {(question, language) for question in proposed} <= set(every)

"""Articles with questions: every file's form, and the line of one that is out of shape."""

import json
from pathlib import Path

import pytest

from training.articles import read_articles, read_file, read_squad
from training.records import TrainingError
from training.steps import BANK

from .conftest import write_rows

ROW = {
    "title": ["Tea", "Te"],
    "sections": [
        {"heading": ["What it is", "Hvad det er"], "en": ["Tea is hot."], "da": ["Te er varm."]},
        {
            "heading": ["Price", "Pris"],
            "en": ["It is cheap.", "It costs 2."],
            "da": ["Den er billig.", "Den koster 2."],
        },
    ],
    "questions": [["What does it cost?", "Hvad koster den?", ["2.2"]]],
    "unanswered": [["Who found it?", "Hvem fandt den?"]],
}


def write(path: Path, *rows: object) -> Path:
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def test_places_are_counted_from_one_in_the_file_and_from_zero_inside(tmp_path: Path) -> None:
    (article,) = read_file(write(tmp_path / "articles.jsonl", ROW))
    answered, near = article.questions
    assert answered.places == {"en": ((1, 1),), "da": ((1, 1),)}
    assert answered.text == {"en": "What does it cost?", "da": "Hvad koster den?"}
    assert near.places == {"en": (), "da": ()}
    assert article.sections["da"][1].sentences[1] == "Den koster 2."
    assert article.sections["en"][1].heading == "Price"


def test_a_passage_counts_its_sentences_in_each_language(tmp_path: Path) -> None:
    passage = {
        "en": "One is here. Two is there.",
        "da": "En er her, og to er der. Tre er væk.",
        "questions": [["Where is two?", "Hvor er to?", [2], [1]], ["Where is one?", "Hvor er en?", [1]]],
    }
    write(tmp_path / "passages_1.jsonl", passage, {"en": "A.", "da": "B.", "questions": [["a?", "b?"]]})
    (article,) = read_articles(tmp_path)  # the second says of no question which sentence answers
    assert [asking.places for asking in article.questions] == [
        {"en": ((0, 1),), "da": ((0, 0),)},
        {"en": ((0, 0),), "da": ((0, 0),)},
    ]


def test_squad_has_each_sentence_once_however_many_questions_it_answers(tmp_path: Path) -> None:
    rows = [{"question": f"q{n}?", "passage": f"s{n // 2}."} for n in range(100)]
    write_rows(tmp_path / "train_sharealike/qa_en_squad_sentences.jsonl.gz", rows)
    first, second = read_squad(tmp_path)
    assert [len(first.questions), len(second.questions)] == [80, 20]
    assert len(first.sections["en"]) == 40
    assert all(
        first.sections["en"][asking.places["en"][0][0]].sentences[0] == f"s{n // 2}."
        for n, asking in enumerate(first.questions)
    )
    assert not first.complete


@pytest.mark.parametrize(
    "change",
    [
        {"questions": [["a?", "b?", ["3.1"]]]},
        {"questions": [["a?", "b?", ["1.2"]]]},
        {"questions": [["a?", "b?", ["0.1"]]]},
        {"questions": [["a?", "b?"]]},
        {"sections": [{"heading": ["x", "y"], "en": ["A."]}]},
        {"title": ["x"]},
        {"questions": [["a?", "b?", [2.2]]]},
    ],
)
def test_a_line_out_of_shape_is_named(tmp_path: Path, change: dict[str, object]) -> None:
    path = write(tmp_path / "articles.jsonl", ROW, ROW | change)
    with pytest.raises(TrainingError, match="line 2"):
        read_file(path)


def test_the_bank_that_ships_teaches_from_hundreds_of_articles_and_keeps_some_back() -> None:
    articles = read_articles(BANK)
    assert len(articles) > 800
    assert sum(not any(asking.places.values()) for article in articles for asking in article.questions) > 1000
    held_out = read_file(BANK / "held_out.jsonl")
    taught = {section.sentences for article in articles for section in article.sections["en"]}
    assert not taught & {section.sentences for article in held_out for section in article.sections["en"]}


def test_a_passages_sentences_are_counted_from_one(tmp_path: Path) -> None:
    write(tmp_path / "passages.jsonl", {"en": "A.", "da": "B.", "questions": [["a?", "b?", [0]]]})
    with pytest.raises(TrainingError, match="line 1"):
        read_articles(tmp_path)

"""Question files: what is read, what is refused with a sentence, how a phrase is compared."""

import json
from pathlib import Path

import pytest

from bot.errors import QuestionFileError
from bot.questions import holds_phrase, load_questions, normalise

ROW = {"id": "q1", "question": "Hvad?", "language": "da", "answerable": True, "gold": {"da": ["et ord"]}}


def write(folder: Path, *rows: object) -> Path:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return file


def test_a_question_is_read_with_its_history_and_gold(tmp_path: Path) -> None:
    file = write(tmp_path, ROW | {"history": ["Hvad er x?"], "document": "x", "kind": "followup"}, "")
    (question,) = load_questions([file]).questions
    assert question.history == ("Hvad er x?",)
    assert question.gold == {"da": ("et ord",)}
    assert (question.document, question.kind, question.answer_language) == ("x", "followup", None)


def test_language_cases_stand_beside_questions(tmp_path: Path) -> None:
    found = load_questions([write(tmp_path, {"text": "SWOT?", "language": None}, ROW)])
    assert [(case.text, case.language) for case in found.languages] == [("SWOT?", None)]
    assert len(found.questions) == 1


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("{not json", "line 1"),
        ({key: value for key, value in ROW.items() if key != "question"}, "'question' is missing"),
        (ROW | {"language": "sv"}, "'sv' is not a language"),
        (ROW | {"gold": {"da": "et ord"}}, "list of phrases"),
        (ROW | {"gold": {}}, "needs a gold phrase"),
        (ROW | {"answerable": "yes"}, "true or false"),
        ("[1, 2]", "line 1"),
    ],
)
def test_a_bad_line_is_named_with_file_line_and_reason(tmp_path: Path, row: object, said: str) -> None:
    with pytest.raises(QuestionFileError, match=said) as caught:
        load_questions([write(tmp_path, row)])
    assert "questions.jsonl, line 1" in str(caught.value)


def test_a_missing_file_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(QuestionFileError, match="Cannot read the question file"):
        load_questions([tmp_path / "none.jsonl"])


def test_a_line_separator_inside_a_question_ends_no_line(tmp_path: Path) -> None:
    row = {"id": "a", "question": "one\u2028two", "language": "en", "answerable": False, "gold": {}}
    file = tmp_path / "questions.jsonl"
    file.write_text(json.dumps(row, ensure_ascii=False) + "\r\n", encoding="utf-8")
    assert [question.question for question in load_questions([file]).questions] == ["one\u2028two"]


def test_files_without_any_question_are_no_measure(tmp_path: Path) -> None:
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    with pytest.raises(QuestionFileError, match="no question"):
        load_questions([tmp_path / "empty.jsonl"])


def test_phrases_are_compared_without_markdown_case_or_composition() -> None:
    assert normalise("  **Fordele**\nved [Insourcing](/insourcing)") == "fordele ved insourcing"
    assert holds_phrase("Pa\u030a den **Anden**  side", ["på den anden side"])
    assert not holds_phrase("bor", ["bør"])

"""The table: every set, every direction, and figures that an encoder known by heart must get."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from training.cli import main
from training.evaluate import lexical, load, measure, retrieval, stemmed, tasks
from training.records import TrainingError


def by_heart(texts: Sequence[str]) -> NDArray[np.float32]:
    """Each text its own direction: nothing resembles anything but itself."""
    return np.eye(len(texts), dtype=np.float32)


def test_every_set_and_direction_is_a_column(toy_data: Path) -> None:
    names = [task.name for task in tasks(toy_data, 1000)]
    assert names == [
        *(f"{name} {way}" for name in ("tatoeba", "heldout") for way in ("en→da", "da→en")),
        *(f"sections {way}" for way in ("en→en", "en→da", "da→en", "da→da")),
        *("qa_da", "qa_en", "pubmed"),
    ]


def test_equal_passages_are_one_passage() -> None:
    task = retrieval("x", ["a", "b", "c"], ["p", "q", "p"], ("da", "da"))
    assert task.passages == ["p", "q"]
    assert task.wanted.tolist() == [0, 1, 0]


def test_an_encoder_that_sees_no_likeness_scores_as_ties_do(toy_data: Path) -> None:
    columns = tasks(toy_data, 5)
    measured = measure(columns, by_heart, [lexical(task) for task in columns])
    assert measured["dense"]["qa_da"] == pytest.approx(100 / np.log2(1 + 3))  # third of five, on average
    assert measured["hybrid"]["qa_da"] > 95  # BM25 alone decides: the passage repeats the question's words


def test_words_are_stemmed_in_their_language_and_keep_their_letters() -> None:
    assert stemmed(["Hundene bør", "Bøgerne"], "da") == [["hund", "bør"], ["bøg"]]
    assert stemmed(["The dogs"], "en") == [["the", "dog"]]


def test_a_missing_encoder_is_named() -> None:
    with pytest.raises(TrainingError, match="No encoder folder nowhere"):
        load("nowhere")


def test_the_command_prints_and_writes_the_figures(
    toy_data: Path, tiny_base: Path, prepared: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("training.steps.base_model", lambda: tiny_base)
    figures = tmp_path / "figures.json"
    arguments = ["evaluate", "--data", str(toy_data), "--encoder", str(prepared / "start"), "--json", str(figures)]
    assert main(arguments) == 0
    printed = capsys.readouterr().out
    assert all(name in printed for name in ("BM25", "base", "start", "start + BM25"))
    assert figures.read_text(encoding="utf-8").count("sections da→en") == 5

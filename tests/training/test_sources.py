"""Reading the data: duplicates, machine translation, worn openings, headings that say nothing."""

import random
from pathlib import Path

import pytest

from training.records import Example, TrainingError
from training.sources import (
    OPENING_LIMIT,
    distinct,
    documentation,
    everyday,
    fingerprint,
    glosses,
    headed,
    skeleton,
    streams,
    words,
)

from .conftest import write_gzip


def test_sentences_that_differ_in_case_digits_and_signs_are_one() -> None:
    assert skeleton("Se side 12, tak!") == skeleton("se side 7 tak")
    kept = distinct([Example(en="See page 12", da="Se side 12"), Example(en="See page 7", da="se side 7.")])
    assert kept == [Example(en="See page 12", da="Se side 12")]


def test_an_opening_is_used_only_so_often() -> None:
    letters = [chr(ord("a") + number) for number in range(26)]
    examples = [Example(en="x", da=f"Du kan finde flere {one}{other}") for one in letters for other in letters]
    assert len(distinct(examples)) == OPENING_LIMIT


def test_the_same_question_with_another_passage_is_another_example() -> None:
    examples = [Example(da="Hvorfor det?", passage_da="Fordi a."), Example(da="Hvorfor det?", passage_da="Fordi b.")]
    assert distinct(examples) == examples


def test_everyday_sentences_and_documentation_share_nothing(toy_data: Path) -> None:
    manual = {pair.da for pair in documentation(toy_data, random.Random(1))}
    spoken = {pair.da for pair in everyday(toy_data)}
    assert len(manual) == len(spoken) == 50
    assert not manual & spoken


def test_machine_translation_is_mostly_left_out(tmp_path: Path) -> None:
    rows = [
        f"e{number} {chr(97 + number % 26) * (1 + number // 26)}\tord{chr(97 + number % 26) * (1 + number // 26)} her"
        for number in range(400)
    ]
    lines = [f"{row}\tmanual\tx\t{kind}" for row, kind in zip(rows, ["MT", "HT"] * 200, strict=True)]
    write_gzip(tmp_path / "train/parallel.tsv.gz", ["en\tda\tsource\tdoc\ttranslation", *lines])
    kept = {pair.en for pair in documentation(tmp_path, random.Random(1))}
    machine = sum(1 for row in rows[::2] if row.split("\t")[0] in kept)
    assert sum(1 for row in rows[1::2] if row.split("\t")[0] in kept) == 200
    assert 30 < machine < 90


def test_definitions_are_no_translations(toy_data: Path) -> None:
    assert Example(da="hund", passage_en="an animal that barks") in glosses(toy_data)
    assert Example(en="dog", da="hund") in words(toy_data)
    assert all("animal" not in pair.en for pair in words(toy_data))


def test_a_heading_that_says_nothing_gets_its_title() -> None:
    assert headed("Forudsætninger", "Opret en konto", generic=True) == "Opret en konto: Forudsætninger"
    assert headed("Opret en ny konto i systemet", "Konti", generic=False) == "Opret en ny konto i systemet"
    assert headed("Kort", "", generic=True) == "Kort"


def test_the_same_seed_gives_the_same_streams(toy_data: Path) -> None:
    assert streams(toy_data, 1) == streams(toy_data, 1)


def test_the_fingerprint_names_each_training_file_and_notices_one_more_row(tmp_path: Path) -> None:
    path = tmp_path / "train/a.tsv.gz"
    write_gzip(path, ["en\tda"])
    before = fingerprint(tmp_path)
    write_gzip(path, ["en\tda", "x\ty"])
    assert list(before) == ["train/a.tsv.gz"]
    assert fingerprint(tmp_path) != before


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(TrainingError, match=r"parallel\.tsv\.gz; --data must name"):
        everyday(tmp_path)

"""The command line: what is missing is said in one sentence; no folder is assumed."""

from pathlib import Path

import pytest

from training.cli import main, parser


@pytest.fixture(autouse=True)
def without_the_real_base(tiny_base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.steps.base_model", lambda: tiny_base)


@pytest.mark.parametrize(
    "arguments",
    [
        ["prepare", "--work", "w"],
        ["initialise"],
        ["distil", "--work", "w"],
        ["export", "--work", "w"],
        ["evaluate"],
        [],
    ],
)
def test_folders_and_minutes_have_no_default(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args(arguments)
    assert ended.value.code == 2


def test_a_step_before_its_turn_names_the_one_to_run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["initialise", "--work", str(tmp_path)]) == 1
    assert (
        capsys.readouterr()
        .err.splitlines()[-1]
        .endswith("run `python -m training prepare` with the same --work first.")
    )


def test_a_data_folder_without_data_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prepare", "--data", str(tmp_path), "--work", str(tmp_path / "work")]) == 1
    assert str(tmp_path) in capsys.readouterr().err


def test_prepare_leaves_a_record_of_the_data(toy_data: Path, tmp_path: Path) -> None:
    assert main(["prepare", "--data", str(toy_data), "--work", str(tmp_path)]) == 0
    record = (tmp_path / "prepared.json").read_text(encoding="utf-8")
    assert record.count('"train') == len(list(toy_data.glob("train*/*.gz")))


def test_an_earlier_encoder_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "nowhere"
    assert main(["initialise", "--work", str(tmp_path), "--encoder", str(missing)]) == 1
    assert str(missing) in capsys.readouterr().err

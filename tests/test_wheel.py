"""The wheel carries all that is needed: built, unpacked elsewhere, asked from an empty folder."""

import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tests.conftest import ROOT

pytestmark = [pytest.mark.wheel, pytest.mark.model]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and unpack it into a folder of its own."""
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(build, check=True, capture_output=True)
    (wheel,) = folder.glob("svar-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_it_answers_in_an_empty_folder(installed: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    environment = os.environ | {"PYTHONPATH": str(installed), "XDG_CACHE_HOME": str(tmp_path / "cache")}
    done = subprocess.run(
        [sys.executable, "-m", "bot", "ask", "--json", "Hvad er outsourcing?"],
        cwd=empty, env=environment, check=True, capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    turn = json.loads(done.stdout)
    assert turn["answered"]
    assert turn["citations"][0]["document"] == "da/outsourcing.md"
    assert (tmp_path / "cache" / "svar" / "index").is_dir()
    assert not list(empty.iterdir())


def test_it_carries_data_but_no_tests_or_training(installed: Path) -> None:
    assert (installed / "bot" / "_data" / "models" / "encoder" / "model.safetensors").is_file()
    assert (installed / "bot" / "_data" / "models" / "matcher" / "model.safetensors").is_file()
    assert list((installed / "bot" / "_data" / "questions").glob("*.jsonl"))
    assert not (installed / "tests").exists()
    assert not (installed / "training").exists()

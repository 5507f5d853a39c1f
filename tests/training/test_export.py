"""The folder that ships: half the bytes, the same vectors, float32 when loaded without a word."""

import shutil
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file
from sentence_transformers import SentenceTransformer

from training import export as exporting
from training.files import Work
from training.model import LONGEST_INPUT
from training.records import TrainingError
from training.steps import averaged, run_distil


@pytest.fixture(scope="module")
def trained(prepared: Path, tiny_base: Path, toy_bank: Path, tmp_path_factory: pytest.TempPathFactory) -> Work:
    work = Work(tmp_path_factory.mktemp("trained") / "work")
    shutil.copytree(prepared, work.root)
    run_distil(work, base=tiny_base, minutes=0.01, bank=toy_bank)
    return work


def test_the_folder_is_half_precision_on_disk_and_full_in_memory(
    trained: Work, tiny_base: Path, tmp_path: Path
) -> None:
    folder = exporting.export(trained, tmp_path / "encoder", base=tiny_base)
    assert {value.dtype for value in load_file(folder / "model.safetensors").values()} == {torch.float16}
    model = SentenceTransformer(str(folder), device="cpu")
    assert {value.dtype for value in model.parameters()} == {torch.float32}
    assert model.max_seq_length == LONGEST_INPUT


def test_the_folder_gives_the_averaged_student_with_its_own_tokenizer(
    trained: Work, tiny_base: Path, tmp_path: Path
) -> None:
    folder = exporting.export(trained, tmp_path / "encoder", base=tiny_base)
    texts = ["En hund elsker æbler.", "Århus på en ø", "the dog"]
    made = SentenceTransformer(str(folder), device="cpu").encode(texts, convert_to_tensor=True)
    expected = averaged(trained, base=tiny_base).encode(texts, gradient=False)
    torch.testing.assert_close(made, expected, atol=0.02, rtol=0)
    assert SentenceTransformer(str(folder), device="cpu").tokenizer.tokenize("Æbler på Café")[0] == "æbler"


def test_a_model_card_that_is_there_stays(trained: Work, tiny_base: Path, tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("card", encoding="utf-8")
    exporting.export(trained, tmp_path, base=tiny_base)
    assert (tmp_path / "README.md").read_text(encoding="utf-8") == "card"


def test_weights_too_large_for_the_repository_are_refused(
    trained: Work, tiny_base: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "LARGEST", 1000)
    with pytest.raises(TrainingError, match="over 1,000"):
        exporting.export(trained, tmp_path / "encoder", base=tiny_base)
    assert not (tmp_path / "encoder").exists()

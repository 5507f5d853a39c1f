"""The folder that ships: averaged weights in half the bytes, and the settings that make plain loading right.

It knows files of a sentence-transformers folder; the words of the model card are written by hand.
"""

import json
import logging
import shutil
from pathlib import Path

import torch
from safetensors.torch import load_file, save_file

from training.files import Work, needed, replace_file
from training.records import TrainingError
from training.steps import averaged, write_tokenizer

LARGEST = 65_000_000  # bytes of the weights file, so that the repository stays light

logger = logging.getLogger(__name__)


def halve(path: Path) -> int:
    """Rewrite a safetensors file in float16, in place, without the unused pooler's loss of space; returns its bytes."""
    tensors = load_file(path)
    save_file(
        {name: value.to(torch.float16) if value.is_floating_point() else value for name, value in tensors.items()},
        path,
        metadata={"format": "pt"},
    )
    return path.stat().st_size


def compute_in_full(folder: Path) -> None:
    """Have the configuration say float32, so that plain loading on a CPU turns the float16 weights into float32."""
    path = folder / "config.json"
    settings = json.loads(path.read_text(encoding="utf-8")) | {"dtype": "float32"}
    replace_file(path, json.dumps(settings, indent=2) + "\n")


def export(work: Work, target: Path, *, base: Path) -> Path:
    """Write the averaged student to `target`, keeping a README.md that is there; returns the folder."""
    fresh = work.root / "export"
    shutil.rmtree(fresh, ignore_errors=True)
    averaged(work, base=base).save(fresh)
    write_tokenizer(fresh, needed(work.tokenizer, "prepare"))
    size = halve(fresh / "model.safetensors")
    if size > LARGEST:
        raise TrainingError(f"The weights take {size:,} bytes, over {LARGEST:,}; prepare with fewer added pieces.")
    compute_in_full(fresh)
    target.mkdir(parents=True, exist_ok=True)
    shutil.copytree(fresh, target, dirs_exist_ok=True)
    logger.info("%s: %d bytes of weights", target, size)
    return target

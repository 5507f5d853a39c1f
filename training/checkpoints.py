"""Checkpoints: weights, averages and an optimiser's moments, so that a stopped run can go on; written whole or not at all.

It knows parameters, averages and an optimiser's moments; it knows nothing of what is trained.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.files import replace_file

PARTS = ("step", "exp_avg", "exp_avg_sq")  # what AdamW remembers of a parameter


def save_checkpoint(
    folder: Path,
    step: int,
    values: Mapping[str, torch.nn.Parameter],
    average: Mapping[str, Tensor],
    optimiser: torch.optim.Optimizer,
    state: Mapping[str, Any],
) -> Path:
    """Write tensors, then the state that names them; a kill in between leaves the older checkpoint whole."""
    name = f"checkpoint-{step:06d}.safetensors"
    tensors: dict[str, Tensor] = {}
    for key, value in values.items():
        moments = optimiser.state.get(value, {})
        tensors |= {f"moment.{part}.{key}": tensor for part, tensor in moments.items()}
        tensors[f"value.{key}"], tensors[f"average.{key}"] = value.detach(), average[key]
    save_file(tensors, folder / name)
    replace_file(folder / "state.json", json.dumps({**state, "tensors": name}, indent=1))
    for other in folder.glob("checkpoint-*.safetensors"):
        if other.name != name:
            other.unlink()
    return folder / name


def load_checkpoint(
    folder: Path,
    values: Mapping[str, torch.nn.Parameter],
    average: dict[str, Tensor],
    optimiser: torch.optim.Optimizer,
) -> dict[str, Any] | None:
    """Take up the last checkpoint into `values`, `average` and `optimiser`; returns its state, None if there is none."""
    path = folder / "state.json"
    if not path.is_file():
        return None
    state: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    tensors = load_file(folder / state.pop("tensors"))
    with torch.no_grad():
        for key, value in values.items():
            value.copy_(tensors[f"value.{key}"])
            average[key] = tensors[f"average.{key}"].clone()
            for part in PARTS:
                if f"moment.{part}.{key}" in tensors:
                    optimiser.state[value][part] = tensors[f"moment.{part}.{key}"].clone()
    return state

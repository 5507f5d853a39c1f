"""What every run of training has: a step down, a running average of the weights, checkpoints written whole or not at all.

It knows parameters and an optimiser's moments; it knows nothing of what is trained.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from training.files import replace_file

WARM_UP_STEPS = 60
LAST_RATE = 0.02  # of the peak, so that the final minutes still count
AVERAGE_EVERY = 5  # steps between two updates of the running average
LONGEST_GRADIENT = 1.0
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


def rate(step: int, used: float) -> float:
    """The share of the peak rate at a step when `used` (0…1) of the time is gone: warm-up, then a straight line down."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * max(LAST_RATE, 1.0 - used)


class Course:
    """Parameters on their way down, with their optimiser and running average.

    The optimiser's groups hold the rate at their peak as "peak".
    """

    def __init__(
        self, folder: Path, values: Mapping[str, torch.nn.Parameter], optimiser: torch.optim.Optimizer, keep: float
    ) -> None:
        """Keep checkpoints in `folder`; `keep` is the share of the average that stays at an update."""
        self.folder, self.values, self.optimiser, self._keep = folder, dict(values), optimiser, keep
        self.average = {name: value.detach().clone() for name, value in self.values.items()}

    def descend(self, loss: Tensor, step: int, used: float) -> None:
        """Make step number `step` (from 0) against `loss`; the average follows every few steps."""
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * rate(step, used)
        torch.autograd.backward(loss)
        torch.nn.utils.clip_grad_norm_(self.values.values(), LONGEST_GRADIENT)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        done = step + 1
        if done % AVERAGE_EVERY == 0:
            keep = min(self._keep, done / (done + 50))
            for name, value in self.values.items():
                self.average[name].lerp_(value.detach(), 1 - keep)

    def save(self, step: int, state: Mapping[str, Any]) -> Path:
        """Write what `load` takes up; returns the file of tensors."""
        return save_checkpoint(self.folder, step, self.values, self.average, self.optimiser, state)

    def load(self) -> dict[str, Any] | None:
        """Take up the last checkpoint; returns its state, None if there is none."""
        return load_checkpoint(self.folder, self.values, self.average, self.optimiser)

    def settle(self) -> None:
        """Put the averaged weights in place of the last ones, for good."""
        with torch.no_grad():
            for name, value in self.values.items():
                value.copy_(self.average[name])

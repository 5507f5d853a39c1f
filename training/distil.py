"""The long run: the student follows the teacher, batch by batch, until its minutes are used.

It knows optimiser, averages, checkpoints and progress; what a batch is worth it leaves to `objective`.
"""

import logging
import random
import signal
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from training.checkpoints import load_checkpoint, save_checkpoint
from training.model import Network
from training.objective import Judgement, judge
from training.records import Batch

CHECKPOINT_MINUTES = 10.0
WARM_UP_STEPS = 60
LAST_RATE = 0.02  # of the peak, so that the final minutes still count
AVERAGE_EVERY = 5  # steps between two updates of the running average
AVERAGE_KEEP = 0.98  # per update: about the last 250 steps
LOG_EVERY = 50
ANCHORED = {
    "sections": 0.15,
    "mosaic": 0.15,
    "switched": 0.25,
    "encyclopedia": 0.4,
}  # share of steps with the student's English too
ANCHORED_ELSE = 0.35
LONGEST_GRADIENT = 1.0

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Rates:
    """Peak learning rates of the layers and of the two kinds of embedding rows."""

    layers: float = 1.2e-4
    english: float = 1e-4
    danish: float = 6e-4


@dataclass(slots=True)
class Progressed:
    """Where a run stands: what a checkpoint holds beside the tensors."""

    step: int = 0
    seconds: float = 0.0
    seed: int = 1
    seen: dict[str, int] = field(default_factory=dict)
    losses: dict[str, float] = field(default_factory=dict)
    stretches: list[str] = field(default_factory=list)


def rate(step: int, used: float) -> float:
    """The share of the peak rate at a step when `used` (0…1) of the time is gone: warm-up, then a straight line down."""
    return min(1.0, (step + 1) / WARM_UP_STEPS) * max(LAST_RATE, 1.0 - used)


class Run:
    """A student on its way, with optimiser, running average and the state that a checkpoint keeps."""

    def __init__(self, student: Network, teacher: Network, folder: Path, *, rates: Rates, seed: int) -> None:
        self.student, self.teacher, self.folder = student, teacher, folder
        self.state = Progressed(seed=seed)
        self.values = student.parameters()
        self.average = {name: value.detach().clone() for name, value in self.values.items()}
        groups: dict[float, list[torch.nn.Parameter]] = defaultdict(list)
        for name, value in self.values.items():
            kind = rates.danish if name.endswith("word_embeddings.danish") else rates.layers
            groups[rates.english if name.endswith("word_embeddings.english") else kind].append(value)
        self.optimiser = torch.optim.AdamW(
            [{"params": values, "lr": peak, "peak": peak} for peak, values in groups.items()],
            weight_decay=0.0,
            fused=True,
        )

    def step(self, batch: Batch, used: float, rng: random.Random) -> Judgement:
        """One step down; the running average follows every few steps."""
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * rate(self.state.step, used)
        anchor = rng.random() < ANCHORED.get(batch.stream, ANCHORED_ELSE)
        judgement = judge(batch, self.student, self.teacher, anchor=anchor)
        torch.autograd.backward(judgement.loss)
        torch.nn.utils.clip_grad_norm_(self.values.values(), LONGEST_GRADIENT)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.state.step += 1
        self.state.seen[batch.stream] = self.state.seen.get(batch.stream, 0) + len(batch.examples)
        old = self.state.losses.get(batch.stream, judgement.distance)
        self.state.losses[batch.stream] = 0.95 * old + 0.05 * judgement.distance
        if self.state.step % AVERAGE_EVERY == 0:
            keep = min(AVERAGE_KEEP, self.state.step / (self.state.step + 50))
            for name, value in self.values.items():
                self.average[name].lerp_(value.detach(), 1 - keep)
        return judgement

    def checkpoint(self) -> Path:
        """Write what `resume` takes up; returns the file of tensors."""
        return save_checkpoint(
            self.folder, self.state.step, self.values, self.average, self.optimiser, asdict(self.state)
        )

    def resume(self) -> bool:
        """Take up the last checkpoint; False if there is none."""
        fields = load_checkpoint(self.folder, self.values, self.average, self.optimiser)
        if fields is None:
            return False
        self.state = Progressed(**fields)
        return True

    def with_average(self) -> Network:
        """The student with the averaged weights in place of the last ones (for good: call at the end of a process)."""
        with torch.no_grad():
            for key, value in self.values.items():
                value.copy_(self.average[key])
        return self.student


def describe(losses: Mapping[str, float]) -> str:
    """The smoothed distance to the teacher by stream, on one line."""
    return " ".join(f"{name} {value:.3f}" for name, value in sorted(losses.items()))


@contextmanager
def stopping() -> Iterator[list[int]]:
    """A list that is no longer empty once the process was asked to end; the old handlers come back afterwards."""
    asked: list[int] = []
    numbers = (signal.SIGINT, signal.SIGTERM)
    before = [signal.signal(number, lambda received, _frame: asked.append(received)) for number in numbers]
    try:
        yield asked
    finally:
        for number, handler in zip(numbers, before, strict=True):
            signal.signal(number, handler)


def distil(run: Run, batches: Iterable[Batch], minutes: float, *, anchors: random.Random) -> None:
    """Train until the run has used `minutes` in all, over however many stretches; checkpoints on the way and at the end."""
    saved = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[left]}"))
    with stopping() as stop, Progress(*columns) as progress:
        task = progress.add_task("distil", total=minutes * 60, left="")
        for batch in batches:
            if run.state.seconds >= minutes * 60 or stop:
                break
            began = time.monotonic()
            judgement = run.step(batch, run.state.seconds / (minutes * 60), anchors)
            run.state.seconds += time.monotonic() - began
            left = max(0.0, minutes - run.state.seconds / 60)
            progress.update(
                task, completed=run.state.seconds, left=f"{left:.0f} min left, loss {judgement.loss.item():.3f}"
            )
            if run.state.step % LOG_EVERY == 0:
                logger.info("step %d, %.1f min, %s", run.state.step, run.state.seconds / 60, describe(run.state.losses))
            if time.monotonic() - saved > CHECKPOINT_MINUTES * 60:
                run.checkpoint()
                saved = time.monotonic()
    run.checkpoint()

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

from training.checkpoints import Course
from training.model import Network
from training.objective import Judgement, judge
from training.records import Batch

CHECKPOINT_MINUTES = 10.0
AVERAGE_KEEP = 0.98  # per update: about the last 250 steps
LOG_EVERY = 50
ANCHORED = {
    "sections": 0.15,
    "mosaic": 0.15,
    "switched": 0.25,
    "encyclopedia": 0.4,
}  # share of steps with the student's English too
ANCHORED_ELSE = 0.35

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


class Run(Course):
    """A student on its way, and the state that a checkpoint keeps."""

    def __init__(self, student: Network, teacher: Network, folder: Path, *, rates: Rates, seed: int) -> None:
        self.student, self.teacher = student, teacher
        self.state = Progressed(seed=seed)
        parameters = student.parameters()
        groups: dict[float, list[torch.nn.Parameter]] = defaultdict(list)
        for name, value in parameters.items():
            kind = rates.danish if name.endswith("word_embeddings.danish") else rates.layers
            groups[rates.english if name.endswith("word_embeddings.english") else kind].append(value)
        optimiser = torch.optim.AdamW(
            [{"params": values, "lr": peak, "peak": peak} for peak, values in groups.items()],
            weight_decay=0.0,
            fused=True,
        )
        super().__init__(folder, parameters, optimiser, AVERAGE_KEEP)

    def step(self, batch: Batch, used: float, rng: random.Random) -> Judgement:
        """One step down; the running average follows every few steps."""
        anchor = rng.random() < ANCHORED.get(batch.stream, ANCHORED_ELSE)
        judgement = judge(batch, self.student, self.teacher, anchor=anchor)
        self.descend(judgement.loss, self.state.step, used)
        self.state.step += 1
        self.state.seen[batch.stream] = self.state.seen.get(batch.stream, 0) + len(batch.examples)
        old = self.state.losses.get(batch.stream, judgement.distance)
        self.state.losses[batch.stream] = 0.95 * old + 0.05 * judgement.distance
        return judgement

    def checkpoint(self) -> Path:
        """Write what `resume` takes up; returns the file of tensors."""
        return self.save(self.state.step, asdict(self.state))

    def resume(self) -> bool:
        """Take up the last checkpoint; False if there is none."""
        fields = self.load()
        if fields is None:
            return False
        self.state = Progressed(**fields)
        return True

    def with_average(self) -> Network:
        """The student with the averaged weights in place of the last ones (for good: call at the end of a process)."""
        self.settle()
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

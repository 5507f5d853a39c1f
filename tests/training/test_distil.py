"""The long run: it gets nearer the teacher, stops when told, and resumes exactly where it stopped."""

import os
import random
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch

from training.checkpoints import LAST_RATE, rate
from training.distil import Rates, Run, distil
from training.files import Work
from training.model import Network
from training.records import Batch, Example
from training.steps import run_distil

from .conftest import toy_pairs

FAST = Rates(layers=1e-3, english=1e-3, danish=1e-2)


def toy_run(prepared: Path, base: Path, folder: Path) -> Run:
    teacher = Network(base)
    folder.mkdir(exist_ok=True)
    return Run(Network(prepared / "start", split=len(teacher.rows())), teacher, folder, rates=FAST, seed=1)


def toy_batches() -> Iterator[Batch]:
    rng = random.Random(1)
    examples = [Example(en=en, da=da) for en, da in toy_pairs()]
    while True:
        yield Batch("everyday", tuple(rng.sample(examples, 20)))


def test_training_brings_danish_nearer_the_teacher(prepared: Path, tiny_base: Path, tmp_path: Path) -> None:
    run = toy_run(prepared, tiny_base, tmp_path / "run")
    rows = run.values["embeddings.word_embeddings.danish"]
    with torch.no_grad():
        rows.copy_(rows.flip(0))  # every Danish word means another: there is something to learn
    batches, rng = toy_batches(), random.Random(2)
    distances = [run.step(next(batches), 0.0, rng).distance for _ in range(80)]
    assert sum(distances[-10:]) < 0.6 * sum(distances[:10])
    assert run.state.seen == {"everyday": 1600}


def test_a_resumed_run_goes_on_as_if_it_had_never_stopped(prepared: Path, tiny_base: Path, tmp_path: Path) -> None:
    first = toy_run(prepared, tiny_base, tmp_path / "run")
    batches = list(zip(range(8), toy_batches(), strict=False))
    for _, batch in batches[:5]:
        first.step(batch, 0.0, random.Random(0))
    first.checkpoint()
    second = toy_run(prepared, tiny_base, tmp_path / "run")
    assert second.resume()
    assert second.state == first.state
    for run in (first, second):
        for _, batch in batches[5:]:
            run.step(batch, 0.0, random.Random(0))
    for name, value in first.values.items():
        torch.testing.assert_close(second.values[name], value)
        torch.testing.assert_close(second.average[name], first.average[name])


def test_without_a_checkpoint_nothing_is_resumed(prepared: Path, tiny_base: Path, tmp_path: Path) -> None:
    assert not toy_run(prepared, tiny_base, tmp_path / "run").resume()


def test_only_the_newest_checkpoint_is_kept(prepared: Path, tiny_base: Path, tmp_path: Path) -> None:
    run = toy_run(prepared, tiny_base, tmp_path / "run")
    run.checkpoint()
    run.step(next(toy_batches()), 0.0, random.Random(0))
    newest = run.checkpoint()
    assert list((tmp_path / "run").glob("*.safetensors")) == [newest]


def test_the_run_ends_with_its_minutes_and_leaves_a_checkpoint(prepared: Path, tiny_base: Path, tmp_path: Path) -> None:
    run = toy_run(prepared, tiny_base, tmp_path / "run")
    distil(run, toy_batches(), 0.01, anchors=random.Random(0))
    assert 0.6 <= run.state.seconds < 5
    assert (tmp_path / "run/state.json").is_file()


@pytest.mark.skipif(os.name == "nt", reason="signals to oneself end the process on Windows")
def test_an_interrupted_run_stops_after_the_step_and_leaves_a_checkpoint(
    prepared: Path, tiny_base: Path, tmp_path: Path
) -> None:
    run = toy_run(prepared, tiny_base, tmp_path / "run")

    def interrupted() -> Iterator[Batch]:
        for number, batch in enumerate(toy_batches()):
            if number == 3:
                os.kill(os.getpid(), signal.SIGTERM)
            yield batch

    before = signal.getsignal(signal.SIGTERM)
    distil(run, interrupted(), 5.0, anchors=random.Random(0))
    assert signal.getsignal(signal.SIGTERM) is before
    assert run.state.step == 3
    assert (tmp_path / "run/state.json").is_file()


def test_the_command_takes_itself_up_again_and_notes_each_stretch(
    prepared: Path, tiny_base: Path, toy_bank: Path, tmp_path: Path
) -> None:
    work = Work(tmp_path / "work")
    shutil.copytree(prepared, work.root)
    before = run_distil(work, base=tiny_base, minutes=0.01, bank=toy_bank).state
    after = run_distil(work, base=tiny_base, minutes=before.seconds / 60 + 0.01, bank=toy_bank).state
    assert after.step > before.step
    assert len(after.stretches) == 2
    assert f"from step {before.step}:" in after.stretches[1]


def test_the_rate_climbs_then_falls_to_a_small_share() -> None:
    assert rate(0, 0.0) < rate(30, 0.0) < rate(60, 0.0) == 1.0
    assert rate(1000, 0.25) == 0.75
    assert rate(1000, 1.0) == LAST_RATE

"""The matcher's training: what counts as right, that it learns, and that a stopped run goes on from where it was."""

import math
import os
import random
import signal
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from sentence_transformers import SentenceTransformer

from bot.encoder import SentenceTransformerEncoder
from bot.matcher import LOWER, WEIGHTS, InteractionMatcher
from tests.tiny_models import make_encoder
from training.articles import Article, Asking, Section, read_articles
from training.exercises import Exercise, Lesson, exercise, lessons, stacked, targets
from training.files import Work
from training.match import run_match
from training.matching import MatchRun, first_right, fresh_network, loss
from training.records import TrainingError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_encoder(tmp_path_factory.mktemp("taught"), layers=LOWER + 1)


@pytest.fixture(scope="module")
def encoder(folder: Path) -> SentenceTransformer:
    return SentenceTransformer(str(folder), device="cpu")


@pytest.fixture(scope="module")
def pool(toy_bank: Path, encoder: SentenceTransformer) -> list[Lesson]:
    return lessons(read_articles(toy_bank), encoder)


def fresh(encoder: SentenceTransformer, folder: Path) -> MatchRun:
    torch.manual_seed(0)
    folder.mkdir(exist_ok=True)
    return MatchRun(fresh_network(encoder), folder)


def test_targets_are_the_sentences_named_and_those_of_the_same_article(encoder: SentenceTransformer) -> None:
    sections = (Section("h", ("a.", "b.")), Section("", ("c.",)))
    asking = (Asking({"en": "x"}, {"en": ((0, 1), (1, 0))}), Asking({"en": "y"}, {"en": ()}))
    one = Article({"en": sections}, asking, {})
    two = Article({"en": (Section("", ("d.",)),)}, (Asking({"en": "z"}, {"en": ((0, 0),)}),), {})
    first, second = lessons([one, two], encoder)
    given = Exercise(((first, "en"), (second, "en")), ((0, 0, "en"), (0, 1, "en"), (1, 0, "en")))
    right, own = targets(given)
    assert right.int().tolist() == [[0, 1, 1, 0], [0, 0, 0, 0], [0, 0, 0, 1]]
    assert own.int().tolist() == [[1, 1, 1, 0], [1, 1, 1, 0], [0, 0, 0, 1]]


def test_the_loss_is_least_where_only_the_right_sentences_score_high() -> None:
    right = torch.tensor([[True, False, False], [False, False, False]])
    own = torch.tensor([[True, True, False], [True, True, False]])
    good = torch.tensor(
        [[9.0, -9.0, -9.0], [-9.0, -9.0, 9.0]]
    )  # another article's sentence may: it isn't known to be wrong
    wrong, near_missed = good.clone(), good.clone()
    wrong[0] = torch.tensor([-9.0, 9.0, -9.0])
    near_missed[1] = torch.tensor([9.0, -9.0, -9.0])
    least = loss(good, right, own, complete=True)
    assert 0 <= least < 0.01
    assert loss(wrong, right, own, complete=True) > least + 10
    assert loss(near_missed, right, own, complete=True) > least + 1
    assert math.isfinite(loss(good, torch.zeros_like(right), own, complete=False))


def test_an_exercise_draws_whole_articles_and_every_question_of_them(pool: list[Lesson]) -> None:
    given = exercise(pool, random.Random(1), 4)
    assert len(given.lessons) == 4
    assert len(given.asked) == sum(len(lesson.article.questions) for lesson, _ in given.lessons)
    assert {language for _, language in exercise(pool, random.Random(2), 17).lessons} == {"da", "en"}


def test_half_the_exercises_are_of_articles_near_each_other_but_never_on_the_same_thing(pool: list[Lesson]) -> None:
    rows = np.eye(80, dtype=np.float32)
    alike = [(rows[0] + rows[n]) / math.sqrt(2) for n in range(1, 31)]  # cosine 0.5 with each other
    topics = [*alike, *alike, *rows[31:]]  # each of them twice, and others near nothing
    placed = [replace(pool[0], topic=topic) for topic in topics]
    near = 0
    for seed in range(60):
        drawn = exercise(placed, random.Random(seed), 6 * len(pool[0].sections["en"])).lessons
        numbers = [next(n for n, topic in enumerate(topics) if topic is one.topic) for one, _ in drawn]
        assert len(numbers) == 6
        if max(numbers) < 60:
            near += 1
            assert len({number % 30 for number in numbers}) == 6
    assert 12 < near < 45  # three in ten by design: half of those that begin in the first sixty


def test_some_pieces_are_left_out_but_never_all_of_a_text(pool: list[Lesson]) -> None:
    readings = [reading for lesson in pool for reading in lesson.sections["en"]]
    _, mask, inner = stacked(readings)
    torch.manual_seed(0)
    _, fewer, left = stacked(readings, 0.5)
    assert 0.3 < (inner.sum() - left.sum()) / inner.sum() < 0.6
    assert not (left & ~inner).any() and not (fewer & ~mask).any()
    assert torch.equal(mask & ~inner, fewer & ~left)  # the marks of beginning and end stay
    assert stacked(readings, 0.999)[2].sum(1).min() == 1


def test_training_finds_more_of_the_right_sentences(
    pool: list[Lesson], encoder: SentenceTransformer, tmp_path: Path
) -> None:
    torch.manual_seed(0)
    run, rng = MatchRun(fresh_network(encoder), tmp_path, scale=20.0), random.Random(1)
    before = first_right(run.network, pool)["all"]
    losses = [run.step(exercise(pool, rng), 0.0) for _ in range(120)]
    assert sum(losses[-10:]) < 0.85 * sum(losses[:10])
    assert first_right(run.network, pool)["all"] > before + 10


def test_a_resumed_run_goes_on_as_if_it_had_never_stopped(
    pool: list[Lesson], encoder: SentenceTransformer, tmp_path: Path
) -> None:
    first = fresh(encoder, tmp_path / "run")
    batches = [exercise(pool, random.Random(number)) for number in range(9)]
    for number in range(5):
        torch.manual_seed(number)
        first.step(batches[number], 0.0)
    first.checkpoint()
    second = fresh(encoder, tmp_path / "run")
    assert second.resume()
    assert second.state == first.state
    for run in (first, second):
        for number in range(5, 9):
            torch.manual_seed(number)
            run.step(batches[number], 0.0)
    for name, value in first.values.items():
        torch.testing.assert_close(second.values[name], value)
        torch.testing.assert_close(second.average[name], first.average[name])


def test_the_command_writes_a_matcher_that_the_bot_can_load(
    toy_data: Path, toy_bank: Path, folder: Path, tmp_path: Path
) -> None:
    work, to = Work(tmp_path / "work"), tmp_path / "matcher"
    before = run_match(toy_data, work, folder, to, minutes=0.01, bank=toy_bank).state
    after = run_match(toy_data, work, folder, to, minutes=before.seconds / 60 + 0.01, bank=toy_bank).state
    assert after.step > before.step
    assert len(after.stretches) == 2
    assert InteractionMatcher.load(to, SentenceTransformerEncoder(folder)) is not None


def test_a_stopped_run_writes_nothing_and_another_encoder_cannot_take_it_up(
    toy_data: Path, toy_bank: Path, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(pool: list[Lesson], rng: random.Random, size: int = 4) -> Exercise:
        os.kill(os.getpid(), signal.SIGTERM)
        return exercise(pool, rng, size)

    work, to = Work(tmp_path / "work"), tmp_path / "matcher"
    with monkeypatch.context() as patch:
        patch.setattr("training.matching.exercise", interrupted)
        run = run_match(toy_data, work, folder, to, minutes=5.0, bank=toy_bank)
    assert run.state.step == 1
    assert not to.exists()
    other = make_encoder(tmp_path / "other", layers=LOWER + 1, seed=1)
    with pytest.raises(TrainingError, match="another encoder"):
        run_match(toy_data, work, other, to, minutes=5.0, bank=toy_bank)


def test_a_run_begins_with_an_earlier_matchers_weights_if_they_are_for_its_encoder(
    toy_data: Path, toy_bank: Path, folder: Path, tmp_path: Path
) -> None:
    def run(name: str, minutes: float, matcher: Path | None, encoder: Path = folder) -> Path:
        work = Work(tmp_path / f"work {name}")
        run_match(toy_data, work, encoder, tmp_path / name, minutes=minutes, bank=toy_bank, matcher=matcher)
        return tmp_path / name

    first = run("first", 0.01, None)
    assert (run("same", 0.0, first) / WEIGHTS).read_bytes() == (first / WEIGHTS).read_bytes()
    assert (run("fresh", 0.0, None) / WEIGHTS).read_bytes() != (first / WEIGHTS).read_bytes()
    other = make_encoder(tmp_path / "other", layers=LOWER + 1, seed=1)
    with pytest.raises(TrainingError, match="for another encoder"):
        run("other", 0.01, first, other)
    with pytest.raises(TrainingError, match="No matcher to go on from"):
        run("none", 0.01, tmp_path / "nowhere")


def test_what_a_matcher_cannot_go_on_from_is_one_sentence(toy_data: Path, toy_bank: Path, tmp_path: Path) -> None:
    shallow = make_encoder(tmp_path / "shallow", layers=LOWER)
    for folder, reason in (
        (tmp_path / "none", "No encoder folder"),
        (tmp_path, "no encoder"),
        (shallow, "no BERT of more"),
    ):
        with pytest.raises(TrainingError, match=reason):
            run_match(toy_data, Work(tmp_path / "work"), folder, tmp_path / "to", minutes=0.01, bank=toy_bank)

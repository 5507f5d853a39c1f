"""The matcher's training: upper layers learn which pieces of a question and of the answering sentence must meet.

The encoder below them stays as it ships, so what it makes of each text is computed once. It knows batches, losses and
the run; the network is `bot.interaction`.
"""

import logging
import random
import time
import zlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

import torch
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sentence_transformers import SentenceTransformer
from torch import Tensor
from torch.nn import functional

from bot.interaction import Interaction, ReadPassage
from bot.matcher import LOWER
from bot.types import LANGUAGES
from training.articles import Article
from training.checkpoints import Course
from training.distil import CHECKPOINT_MINUTES, stopping
from training.exercises import Exercise, Lesson, exercise, stacked, targets

SQUAD_SHARE = 0.25  # of the batches
LAYERS_RATE, HEADS_RATE, SCALARS_RATE = 1e-4, 5e-4, 1e-2
# Share of the pieces that a step does without, chosen anew: a question's wholly, a passage's for its other pieces only.
# Without, a run learned the bank by heart after twenty minutes.
DROPPED = 0.1
AVERAGE_KEEP = 0.97  # per update: about the last 170 steps
HELD_OUT = 20  # one article in twenty, chosen by its text, only tells how far the run has come
LOG_MINUTES = 5.0
_NEVER = -1e9

logger = logging.getLogger(__name__)


@dataclass(slots=True)
class MatchState:
    """Where a run stands."""

    step: int = 0
    seconds: float = 0.0
    loss: float = 0.0
    encoder: str = ""  # fingerprint of the one whose lower layers it goes on from
    format: int = 1  # of the matcher that it makes: runs of another read their texts otherwise
    stretches: list[str] = field(default_factory=list)


def logits(network: Interaction, given: Exercise) -> Tensor:
    """Logits (questions, sentences) of an exercise, sentences in the order of lessons and sections."""
    asked = [given.lessons[at][0].questions[language][number] for at, number, language in given.asked]
    texts = [reading for lesson, language in given.lessons for reading in lesson.sections[language]]
    dropped = DROPPED if network.training else 0.0
    states, mask, inner = stacked([one for one in asked if one is not None], dropped)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=network.training):
        questions = network.read(states, mask)
        states, mask, _ = stacked(texts, dropped)
        rows = network.read(states, mask)
    passages: list[ReadPassage] = [network.told(row.float(), one.spans) for row, one in zip(rows, texts, strict=True)]
    return network.match(network.asked(questions.float(), inner), passages)


def loss(scores: Tensor, right: Tensor, own: Tensor, *, complete: bool) -> Tensor:
    """A right sentence must win among all of the batch and among its article's, and be told from those that don't answer.

    Near misses have no right sentence: they only teach the last. Without `complete` articles no sentence of the own
    article is taken to be wrong for sure, so that it counts less.
    """
    answered = right.any(1)
    total = _won(scores[answered], right[answered])
    told = functional.binary_cross_entropy_with_logits(scores, right.to(scores.dtype), reduction="none")
    if not complete:
        return total + 0.3 * told.sum(1).mean()
    total = total + _won(scores[answered].masked_fill(~own[answered], _NEVER), right[answered])
    return total + 0.5 * (told * own).sum(1).mean()


def _won(scores: Tensor, right: Tensor) -> Tensor:
    """The mean negative log share of the right columns; 0 where there is no row."""
    if not len(scores):
        return scores.sum()
    shares = functional.log_softmax(scores, dim=1).masked_fill(~right, _NEVER)
    return -torch.logsumexp(shares, dim=1).mean()


class MatchRun(Course):
    """A network on its way, and the state that a checkpoint keeps."""

    def __init__(self, network: Interaction, folder: Path, *, scale: float = 1.0) -> None:
        """Take a network and a folder for checkpoints; `scale` multiplies every rate, for networks of a few numbers."""
        self.network = network
        self.state = MatchState()
        parameters = dict(network.named_parameters())
        scalars = {"elsewhere", "mix", "bias"}
        peaks = {
            name: SCALARS_RATE if name in scalars else LAYERS_RATE if name.startswith("layers.") else HEADS_RATE
            for name in parameters
        }
        optimiser = torch.optim.AdamW(
            [
                {
                    "params": [value for name, value in parameters.items() if peaks[name] == peak],
                    "lr": peak * scale,
                    "peak": peak * scale,
                    "weight_decay": 0.0 if peak == SCALARS_RATE else 0.01,
                }
                for peak in (LAYERS_RATE, HEADS_RATE, SCALARS_RATE)
            ]
        )
        super().__init__(folder, parameters, optimiser, AVERAGE_KEEP)

    def step(self, given: Exercise, used: float) -> float:
        """One step down; returns the loss. `used` (0…1) of the time is gone."""
        self.network.train()
        right, own = targets(given)
        complete = all(lesson.article.complete for lesson, _ in given.lessons)
        value = loss(logits(self.network, given), right, own, complete=complete)
        self.descend(value, self.state.step, used)
        self.state.step += 1
        self.state.loss = 0.98 * self.state.loss + 0.02 * value.item() if self.state.step > 1 else value.item()
        return value.item()

    def checkpoint(self) -> Path:
        """Write what `resume` takes up; returns the file of tensors."""
        return self.save(self.state.step, asdict(self.state))

    def resume(self) -> bool:
        """Take up the last checkpoint; False if there is none."""
        fields = self.load()
        if fields is None:
            return False
        self.state = MatchState(**fields)
        return True

    def with_average(self) -> Interaction:
        """The network with the averaged weights in place of the last ones, for good."""
        self.settle()
        return self.network.eval()


def first_right(network: Interaction, held_out: Sequence[Lesson]) -> dict[str, float]:
    """Per cent of questions whose first sentence among their article's answers: same language, across, all."""
    network.eval()
    hits: dict[str, list[bool]] = {"same": [], "across": []}
    with torch.inference_mode():
        for lesson in held_out:
            for told in lesson.languages:
                for spoken in LANGUAGES:
                    numbers = [n for n, one in enumerate(lesson.questions[spoken]) if one is not None]
                    given = Exercise(((lesson, told),), tuple((0, number, spoken) for number in numbers))
                    if not numbers:
                        continue
                    right, _ = targets(given)
                    best = logits(network, given).argmax(1)
                    hits["same" if told == spoken else "across"] += [
                        bool(right[row, place]) for row, place in enumerate(best.tolist()) if right[row].any()
                    ]
    found = {name: 100.0 * sum(own) / len(own) for name, own in hits.items() if own}
    return found | ({"all": sum(found.values()) / len(found)} if found else {})


def is_held_out(article: Article) -> bool:
    """Whether an article is kept back; more articles in the bank change nothing for those that were there."""
    first = next(iter(article.sections.values()))[0].sentences[0]
    return zlib.crc32(first.encode()) % HELD_OUT == 0


def train(run: MatchRun, own: Sequence[Lesson], squad: Sequence[Lesson], minutes: float, seed: int) -> None:
    """Train until the run has used `minutes` in all, over however many stretches; checkpoints on the way and at the end."""
    rng = random.Random(f"{seed}-{run.state.step}")  # noqa: S311 - sampling, not secrets
    held_out = [one for one in own if is_held_out(one.article)]
    pool = [one for one in own if not is_held_out(one.article)]
    saved = logged = time.monotonic()
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn(), TextColumn("{task.fields[left]}"))
    with stopping() as stop, Progress(*columns) as progress:
        task = progress.add_task("match", total=minutes * 60, left="")
        while run.state.seconds < minutes * 60 and not stop:
            began = time.monotonic()
            given = (
                exercise([rng.choice(squad)], rng, 1)
                if squad and rng.random() < SQUAD_SHARE
                else exercise(pool or own, rng)
            )
            value = run.step(given, run.state.seconds / (minutes * 60))
            run.state.seconds += time.monotonic() - began
            left = max(0.0, minutes - run.state.seconds / 60)
            progress.update(task, completed=run.state.seconds, left=f"{left:.0f} min left, loss {value:.3f}")
            if time.monotonic() - logged > LOG_MINUTES * 60:
                logged = time.monotonic()
                told = " ".join(f"{name} {share:.1f}" for name, share in first_right(run.network, held_out).items())
                logger.info("step %d, loss %.3f, first right: %s", run.state.step, run.state.loss, told)
            if time.monotonic() - saved > CHECKPOINT_MINUTES * 60:
                saved = time.monotonic()
                run.checkpoint()
        run.checkpoint()
    logger.info("step %d, %.1f minutes, loss %.3f", run.state.step, run.state.seconds / 60, run.state.loss)


def fresh_network(encoder: SentenceTransformer) -> Interaction:
    """A network that begins as the encoder's own upper layers."""
    return Interaction.above(encoder[0].auto_model, LOWER)

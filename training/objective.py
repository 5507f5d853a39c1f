"""What a batch is judged by: nearness to the teacher, and finding one's partner among the others.

It knows vectors and which of them belong together; it knows nothing of files, steps or learning rates.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor

from training.model import Network, States
from training.records import Batch

DISTIL_WEIGHT = 5.0
CONTRAST_SCALE = 20.0  # cosines are multiplied by this before the softmax
LONGEST_SHORT = 64  # pieces of a sentence or question


@dataclass(frozen=True, slots=True)
class Judgement:
    """The loss to descend, and its two parts for the log (cosine distance to the teacher, contrast)."""

    loss: Tensor
    distance: float
    contrast: float


def distance(student: Tensor, teacher: Tensor) -> Tensor:
    """Mean of 1 - cosine over the rows of two (n, dim) matrices of unit vectors."""
    return (1 - (student * teacher).sum(-1)).mean()


def contrast(left: Tensor, right: Tensor, same: Tensor) -> Tensor:
    """Cross-entropy of finding row i of `right` for row i of `left`, both ways.

    `same` (n, n) marks further pairs that are equally right (a passage that occurs twice); they do not count as wrong.
    """
    return separation(left @ right.T, same)


def separation(cosines: Tensor, same: Tensor) -> Tensor:
    """Cross-entropy of finding column i for row i of (n, n) cosines, both ways; `same` as for `contrast`."""
    scores = (cosines * CONTRAST_SCALE).masked_fill(same, -1e4)
    wanted = torch.arange(len(scores))
    return (functional.cross_entropy(scores, wanted) + functional.cross_entropy(scores.T, wanted)) / 2


def repeated(texts: list[str]) -> Tensor:
    """(n, n) truth of "another row with the same text", the diagonal left out."""
    order = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    keys = torch.tensor([order[text] for text in texts])
    return (keys.unsqueeze(0) == keys.unsqueeze(1)) & ~torch.eye(len(texts), dtype=torch.bool)


def interaction(asked: States, told: States) -> Tensor:
    """Late interaction (n, m): the mean over a question's pieces of the cosine with each text's closest piece.

    Khattab & Zaharia 2020, ColBERT. It is what the alignment of a question with a sentence is read by.
    """
    questions = functional.normalize(asked.vectors, dim=-1)[asked.inner.bool()]
    texts = functional.normalize(told.vectors, dim=-1)
    with torch.autocast("cpu", dtype=torch.bfloat16):
        cosines = questions @ texts.flatten(0, 1).T
    cosines = cosines.float().view(len(questions), *told.inner.shape).masked_fill(told.inner == 0, -1.0)
    rows = torch.arange(len(asked.inner)).repeat_interleave(asked.inner.sum(1))
    total = torch.zeros(len(asked.inner), len(texts)).index_add(0, rows, cosines.amax(-1))
    return total / asked.inner.sum(1, keepdim=True).clamp(min=1)


@dataclass(frozen=True, slots=True)
class View:
    """The texts of one language in a batch: unit vectors (n, dim), and the pieces' own where the student read them."""

    vectors: Tensor
    states: States | None = None


def judge(batch: Batch, student: Network, teacher: Network, *, anchor: bool) -> Judgement:
    """The loss of one batch.

    Danish texts go towards the teacher's vector of their English originals and must find it among the others;
    questions must find their passages in every pair of languages there is, by the whole vector and piece by piece;
    with `anchor`, and always where there is no Danish, the student's English goes towards the teacher's English.
    """
    pulls: list[Tensor] = []
    finds: list[Tensor] = []
    views: dict[str, list[View]] = {"": [], "passage_": []}
    for part, longest in (("", LONGEST_SHORT), ("passage_", 256)):
        english = batch.column("en" if not part else "passage_en")
        danish = batch.column("da" if not part else "passage_da")
        target = teacher.recall(english, longest=longest) if english else None
        if danish:
            states = student.read(danish, gradient=True, longest=longest)
            views[part].append(View(states.pooled(), states))
            if target is not None:
                pulls.append(distance(views[part][-1].vectors, target))
                finds.append(contrast(views[part][-1].vectors, target, repeated(english) | repeated(danish)))
        if target is not None and (anchor or not batch.column("da")):
            states = student.read(english, gradient=True, longest=longest)
            views[part].append(View(states.pooled(), states))
            pulls.append(distance(views[part][-1].vectors, target))
        elif target is not None:
            views[part].append(View(target))
    same = repeated(
        batch.column("passage_da") or batch.column("passage_en") or batch.column("da") or batch.column("en")
    )
    for question in views[""]:
        for passage in views["passage_"]:
            finds += finding(question, passage, same)
    zero = torch.zeros(())
    pull = torch.stack(pulls).mean() if pulls else zero
    find = torch.stack(finds).mean() if finds else zero
    return Judgement(DISTIL_WEIGHT * pull + find, pull.item(), find.item())


def finding(question: View, passage: View, same: Tensor) -> list[Tensor]:
    """What finding row i's passage costs, by whole vectors and, where the student read both, piece by piece."""
    if question.states is None and passage.states is None:
        return []  # the teacher alone has nothing to learn
    found = [contrast(question.vectors, passage.vectors, same)]
    if question.states is not None and passage.states is not None:
        found.append(separation(interaction(question.states, passage.states), same))
    return found

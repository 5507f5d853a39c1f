"""What a batch is judged by: nearness to the teacher, and finding one's partner among the others.

It knows vectors and which of them belong together; it knows nothing of files, steps or learning rates.
"""

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor

from training.model import Network
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
    scores = (left @ right.T * CONTRAST_SCALE).masked_fill(same, -1e4)
    wanted = torch.arange(len(left))
    return (functional.cross_entropy(scores, wanted) + functional.cross_entropy(scores.T, wanted)) / 2


def repeated(texts: list[str]) -> Tensor:
    """(n, n) truth of "another row with the same text", the diagonal left out."""
    order = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    keys = torch.tensor([order[text] for text in texts])
    return (keys.unsqueeze(0) == keys.unsqueeze(1)) & ~torch.eye(len(texts), dtype=torch.bool)


def judge(batch: Batch, student: Network, teacher: Network, *, anchor: bool) -> Judgement:
    """The loss of one batch.

    Danish texts go towards the teacher's vector of their English originals and must find it among the others;
    questions must find their passages in every pair of languages there is; with `anchor`, and always where there is
    no Danish, the student's English goes towards the teacher's English.
    """
    pulls: list[Tensor] = []
    finds: list[Tensor] = []
    views: dict[str, list[tuple[Tensor, bool]]] = {"": [], "passage_": []}
    for part, longest in (("", LONGEST_SHORT), ("passage_", 256)):
        english = batch.column("en" if not part else "passage_en")
        danish = batch.column("da" if not part else "passage_da")
        target = teacher.recall(english, longest=longest) if english else None
        if danish:
            vectors = student.encode(danish, gradient=True, longest=longest)
            views[part].append((vectors, True))
            if target is not None:
                pulls.append(distance(vectors, target))
                finds.append(contrast(vectors, target, repeated(english) | repeated(danish)))
        if target is not None and (anchor or not batch.column("da")):
            vectors = student.encode(english, gradient=True, longest=longest)
            views[part].append((vectors, True))
            pulls.append(distance(vectors, target))
        elif target is not None:
            views[part].append((target, False))
    same = repeated(
        batch.column("passage_da") or batch.column("passage_en") or batch.column("da") or batch.column("en")
    )
    for question, moves in views[""]:
        finds.extend(contrast(question, passage, same) for passage, also in views["passage_"] if moves or also)
    zero = torch.zeros(())
    pull = torch.stack(pulls).mean() if pulls else zero
    find = torch.stack(finds).mean() if finds else zero
    return Judgement(DISTIL_WEIGHT * pull + find, pull.item(), find.item())

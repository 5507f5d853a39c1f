"""How a question's word pieces and a sentence's are matched by a network that learned which of them must meet.

Late interaction (Khattab & Zaharia 2020, ColBERT) with upper layers of its own: questions and passages are read
apart, so that a passage is read once, and only their pieces meet. Knows tensors; not texts, files or languages.
Imports torch: import it where a network is needed, not before.
"""

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

POOLED = 128  # numbers of the summary of a question or a sentence, beside its pieces
_FAR = -1.0  # the cosine of a piece with nothing


@dataclass(frozen=True, slots=True)
class AskedPieces:
    """Questions as the network reads them.

    `pieces` (p, dim) are unit rows, those of all questions one after the other; `shares` (p, 2) say what each counts,
    adding up to 1 in each question; `owner` (p,) is its question; `pooled` (questions, POOLED) the summaries.
    """

    pieces: Tensor
    shares: Tensor
    owner: Tensor
    pooled: Tensor


@dataclass(frozen=True, slots=True)
class ReadPassage:
    """One passage as the network reads it: `pieces` (p, dim) unit rows, `pooled` (sentences, POOLED).

    `spans` are the places of the heading's pieces, then of each sentence's.
    """

    pieces: Tensor
    pooled: Tensor
    spans: tuple[tuple[int, ...], ...]


class Interaction(nn.Module):
    """Upper layers, what each piece counts, and how matches add up to a logit: higher = the sentence answers."""

    def __init__(self, layers: nn.ModuleList, dimension: int) -> None:
        """Take the upper layers to go on from, with rows of `dimension`."""
        super().__init__()
        self.layers = layers
        self.ask, self.tell = (nn.Linear(dimension, dimension, bias=False) for _ in range(2))
        self.share = nn.Linear(dimension, 2)
        self.ask_pool, self.tell_pool = nn.Linear(dimension, 1), nn.Linear(dimension, 1)
        self.ask_summary, self.tell_summary = nn.Linear(dimension, POOLED), nn.Linear(dimension, POOLED)
        # What a match in the heading and in a sentence beside the one looked at counts less.
        self.elsewhere = nn.Parameter(torch.tensor([0.05, 0.1]))
        self.mix = nn.Parameter(torch.tensor([10.0, 10.0, 0.5]))
        self.bias = nn.Parameter(torch.tensor(-14.0))
        for same in (self.ask, self.tell):  # begins as plain cosines of the layers' own rows
            nn.init.eye_(same.weight)
        nn.init.zeros_(self.share.weight)
        nn.init.zeros_(self.share.bias)

    @classmethod
    def above(cls, body: Any, count: int) -> "Interaction":  # noqa: ANN401 - a transformers model has no useful type
        """Return a network that begins with copies of the layers of a BERT `body` from number `count` on."""
        layers = nn.ModuleList(copy.deepcopy(layer) for layer in body.encoder.layer[count:])
        return cls(layers, int(body.config.hidden_size))

    def read(self, states: Tensor, mask: Tensor) -> Tensor:
        """Return the last layer's rows (n, length, dim) of lower states (n, length, dim); `mask` is True at pieces."""
        return _through(self.layers, states, mask)

    def asked(self, rows: Tensor, inner: Tensor) -> AskedPieces:
        """Return questions from their `rows` (n, length, dim); `inner` (n, length) is True at pieces of words."""
        places = inner.reshape(-1).nonzero()[:, 0]
        pieces = functional.normalize(self.ask(rows), dim=-1).reshape(-1, rows.shape[-1])[places]
        owner = torch.arange(len(rows)).repeat_interleave(inner.sum(1))
        weights = self.share(rows).reshape(-1, 2)[places].clamp(-8, 8).exp()
        shares = weights / _added(weights, owner, len(rows))[owner]
        focus = self.ask_pool(rows)[..., 0].masked_fill(~inner, -1e4).softmax(-1)
        return AskedPieces(pieces, shares, owner, self.ask_summary((focus[..., None] * rows).sum(1)))

    def told(self, rows: Tensor, spans: Sequence[Sequence[int]]) -> ReadPassage:
        """Return one passage from its `rows` (length, dim); `spans` as in `ReadPassage`, no sentence empty."""
        own = _padded(spans[1:])
        focus = self.tell_pool(rows)[:, 0][own.clamp(min=0)].masked_fill(own < 0, -1e4).softmax(-1)
        pooled = self.tell_summary((focus[..., None] * rows[own.clamp(min=0)]).sum(1))
        pieces = functional.normalize(self.tell(rows), dim=-1)
        return ReadPassage(pieces, pooled, tuple(tuple(span) for span in spans))

    def match(self, asked: AskedPieces, passages: Sequence[ReadPassage]) -> Tensor:
        """Return logits (questions, sentences of all passages in order)."""
        own, heading, before, after = _places(passages)
        cosines = asked.pieces @ torch.cat([one.pieces for one in passages]).T
        here = _best(cosines, own)
        ends = torch.cat([here, torch.full_like(here[:, :1], _FAR)], dim=1)
        beside = torch.maximum(ends[:, before], ends[:, after])
        around = torch.maximum(_best(cosines, heading) - self.elsewhere[0], beside - self.elsewhere[1])
        met = torch.stack([here, torch.maximum(here, around)])  # (2, pieces, sentences)
        weighed = met * asked.shares.T[:, :, None]
        count = len(asked.pooled)
        strict, loose = (_added(one, asked.owner, count) for one in weighed)
        summary = asked.pooled @ torch.cat([one.pooled for one in passages]).T / POOLED**0.5
        logits: Tensor = self.mix[0] * strict + self.mix[1] * loose + self.mix[2] * summary + self.bias
        return logits


def lower_states(body: Any, ids: Tensor, mask: Tensor, count: int) -> Tensor:  # noqa: ANN401
    """Return what a BERT `body` makes of `ids` (n, length) below layer number `count`: (n, length, dim)."""
    return _through(body.encoder.layer[:count], body.embeddings(input_ids=ids), mask)


def _through(layers: Iterable[nn.Module], states: Tensor, mask: Tensor) -> Tensor:
    """Return what BERT layers, one after the other, make of `states` (n, length, dim); padding is seen by no piece."""
    bias = (~mask)[:, None, None, :].to(states.dtype) * -1e4
    for layer in layers:
        output = layer(states, bias)
        states = output[0] if isinstance(output, tuple) else output  # a tensor, or in some versions a tuple
    return states


def _added(values: Tensor, owner: Tensor, count: int) -> Tensor:
    """Return the sums (count, …) of the rows of `values` by their `owner`."""
    return torch.zeros(count, *values.shape[1:], dtype=values.dtype).index_add(0, owner, values)


def _padded(lists: Sequence[Sequence[int]]) -> Tensor:
    longest = max((len(one) for one in lists), default=0)
    table = torch.full((len(lists), longest), -1, dtype=torch.long)
    for row, one in enumerate(lists):
        table[row, : len(one)] = torch.tensor(one, dtype=torch.long)
    return table


def _best(cosines: Tensor, places: Tensor) -> Tensor:
    """Return for each row the highest of the columns at `places` (sentences, length), -1 for none."""
    if not places.shape[1]:
        return torch.full((len(cosines), len(places)), _FAR, dtype=cosines.dtype)
    return cosines[:, places.clamp(min=0)].masked_fill(places < 0, _FAR).amax(-1)


def _places(passages: Sequence[ReadPassage]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return the pieces of each sentence, of its heading, and the sentences before and after (their count = none)."""
    own: list[list[int]] = []
    headings: list[list[int]] = []
    before: list[int] = []
    after: list[int] = []
    total = sum(len(one.spans) - 1 for one in passages)
    at = 0
    for one in passages:
        heading, *sentences = ([at + place for place in span] for span in one.spans)
        for number, span in enumerate(sentences):
            before.append(len(own) - 1 if number else total)
            after.append(len(own) + 1 if number + 1 < len(sentences) else total)
            own.append(span)
            headings.append(heading)
        at += len(one.pieces)
    return _padded(own), _padded(headings), torch.tensor(before), torch.tensor(after)

"""The matcher: how well each sentence of a passage answers a question, by a network that was trained for just that.

It goes on from the lower layers of the encoder that ships and is of no use with another one. Knows texts, pieces and
the files of a matcher; the network itself is `bot.interaction`. Torch is imported when one is loaded, never before.
"""

import hashlib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.encoder import SentenceTransformerEncoder, first_line, sound
from bot.errors import EncoderError
from bot.kept import Kept
from bot.pieces import BATCH, Together, titled
from bot.types import Chunk

if TYPE_CHECKING:
    from torch import Tensor

    from bot.interaction import Interaction, ReadPassage

LOWER = 3  # layers of the encoder that stay below; its other three were trained on for matching
FORMAT = 2  # in the first, headings stood without the article's title
WEIGHTS, SETTINGS = "model.safetensors", "config.json"
MOST_KEPT = 1000  # passages: about 100 MB at 130 pieces of 384 half-precision numbers
LOST = -12.0  # the logit of every sentence for a question in which the tokenizer finds nothing to read


@dataclass(frozen=True, slots=True)
class Reading:
    """Lower states (pieces, dim), float16, of a text read whole, and the pieces of each of its parts."""

    states: "Tensor"
    spans: tuple[tuple[int, ...], ...]


def read_lower(model: Any, texts: Sequence[Sequence[str]], count: int = LOWER) -> list[Reading]:  # noqa: ANN401
    """Return what the lower `count` layers of a sentence-transformers `model` make of texts, their parts read together.

    A part that is empty, or reaches past the model's longest input, has no pieces.
    """
    import torch

    from bot.interaction import lower_states

    texts = [[sound(part) for part in parts] for parts in texts]
    joined = [" ".join(part for part in parts if part) for parts in texts]
    body = model[0].auto_model
    told = [
        model.tokenizer(text, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True)
        for text in joined
    ]
    found: dict[int, Reading] = {}
    order = sorted(range(len(texts)), key=lambda place: len(told[place]["input_ids"]))
    for start in range(0, len(order), BATCH):
        batch = order[start : start + BATCH]
        longest = len(told[batch[-1]]["input_ids"])
        ids = torch.zeros(len(batch), longest, dtype=torch.long)
        mask = torch.zeros(len(batch), longest, dtype=torch.bool)
        for row, place in enumerate(batch):
            own = told[place]["input_ids"]
            ids[row, : len(own)] = torch.tensor(own)
            mask[row, : len(own)] = True
        with torch.inference_mode():
            states = lower_states(body, ids, mask, count).half()
        for row, place in enumerate(batch):
            offsets = told[place]["offset_mapping"]
            found[place] = Reading(
                states[row, : len(offsets)].clone(), _spans(texts[place], offsets, model.max_seq_length)
            )
    return [found[place] for place in range(len(texts))]


def _spans(parts: Sequence[str], offsets: Sequence[tuple[int, int]], longest: int) -> tuple[tuple[int, ...], ...]:
    """Return the pieces that lie inside each of the parts that were joined by spaces, none of a part cut short.

    Only the first part with any text may be cut: there is no shorter way to read it.
    """
    reached = max((last for _, last in offsets), default=0) if len(offsets) >= longest else math.inf
    spans: list[tuple[int, ...]] = []
    start = 0
    for part in parts:
        end = start + len(part)
        own = (n for n, (first, last) in enumerate(offsets) if start <= first < last <= end)
        spans.append(tuple(own) if part and (not start or end <= reached) else ())
        start = end + 1 if part else start
    return tuple(spans)


class InteractionMatcher:
    """Scores the sentences of chunks for a question; a chunk is read when first needed, then remembered."""

    def __init__(self, encoder: SentenceTransformerEncoder, network: "Interaction", fingerprint: str) -> None:
        self.fingerprint = fingerprint
        self._encoder = encoder
        self._network = network.eval()
        self._kept: Kept[Together, list[ReadPassage]] = Kept(self._read, MOST_KEPT)

    @classmethod
    def load(cls, folder: Path, encoder: SentenceTransformerEncoder) -> "InteractionMatcher | None":
        """Return the matcher in `folder`, or None where there is none for this encoder.

        Raises:
            EncoderError: its files are damaged or of another format.
        """
        network = load_network(folder, encoder)
        return cls(encoder, *network) if network else None

    def match(self, question: str, chunks: Sequence[Chunk]) -> list[tuple[float, ...]]:
        """Return for each chunk a logit for each of its sentences, in their order; higher = it answers the question."""
        import torch

        if not chunks:
            return []
        with self._encoder.lent() as model:
            (read,) = read_lower(model, [[question]])
        if len(read.states) < 3:  # nothing but the marks of beginning and end
            return [(LOST,) * len(chunk.sentences) for chunk in chunks]
        passages = self._kept.get([titled(chunk) for chunk in chunks])
        with torch.inference_mode():
            states = read.states.float()[None]
            inner = torch.zeros(states.shape[:2], dtype=torch.bool)
            inner[0, 1:-1] = True
            asked = self._network.asked(self._network.read(states, torch.ones_like(inner)), inner)
            flat = [_single(one) for parts in passages for one in parts]
            logits = iter(self._network.match(asked, flat)[0].tolist() if flat else ())
        return [tuple(next(logits) for _ in chunk.sentences) for chunk in chunks]

    def read(self, chunks: Sequence[Chunk]) -> None:
        """Read what is not remembered of `chunks`."""
        self._kept.get([titled(chunk) for chunk in chunks])

    def _read(self, keys: Sequence[Together]) -> list[list["ReadPassage"]]:
        """Read passages; one longer than the model's input in several goes, each under its heading if both fit."""
        found: list[list[ReadPassage]] = [[] for _ in keys]
        left: list[tuple[int, str, Sequence[str]]] = [(place, *key) for place, key in enumerate(keys) if key[1]]
        while left:
            with self._encoder.lent() as model:
                readings = read_lower(model, [[heading, *sentences] for _, heading, sentences in left])
            again: list[tuple[int, str, Sequence[str]]] = []
            for (place, heading, sentences), reading in zip(left, readings, strict=True):
                held = next((n for n, span in enumerate(reading.spans[1:]) if not span), len(sentences))
                if not held and heading:  # the heading and the first sentence are more than the input holds
                    again.append((place, "", sentences))
                    continue
                # A sentence without any piece of its own is stood for by the mark of beginning.
                found[place].append(self._told(reading.states, reading.spans[: held + 1] if held else ((), (0,))))
                if max(held, 1) < len(sentences):
                    again.append((place, heading, sentences[max(held, 1) :]))
            left = again
        return found

    def _told(self, states: "Tensor", spans: Sequence[Sequence[int]]) -> "ReadPassage":
        import torch

        from bot.interaction import ReadPassage

        with torch.inference_mode():
            rows = self._network.read(states.float()[None], torch.ones(1, len(states), dtype=torch.bool))[0]
            told = self._network.told(rows, spans)
        return ReadPassage(told.pieces.half(), told.pooled, told.spans)


def _single(passage: "ReadPassage") -> "ReadPassage":
    from bot.interaction import ReadPassage

    return ReadPassage(passage.pieces.float(), passage.pooled, passage.spans)


def load_network(folder: Path, encoder: SentenceTransformerEncoder) -> tuple["Interaction", str] | None:
    """Return the network in `folder` and its fingerprint, or None where there is none for this encoder.

    Raises:
        EncoderError: its files are damaged or of another format.
    """
    settings = folder / SETTINGS
    if not settings.is_file():
        return None
    try:
        told = json.loads(settings.read_text("utf-8"))
        if told["encoder"] != encoder.fingerprint:
            return None
        if told["format"] != FORMAT or told["lower_layers"] != LOWER:
            raise ValueError(f"format {told['format']} with {told['lower_layers']} lower layers")
        return _read_network(folder, encoder)
    except Exception as error:  # readers of weights raise errors of their own
        raise EncoderError(
            f"The matcher in {folder} cannot be loaded ({first_line(error)}); get its files anew."
        ) from error


def _read_network(folder: Path, encoder: SentenceTransformerEncoder) -> tuple["Interaction", str]:
    from safetensors.torch import load_file

    from bot.interaction import Interaction

    weights = folder / WEIGHTS
    with encoder.lent() as model:
        network = Interaction.above(model[0].auto_model, LOWER)
    network.load_state_dict({name: value.float() for name, value in load_file(weights).items()})
    with weights.open("rb") as file:
        return network, hashlib.file_digest(file, "sha256").hexdigest()

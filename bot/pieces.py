"""The word pieces of texts as a sentence-transformers model sees them: one vector a piece, told apart by part of text.

Knows the model's tokenizer and outputs; loads nothing. `bot.encoder` owns the model and lends it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bot.types import Chunk, Vectors

BATCH = 32  # texts a forward pass; 16 to 64 measured alike on two cores, and 32 keeps long batches small in memory

Place = tuple[int, int]
Together = tuple[str, tuple[str, ...]]


def together(chunk: Chunk) -> Together:
    """Return what is read together: the innermost heading, which tells what "it" is about, then the sentences."""
    heading = chunk.section[-1] if chunk.section else chunk.title
    return heading, tuple(sentence.plain for sentence in chunk.sentences)


def titled(chunk: Chunk) -> Together:
    """Return the same under the article's title as well: one article's drawbacks are not another's."""
    heading, sentences = together(chunk)
    return under_title(chunk.title, heading), sentences


def under_title(title: str, heading: str) -> str:
    """Return title and heading as one line, either alone where the other adds nothing."""
    return heading if title in heading or not title else f"{title}: {heading}" if heading else title


def read_parts(
    model: Any,  # noqa: ANN401 - the library is not imported at module level
    texts: Sequence[Sequence[str]],
    dimension: int,
) -> list[list[Vectors]]:
    """Return for each part of each text its unit rows (pieces, dimension), the parts of a text read together.

    Parts past the model's longest input are read by themselves. A text's list ends early, or is empty, where the
    model has no pieces or they cannot be told apart.
    """
    rows = _rows(model, [" ".join(parts) for parts in texts], dimension)
    found = [_split(model, parts, own) for parts, own in zip(texts, rows, strict=True)]
    lost = [
        part
        for parts, own, seen in zip(texts, found, rows, strict=True)
        if len(seen) and len(parts) > 1
        for part in parts[len(own) :]
    ]
    alone = list(dict.fromkeys(lost))
    read = {text: _unit(_inner(own)) for text, own in zip(alone, _rows(model, alone, dimension), strict=True)}
    return [
        own + [read[part] for part in parts[len(own) :] if part in read]
        for parts, own in zip(texts, found, strict=True)
    ]


def _rows(model: Any, texts: Sequence[str], dimension: int) -> list[Vectors]:  # noqa: ANN401
    """Return the rows (pieces, dimension) of whole texts, marks included; none where the model has no pieces."""
    if not texts:
        return []
    try:
        found = model.encode(
            list(texts), prompt="", batch_size=BATCH, show_progress_bar=False, output_value="token_embeddings"
        )
        rows = [one.float().cpu().numpy() for one in found]
    except (KeyError, TypeError, ValueError, AttributeError):  # a static model has no pieces in context
        rows = []
    if not rows or any(row.shape[1] != dimension for row in rows):  # a last layer may change the size
        return [np.zeros((0, dimension), np.float32)] * len(texts)
    return rows


def _split(model: Any, parts: Sequence[str], rows: Vectors) -> list[Vectors]:  # noqa: ANN401
    """Return the unit rows of each part, up to the first that was cut off or has no piece of its own."""
    if not len(rows):
        return []
    if len(parts) == 1:
        return [_unit(_inner(rows))]
    places = _places(model, " ".join(parts), len(rows))
    reached = max((end for _, end in places), default=0)
    found: list[Vectors] = []
    start = 0
    for number, part in enumerate(parts):
        end = start + len(part)
        own = [row for row, (first, last) in enumerate(places) if start <= first < last <= end]
        if not own or (reached < end and number + 1 < len(parts)):
            break
        found.append(_unit(rows[own]))
        start = end + 1
    return found


def _places(model: Any, text: str, count: int) -> list[Place]:  # noqa: ANN401
    """Return where each of `count` pieces stands in `text`, marks as empty spans; [] if the tokenizer can't tell."""
    tokenizer = model.tokenizer
    if not getattr(tokenizer, "is_fast", False):
        return []
    told = tokenizer(text, truncation=True, max_length=model.max_seq_length, return_offsets_mapping=True)
    places = [(int(first), int(last)) for first, last in told["offset_mapping"]]
    return places if len(places) == count else []


def _inner(rows: Vectors) -> Vectors:
    """Leave out the marks of beginning and end, which match everything a little."""
    return rows[1:-1] if len(rows) > 2 else rows


def _unit(rows: Vectors) -> Vectors:
    unit: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-12)
    return unit

"""Two readings of one message: which answer is taken, and which passages a follow-up is read from.

Knows probabilities and ranks; no wording.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.types import Answer, Passage

PASSAGES = 10  # given to the Reader; the tenth almost never holds the answer
# How much surer a message read by itself must be: what was just talked about is the likelier subject. Of 90 follow-ups of the
# fitted half 80 are understood with these, 78 with half of them.
SURE, UNSURE = 0.5, 0.2  # where the wording points back, and where it does not
# How much less sure an answer may be that is chosen by the message's own words among the passages found with the topic
# put in. The topic's name stands in its definition and draws that to the front of every follow-up. Only the words
# differ: the passages keep the cosines of the question with the topic. At 0 nothing changes; at 0.2 as many rows are
# lost as won on the fitted half.
OWN_WORDS = 0.1
LIKELY = 0.6  # probability from which a message that is not answered by itself is taken to be about the current topic


def surer(one: Answer, other: Answer, margin: float) -> bool:
    """Whether `one` of two readings' answers is taken: it is an answer, and the surer of the two by `margin`."""
    if not one.answered:
        return False
    return not other.answered or _certainty(one) > _certainty(other) + margin


def _certainty(answer: Answer) -> float:
    """Return how sure an answer is, 0…1: of being there at all, and of its best sentence."""
    return (answer.probability + max(citation.score for citation in answer.citations)) / 2


def first_of(article: str, passages: Sequence[Passage], least: int) -> list[Passage]:
    """Keep the passages of a follow-up's article and the best `least` others or more, in their order, ranked anew."""
    inside = [passage for passage in passages if passage.chunk.article == article][:PASSAGES]
    if not inside:
        return list(passages[:PASSAGES])
    others = [passage for passage in passages if passage.chunk.article != article]
    others = others[: max(least, PASSAGES - len(inside))] if least else []
    kept = sorted((*inside, *others), key=lambda passage: passage.rank)
    return [replace(passage, rank=rank) for rank, passage in enumerate(kept, 1)]

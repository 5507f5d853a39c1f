"""Two questions in one message, "what is X and how does it work": each asked by itself, answered together.

Knows wording and slices; asks nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answerer import Choice, Slice, write
from bot.answerer.writing import Translate
from bot.conversation.more import said
from bot.corpus import Corpus
from bot.types import Answer, Language, Passage

_ASKS = r"(?:what|how|why|when|who|where|hvad|hvordan|hvorfor|hvornår|hvem)"
_OPENS = rf"(?:{_ASKS}|which|is|are|can|should|does|do|hvor|hvilke[nt]?|er|kan|skal|bør)"
_TWO = re.compile(
    rf"^(?P<first>\W*{_OPENS}\b[^?]{{5,200}}?)"
    rf"(?:\?\s+(?:(?:and|og|but|men)\s+)?(?P<next>{_OPENS}\b[^?]{{5,200}})|,?\s+(?:and|og)\s+(?P<also>{_ASKS}\b[^?]{{5,200}}))\??\s*$",
    re.IGNORECASE,
)
_EACH = 2  # statements of each answer; two answers are read together
_ITEMS = 4  # and of one that is a list


def two_questions(message: str) -> tuple[str, str] | None:
    """Return the two questions that `message` asks, or None where it asks one, or more than two."""
    found = _TWO.match(message)
    return (f"{found['first'].strip()}?", f"{(found['next'] or found['also']).strip()}?") if found else None


def together(
    first: Answer, second: Answer, corpus: Corpus, language: Language, translate: Translate | None = None
) -> Answer:
    """Return one answer with the likeliest statements of both, those of the first before those of the second."""
    chosen: list[Slice] = []
    for answer in (first, second):
        slices = [one for citation in answer.citations if (one := said(citation, corpus))]
        most = _ITEMS if sum(one.is_item for one in slices) > 1 else _EACH
        best = sorted(slices, key=lambda one: -one.score)[:most]
        taken = {(other.document.id, other.start) for other in chosen}
        chosen += [one for one in slices if one in best and (one.document.id, one.start) not in taken]
    return write(Choice(tuple(chosen), items=True), language, min(first.probability, second.probability), translate)


def all_passages(first: Sequence[Passage], second: Sequence[Passage]) -> tuple[Passage, ...]:
    """Return the passages of both, each once: those of the second after those of the first."""
    seen = {(one.chunk.document, one.chunk.start) for one in first}
    both = (*first, *(one for one in second if (one.chunk.document, one.chunk.start) not in seen))
    return tuple(replace(one, rank=rank) for rank, one in enumerate(both, 1))

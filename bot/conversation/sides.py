"""Words that point at one of the things named before, "the latter", and a side exchanged for another, "and for buying?".

Knows wording only: which things were named, and in what order, it is told.
"""

import re
from collections.abc import Sequence

from bot.types import Language

_FIRST: dict[Language, str] = {"da": r"(?:det|den) første|førstnævnte", "en": r"the (?:first|former)"}
_SECOND: dict[Language, str] = {
    "da": r"(?:det|den) (?:sidste|anden|andet)|sidstnævnte",
    "en": r"the (?:second|last|latter|other)",
}
_ONE: dict[Language, str] = {"da": r"(?: af dem| af de to)?", "en": r"(?: one| of (?:them|the two))?"}
_ENDS = r"(?=\W*$|[,;.]| (?:then|da|så|og|and|or|eller|mening|bedst|bedre|billigst|billigere|smart|make|best|better|cheaper|worth)\b)"
_WHICH = re.compile(
    r"^\W*(?:(?:and|so|ok|okay|og|så|men|but) )*(?:which|what|who|hvad|hvilke[nt]?|hvem)(?:'s)?(?: (?:one|ones|of (?:them|the two)|af (?:dem|de to)|er|is|are|en))* "
    r"(?:\w+er|\w+est|\w+st|bedre|(?:more|most|mere|mest|less|least|mindre|mindst) \w+)(?: (?:then|så|da|egentlig))*\W*$",
    re.IGNORECASE,
)
_PREPOSITION = r"for|til|ved|med|i|på|af|om|hos|in|on|with|of|to|by|at|about|from|fra"


def pointed_out(message: str, names: Sequence[str], language: Language) -> str:
    """Return `message` with "the first one", "det sidste" replaced by the first or last of `names`; else unchanged."""
    if len(names) < 2:
        return message
    for words, name in ((_FIRST[language], names[0]), (_SECOND[language], names[-1])):
        pattern = rf"\b(?:{words}){_ONE[language]}{_ENDS}"
        message = re.sub(pattern, lambda _, name=name: name, message, count=1, flags=re.IGNORECASE)  # type: ignore[misc]
    return message


def asks_which(message: str) -> bool:
    """Whether `message` asks which of things named before has more of something, and names none: "which is cheaper?"."""
    return bool(_WHICH.match(message))


def exchanged(before: str, rest: str) -> str:
    """Return the question `before` with its last phrase exchanged for `rest`, which begins with the same preposition.

    "What are the reasons for making?", "for buying" → "What are the reasons for buying?"; "" where there is none.
    """
    found = re.match(rf"({_PREPOSITION}) \w", rest, re.IGNORECASE)
    if not found:
        return ""
    head, preposition, _ = before.partition(f" {found[1].lower()} ")
    if not preposition:
        return ""
    behind = re.search(r" \([^)]*\)$", before)
    return f"{head} {rest}{behind[0] if behind else ''}?"


def without_preposition(rest: str) -> str:
    """Return "offshoring" for "for offshoring": the question it goes into has a preposition of its own."""
    return re.sub(rf"^(?:{_PREPOSITION}) (?=\w)", "", rest, flags=re.IGNORECASE)

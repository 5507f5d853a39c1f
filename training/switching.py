"""Pseudo-Danish: English encyclopedic text with its words replaced by Danish ones.

There is no Danish encyclopedia in the data; word-for-word Danish at least brings the vocabulary and the topics.
It knows words and their counts; it knows nothing of word pieces.
"""

import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from training.records import Example

Lexicon = Mapping[str, Sequence[str]]

KEPT = 0.15  # share of translatable words that stay English
WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
SMALLEST_SCORE = 0.12  # c²/(n_da · n_en)
SMALLEST_SHARED = 4
# Words whose counterpart changes with the sentence, so that counting finds none or the wrong one.
BY_HAND: dict[str, tuple[str, ...]] = {
    "the": ("", "", "den", "det", "de"), "a": ("en", "et"), "an": ("en", "et"), "of": ("af", "for", "i"),
    "to": ("til", "at"), "in": ("i",), "on": ("på",), "at": ("på", "ved", "i"), "by": ("af", "ved"),
    "for": ("for", "til"), "from": ("fra",), "with": ("med",), "as": ("som",), "and": ("og",), "or": ("eller",),
    "but": ("men",), "not": ("ikke",), "no": ("ingen", "ikke"), "is": ("er",), "are": ("er",), "was": ("var", "blev"),
    "were": ("var", "blev"), "be": ("være", "blive"), "been": ("været", "blevet"), "has": ("har",), "have": ("har",),
    "had": ("havde",), "do": ("",), "does": ("",), "did": ("",), "what": ("hvad", "hvilken", "hvilket"),
    "who": ("hvem", "som"), "whom": ("hvem",), "whose": ("hvis",), "when": ("hvornår", "da"), "where": ("hvor",),
    "which": ("hvilken", "hvilket", "hvilke", "som"), "why": ("hvorfor",), "how": ("hvordan", "hvor"),
    "many": ("mange",), "much": ("meget",), "long": ("længe", "lang"), "old": ("gammel", "gamle"),
    "it": ("det", "den"), "its": ("dens", "dets", "sin"), "this": ("denne", "dette"), "that": ("at", "som", "det"),
    "these": ("disse",), "those": ("de",), "he": ("han",), "she": ("hun",), "his": ("hans", "sin"), "her": ("hendes",),
    "him": ("ham",), "they": ("de",), "their": ("deres",), "them": ("dem",), "there": ("der",), "than": ("end",),
    "can": ("kan",), "could": ("kunne",), "will": ("vil",), "would": ("ville",), "should": ("bør", "skulle"),
    "may": ("kan", "maj"), "also": ("også",), "only": ("kun",), "most": ("mest", "flest", "fleste"), "more": ("mere", "flere"),
    "between": ("mellem",), "during": ("under", "i løbet af"), "after": ("efter",), "before": ("før",), "about": ("om",),
    "into": ("ind i",), "over": ("over",), "under": ("under",), "through": ("gennem",), "one": ("en", "et"), "two": ("to",),
    "three": ("tre",), "four": ("fire",), "first": ("første",), "second": ("anden",), "last": ("sidste",), "new": ("ny", "nye"),
    "year": ("år",), "years": ("år",), "people": ("mennesker", "folk"), "called": ("kaldt", "hedder"), "used": ("brugt", "bruges"),
    "city": ("by", "byen"), "country": ("land", "landet"), "war": ("krig", "krigen"), "world": ("verden", "verdens"),
    "century": ("århundrede",), "name": ("navn", "navnet"), "known": ("kendt",), "part": ("del",), "state": ("stat", "staten"),
}  # fmt: skip


def lexicon(pairs: Iterable[Example], dictionary: Iterable[Example]) -> dict[str, list[str]]:
    """Danish words for English ones: by hand, from the dictionary, and by sharing sentences; best first, at most two."""
    shared: dict[str, Counter[str]] = defaultdict(Counter)
    english: Counter[str] = Counter()
    danish: Counter[str] = Counter()
    for pair in pairs:
        left, right = set(WORD.findall(pair.en.lower())), set(WORD.findall(pair.da.lower()))
        english.update(left)
        danish.update(right)
        for word in left:
            shared[word].update(right)
    found: dict[str, list[str]] = defaultdict(list)
    for word, counts in shared.items():
        scored = [
            (count**2 / (english[word] * danish[other]), other)
            for other, count in counts.items()
            if count >= SMALLEST_SHARED
        ]
        best = sorted(scored, reverse=True)[:2]
        found[word] = [other for score, other in best if score >= max(SMALLEST_SCORE, best[0][0] / 2)]
    for pair in dictionary:
        word, other = pair.en.lower(), pair.da.lower()
        if WORD.fullmatch(word) and other not in found[word]:
            found[word].append(other)
    merged = {word: others[:2] for word, others in found.items() if others}
    return merged | {word: list(others) for word, others in BY_HAND.items()}


def switched(text: str, words: Lexicon, rng: random.Random) -> str:
    """The text with most of the words that the lexicon knows put into Danish, now and then one left in English."""

    def replace(match: re.Match[str]) -> str:
        others = words.get(match[0].lower())
        return match[0] if not others or rng.random() < KEPT else rng.choice(others)

    return re.sub(r"\s+", " ", WORD.sub(replace, text)).strip()


def switch(example: Example, words: Lexicon, rng: random.Random) -> Example:
    """An English example with pseudo-Danish beside it."""
    return Example(
        en=example.en,
        da=switched(example.en, words, rng),
        passage_en=example.passage_en,
        passage_da=switched(example.passage_en, words, rng) if example.passage_en else "",
    )

"""Endless batches from the streams, by fixed shares, of like length, reproducible from seed and step.

It knows how much of what is seen and when; it knows nothing of vectors.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from training.bank import Bank, fillers, question
from training.records import Batch, Example, StreamName, TrainingError
from training.switching import Lexicon, switch

BATCHES_SORTED = 20  # batches drawn together and sorted by length, so that little is padding
NEIGHBOURS: tuple[StreamName, ...] = ("sections", "danish")  # drawn in stretches: passages of one document together
MOSAIC = (3, 6)  # sentences joined to one passage


@dataclass(frozen=True, slots=True)
class Share:
    """How often a stream comes (weight), how large its batches are (characters, and examples at most)."""

    weight: float
    characters: int
    most: int


# Weights are of steps. Passages take about as much computing as all the rest together.
MIXTURE: dict[StreamName, Share] = {
    "documentation": Share(0.20, 10_000, 144),
    "everyday": Share(0.13, 6_000, 144),
    "words": Share(0.03, 6_000, 256),
    "glosses": Share(0.01, 6_000, 96),
    "questions": Share(0.08, 6_000, 128),
    "sections": Share(0.10, 24_000, 64),
    "danish": Share(0.12, 28_000, 64),
    "english": Share(0.05, 16_000, 96),
    "switched": Share(0.07, 14_000, 96),
    "mosaic": Share(0.06, 18_000, 64),
    "encyclopedia": Share(0.15, 24_000, 64),
}


def grouped(examples: Sequence[Example], share: Share) -> list[list[Example]]:
    """Examples in order of length, cut into batches no larger than the share allows."""
    batches: list[list[Example]] = []
    current: list[Example] = []
    for example in sorted(examples, key=lambda item: item.size):
        if current and (len(current) == share.most or example.size * (len(current) + 1) > share.characters):
            batches.append(current)
            current = []
        current.append(example)
    return [*batches, current] if len(current) > 1 else batches


class Feeder:
    """Draws batches from streams and bank; everything random comes from one seeded generator."""

    def __init__(
        self, streams: Mapping[StreamName, Sequence[Example]], bank: Bank, words: Lexicon, *, rng: random.Random
    ) -> None:
        self.streams = streams
        self.bank = bank
        self.words = words
        self.rng = rng
        self.fillers = fillers(streams.get("words", ()))
        self.own = fillers(bank.words)
        self.everyday = [*streams.get("everyday", ()), *bank.sentences * 3]
        if not self.everyday and not any(streams.values()):
            raise TrainingError("The prepared streams are empty; run `prepare` on the data again.")

    def available(self) -> list[StreamName]:
        """The streams that have something to give."""
        ready = {
            "questions": bool(self.bank.templates and (self.fillers or self.own)),
            "everyday": bool(self.everyday),
            "mosaic": len(self.everyday) >= MOSAIC[1],
            "encyclopedia": len(self.bank.passages) > 1,
            "switched": any(example.passage_en for example in self.streams.get("english", ())),
        }
        return [name for name in MIXTURE if ready.get(name, bool(self.streams.get(name)))]

    def draw(self, name: StreamName, count: int) -> list[Example]:
        """`count` examples of one stream (fewer where it is smaller), made on the spot where the stream is not stored."""
        if name == "questions":
            return [question(self.bank, self.own, self.fillers, self.rng) for _ in range(count)]
        if name == "mosaic":
            return [self._mosaic() for _ in range(count)]
        if name == "encyclopedia":
            return self._encyclopedia(count)
        if name == "switched":
            pool = self.streams["english"]
            return [switch(example, self.words, self.rng) for example in self.rng.sample(pool, min(count, len(pool)))]
        pool = self.everyday if name == "everyday" else self.streams[name]
        if name == "words":
            pool = [*self.own, *self.own, *pool]
        if name in NEIGHBOURS:
            stretch = max(1, count // 12)
            starts = [self.rng.randrange(max(1, len(pool) - stretch)) for _ in range(12)]
            return list(dict.fromkeys(item for start in starts for item in pool[start : start + stretch]))
        return self.rng.sample(pool, min(count, len(pool)))

    def _encyclopedia(self, count: int) -> list[Example]:
        """One question to each of some passages, so that no passage of a batch answers two of its questions."""
        chosen: dict[str, Example] = {}
        for example in self.rng.sample(self.bank.passages, min(4 * count, len(self.bank.passages))):
            chosen.setdefault(example.passage_en, example)
        return list(chosen.values())[:count]

    def _mosaic(self) -> Example:
        parts = self.rng.sample(self.everyday, self.rng.randint(*MOSAIC))
        lead = self.rng.choice(parts)
        return Example(
            en=lead.en,
            da=lead.da,
            passage_en=" ".join(part.en for part in parts),
            passage_da=" ".join(part.da for part in parts),
        )

    def batches(self, name: StreamName) -> Iterator[Batch]:
        """Batches of one stream without end."""
        share = MIXTURE[name]
        while True:
            drawn = self.draw(name, share.most * BATCHES_SORTED // (4 if name in (*NEIGHBOURS, "mosaic") else 1))
            groups = grouped(drawn, share)
            if not groups:
                raise TrainingError(f"The stream {name!r} has fewer than two examples, too few to tell apart.")
            self.rng.shuffle(groups)
            for group in groups:
                yield Batch(name, tuple(group))

    def __iter__(self) -> Iterator[Batch]:
        names = self.available()
        weights = [MIXTURE[name].weight for name in names]
        running = {name: self.batches(name) for name in names}
        while True:
            yield next(running[self.rng.choices(names, weights)[0]])

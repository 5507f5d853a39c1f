"""Question → Passages, best first: cosines and BM25 fused, both languages on one scale, each source once.

Knows scores and languages; not the vectors behind them, nor which sentence answers.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.aliases import Aliases
from bot.alignment import MOST_KEPT, Aligner
from bot.calibration import Calibration, pair
from bot.index import Index
from bot.lexical import LexicalIndex
from bot.types import LANGUAGES, OTHER, Encoder, Language, Matcher, Passage, Question, Vectors
from bot.versions import counterparts

POOL = 200  # candidates from the cosines and as many from BM25, by language: a question's ten best are far inside it

# Of a passage's closeness, the share of its closest sentence: a long passage hides a short answer. On the questions
# kept for fitting, one language at a time, 0.3 to 0.7 won three points of MRR and two of recall@5 over none.
SENTENCES = 0.5

# What sharing a word that stands in one chunk alone is worth, in standard deviations of closeness, at weight 1. BM25's
# own standard deviations will not do: where few chunks share any word, one weak word is ten of them.
RAREST = 5.0

# How much closer, in standard deviations, the other language's version must be to be shown beside its counterpart:
# then the two are not the same text after all, and dropping it could drop the answer. Shared words do not count here:
# a question shares them with its own language alone.
APART = 2.0

# Passages that a matcher looks at, of which the best are kept: on the questions kept for fitting it brings the right one
# to the top for five in a hundred more within a language and for nine across. More than twenty won nothing.
LOOKED_AT = 20

AHEAD = 4  # passages read at one step: a question that comes meanwhile waits about a tenth of a second

_LOWEST = -20.0  # the best logit of a passage without sentences
_STILL = 1e-6  # a spread below this is rounding: all chunks are equally close


@dataclass(frozen=True, slots=True)
class Candidate:
    """A chunk that may hold the answer. `fused` orders; `features` is what a fitted probability is made of."""

    number: int
    dense: float
    lexical: float
    fused: float
    features: dict[str, float]


class Retriever:
    """Finds the passages of an index that a question may be answered from."""

    def __init__(
        self, index: Index, encoder: Encoder, calibration: Calibration, matcher: Matcher | None = None
    ) -> None:
        """Take an index and the encoder that it was made with; raise ValueError if it is another one."""
        if index.encoder_fingerprint != encoder.fingerprint:
            raise ValueError(
                f"an index by the encoder {index.encoder_name} ({index.encoder_fingerprint[:8]}) "
                f"but the encoder {encoder.name} ({encoder.fingerprint[:8]})"
            )
        self._index = index
        self._encoder = encoder
        self._calibration = calibration
        self._lexical = LexicalIndex(index.chunks, index.vocabulary)
        self._counterparts = counterparts(index.chunks)
        self._aligner = Aligner(encoder)
        self._aliases = Aliases(dict.fromkeys((chunk.title, chunk.language) for chunk in index.chunks))
        self.matcher = matcher

    def retrieve(
        self, question: Question, k: int = 10, *, documents: Language | None = None, aligned: bool = True
    ) -> list[Passage]:
        """Return up to `k` passages, best first, each from a source of its own.

        Where both versions of a section are found, the one in the answer's language stands for both, at the better
        one's rank, and carries the other. `documents` leaves out the chunks in the other language. Without `aligned` the
        passages carry no alignments, matches or versions, and none is ranked by its matches: a list of passages that no
        Reader sees is spared encoding their word pieces.
        """
        text = self.mended(question)
        query = self._encoder.encode_queries([text])
        found = self._candidates(question, query, documents)
        candidates = found if documents else self._one_version_each(found, question.answer_language)
        candidates.sort(key=lambda candidate: (-candidate.fused, candidate.number))
        most = max(k, 0)
        if aligned and self.matcher:
            ranked = self._matched(self.matcher, text, candidates, most)
        else:
            ranked = [(candidate, ()) for candidate in candidates[:most]]
        passages = [self._passage(query, *one, rank) for rank, one in enumerate(ranked, start=1)]
        if not aligned:
            return passages
        if documents is None and len(self._index.chunks) <= MOST_KEPT:
            passages = self._with_versions(query, text, passages, [candidate.number for candidate, _ in ranked], found)
        return self._aligned(text, passages)

    def _with_versions(
        self, query: Vectors, text: str, passages: Sequence[Passage], numbers: Sequence[int], found: Sequence[Candidate]
    ) -> list[Passage]:
        """Give each passage, of chunk number `numbers`, the other language's version of it, if that was found at all."""
        by_number = {candidate.number: candidate for candidate in found}
        others = [by_number.get(self._other(number)) for number in numbers]
        chunks = [self._index.chunks[other.number] for other in others if other]
        matches = iter(self.matcher.match(text, chunks) if self.matcher else [()] * len(chunks))
        return [
            replace(
                passage,
                version=self._passage(query, other, next(matches), passage.rank),
                echoes=self._index.echoes(number, other.number),
            )
            if other
            else passage
            for passage, number, other in zip(passages, numbers, others, strict=True)
        ]

    def _other(self, number: int) -> int:
        """Return the number of a chunk's version in the other language, -1 for none."""
        return self._counterparts[OTHER[self._index.chunks[number].language]].get(number, -1)

    def _aligned(self, text: str, passages: Sequence[Passage]) -> list[Passage]:
        """Give passages and their versions their alignments."""
        versions = [passage.version for passage in passages if passage.version]
        every = [*passages, *versions]
        alignments = self._aligner.align(text, [passage.chunk for passage in every])
        read = [replace(one, alignments=own) for one, own in zip(every, alignments, strict=True)]
        beside = iter(read[len(passages) :])
        return [replace(one, version=next(beside)) if one.version else one for one in read[: len(passages)]]

    def _matched(
        self, matcher: Matcher, text: str, candidates: Sequence[Candidate], k: int
    ) -> list[tuple[Candidate, tuple[float, ...]]]:
        """Return the best `k` of the first candidates with the matcher's logits, by what it finds in them as well.

        Where there are more passages than are kept, one to look at costs a reading: then they are only put in order.
        """
        looked = candidates[: max(k, LOOKED_AT) if len(self._index.chunks) <= MOST_KEPT else k]
        logits = matcher.match(text, [self._index.chunks[candidate.number] for candidate in looked])
        weight = self._calibration.matched
        pairs = zip(looked, logits, strict=True)
        return sorted(pairs, key=lambda both: -both[0].fused - weight * strongest(both[1]))[:k]

    def read_ahead(self) -> Iterator[None]:
        """Read what aligning and matching need of every passage, a few at each step: then no question waits for it.

        Where there are more passages than are kept, nothing is read ahead.
        """
        chunks = self._index.chunks
        for start in range(0, len(chunks) if len(chunks) <= MOST_KEPT else 0, AHEAD):
            some = chunks[start : start + AHEAD]
            self._aligner.read(some)
            if self.matcher:
                self.matcher.read(some)
            yield

    def candidates(self, question: Question, *, documents: Language | None = None) -> list[Candidate]:
        """Return every chunk worth a look, both versions of a source, unordered: what weights are fitted on."""
        return self._candidates(question, self._encoder.encode_queries([self.mended(question)]), documents)

    def mended(self, question: Question) -> str:
        """Return the question's text without typing errors and with short names written out.

        What a model makes of "uptme" is anyone's guess, and of "SLA" hardly what it makes of the long name.
        """
        text = self._index.vocabulary.mend(question.text, question.language)
        return self._aliases.written_out(text, question.language)

    def _candidates(self, question: Question, query: Vectors, documents: Language | None) -> list[Candidate]:
        lexical = self._lexical.scores(question.text, question.language)
        return [
            candidate
            for language in ((documents,) if documents else LANGUAGES)
            for candidate in self._candidates_in(language, question, query, lexical)
        ]

    def _candidates_in(
        self, language: Language, question: Question, query: Vectors, lexical: NDArray[np.float32]
    ) -> Iterable[Candidate]:
        """Yield the candidates of one language, scored against all chunks of that language."""
        own = self._index.numbers(language)
        if not len(own):
            return
        best = own[np.argsort(-lexical[own], kind="stable")[:POOL]]
        found = {number for number, _ in self._index.search(query, POOL, language=language)}
        numbers = np.array(sorted(found | {int(number) for number in best if lexical[number] > 0}), np.int64)
        sample = self._index.sample(language)
        cosines = self._index.cosines(query, numbers)
        columns = {
            "cosine": cosines,
            "dense_z": _standard(cosines, self._index.cosines(query, sample)),
            "sentence_z": _standard(self._index.closest(query, numbers), self._index.closest(query, sample)),
            "lexical": lexical[numbers] * (RAREST / self._lexical.rarest(language)),
        }
        weight = self._calibration.retrieval[pair(question.language, language)]
        columns["close"] = (1 - SENTENCES) * columns["dense_z"] + SENTENCES * columns["sentence_z"]
        columns["fused"] = columns["close"] + weight * columns["lexical"]
        for place, number in enumerate(numbers):
            features = {name: float(column[place]) for name, column in columns.items()}
            features["same_language"] = float(question.language == language)
            yield Candidate(int(number), features["cosine"], float(lexical[number]), features["fused"], features)

    def _one_version_each(self, candidates: list[Candidate], language: Language) -> list[Candidate]:
        """Let the version in `language` stand for both, with the better one's score and features."""
        by_number = {candidate.number: candidate for candidate in candidates}
        stands_for = self._counterparts[language]
        kept = {number: candidate for number, candidate in by_number.items() if number not in stands_for}
        for number, own_number in stands_for.items():
            other, own = by_number.get(number), by_number.get(own_number)
            if other is None:
                continue
            if own is None or other.features["close"] > own.features["close"] + APART:
                kept[number] = other
            elif other.fused > kept[own_number].fused:
                kept[own_number] = Candidate(own_number, own.dense, own.lexical, other.fused, other.features)
        return list(kept.values())

    def _passage(self, query: Vectors, candidate: Candidate, matches: tuple[float, ...], rank: int) -> Passage:
        model = self._calibration.passage
        score = model.probability(candidate.features) if model else min(max(candidate.dense, 0.0), 1.0)
        return Passage(
            chunk=self._index.chunks[candidate.number],
            score=score,
            rank=rank,
            dense=candidate.dense,
            lexical=candidate.lexical,
            similarities=self._index.similarities(query, candidate.number),
            matches=matches,
        )


def strongest(logits: Sequence[float]) -> float:
    """Return a matcher's best logit in a passage: by it, it is ranked."""
    return max(logits, default=_LOWEST)


def _standard(values: NDArray[np.float32], all_values: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return how many standard deviations of `all_values` above their mean each value is; zeros where all are alike."""
    spread = float(all_values.std())
    if spread < _STILL:
        return np.zeros_like(values)
    found: NDArray[np.float32] = (values - all_values.mean()) / spread
    return found

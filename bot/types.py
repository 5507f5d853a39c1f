"""The vocabulary of Svar: frozen values that every other module speaks in, and the protocols.

Imports nothing of the project and nothing heavy. A stored `Chunk` and a retrieved `Passage` are different
types on purpose: a score belongs to a question, never to the text.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray

Language = Literal["da", "en"]
LANGUAGES: tuple[Language, ...] = ("da", "en")
OTHER: dict[Language, Language] = {"da": "en", "en": "da"}
Vectors = NDArray[np.float32]  # (n, dimension), unit rows; higher inner product = closer
SentenceKind = Literal["prose", "item", "row", "quote", "code"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One citable span of a Document: a sentence, a list item or a table row.

    `text == document.text[start:end]`, verbatim. `plain` is the same with the Markdown removed, for showing.
    `block` numbers the paragraph, list, table or quote that it stands in, counted through the Document.
    """

    text: str
    plain: str
    start: int
    end: int
    kind: SentenceKind
    block: int


@dataclass(frozen=True, slots=True)
class Section:
    """One heading with what stands under it, up to the next heading of any level.

    `path` is the heading path without the article's title (empty before the first heading). `start`/`end` span
    the section in the Document, its own heading line included; `body` is where the text after the heading begins.
    """

    path: tuple[str, ...]
    start: int
    body: int
    end: int
    sentences: tuple[Sentence, ...] = ()

    @property
    def heading(self) -> str:
        """The innermost heading, or the empty string before the first one."""
        return self.path[-1] if self.path else ""


@dataclass(frozen=True, slots=True)
class Document:
    """One article. `id` is its POSIX path relative to the corpus; offsets count code points of `text`."""

    id: str
    title: str
    language: Language
    text: str
    description: str = ""
    keywords: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def slug(self) -> str:
        """What a `/slug` link names, the same for both language versions: the file's name without its ending."""
        return self.id.rsplit("/", 1)[-1].rsplit(".", 1)[0]

    @property
    def article(self) -> str:
        """The id without language folder and ending: equal for the two language versions of one article."""
        parts = [part for part in self.id.split("/") if part not in LANGUAGES]
        return "/".join(parts).rsplit(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Chunk:
    """An indexable span of one Document that never cuts a sentence: `text == document.text[start:end]`."""

    document: str
    article: str
    title: str
    section: tuple[str, ...]
    language: Language
    text: str
    start: int
    end: int
    sentences: tuple[Sentence, ...]


@dataclass(frozen=True, slots=True)
class Alignment:
    """How the word pieces of a question and of a sentence match, each with its closest one, as cosines.

    `covered` is the mean over the question's pieces, `weakest` the least of them, `focused` the mean over the
    sentence's pieces. `nearby` and `within` are `covered` where a piece may also match one of the sentences beside
    it, a little less well, or any of the passage and its heading.
    """

    covered: float
    weakest: float
    focused: float
    nearby: float
    within: float


@dataclass(frozen=True, slots=True)
class Passage:
    """A Chunk retrieved for one question.

    `score` in 0…1 is the probability that it holds the answer (the dense cosine where nothing is calibrated);
    `rank` counts from 1. `dense` is the cosine, `lexical` the BM25 score (unbounded, 0 = no shared term).
    `similarities` has the cosine of each of the chunk's sentences with the question, in their order, `alignments`
    how their word pieces match, `matches` a matcher's logit for each (unbounded, higher = it answers); empty without.
    `version` is the same section in the other language, found for the same question, `echoes` the place in it of the
    sentence that says the same as each of the chunk's, -1 for none.
    """

    chunk: Chunk
    score: float
    rank: int
    dense: float
    lexical: float
    similarities: tuple[float, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    matches: tuple[float, ...] = ()
    version: "Passage | None" = None
    echoes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A stand-alone question: what is searched for, its own language, and the language to answer in."""

    text: str
    language: Language
    answer_language: Language


@dataclass(frozen=True, slots=True)
class ScoredSentence:
    """A sentence of a retrieved passage with the probability, 0…1, that it answers the question."""

    sentence: Sentence
    passage: Passage
    score: float


@dataclass(frozen=True, slots=True)
class Reading:
    """What the Reader found: sentences best first, and the probability that the answer is among them at all."""

    sentences: tuple[ScoredSentence, ...]
    probability: float


@dataclass(frozen=True, slots=True)
class Citation:
    """A numbered verbatim slice of one Document: `document.text[start:end] == quote`, always."""

    number: int
    document: str
    title: str
    section: tuple[str, ...]
    language: Language
    quote: str
    start: int
    end: int
    score: float
    translation: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """Plain text with marks `[1]`…`[n]`, one citation a mark. `answered` is true exactly when there is a citation."""

    text: str
    language: Language
    citations: tuple[Citation, ...] = ()
    suggestions: tuple[str, ...] = ()
    probability: float = 0.0  # 0…1, that the passages hold the answer; what the threshold is compared with

    @property
    def answered(self) -> bool:
        """Whether anything is cited; an abstention, small talk and a third language are not answers."""
        return bool(self.citations)


@dataclass(frozen=True, slots=True)
class Turn:
    """One exchange: the question as typed, what it was taken to mean, and the answer."""

    question: str
    language: Language
    standalone: str
    answer: Answer
    passages: tuple[Passage, ...] = ()
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Conversation:
    """The turns so far, oldest first. Frozen: `with_turn` returns the longer one."""

    turns: tuple[Turn, ...] = field(default=())

    def with_turn(self, turn: Turn) -> "Conversation":
        """Return a conversation that ends with `turn`."""
        return Conversation((*self.turns, turn))

    @property
    def last(self) -> Turn | None:
        """The newest turn, if any."""
        return self.turns[-1] if self.turns else None


class Encoder(Protocol):
    """Texts → unit vectors. Queries and passages are encoded by separate methods, both required.

    Many models want a prompt before one of them; an optional prompt is silently wrong.
    """

    @property
    def name(self) -> str:
        """What the user called it: a model name or folder."""
        ...

    @property
    def fingerprint(self) -> str:
        """Hex digest that changes when the weights, tokenizer or prompts change."""
        ...

    @property
    def dimension(self) -> int:
        """Length of one vector."""
        ...

    def encode_queries(self, texts: Sequence[str], /) -> Vectors:
        """Return (len(texts), dimension) float32 unit rows for questions."""
        ...

    def encode_passages(self, texts: Sequence[str], /) -> Vectors:
        """Return (len(texts), dimension) float32 unit rows for texts to be found."""
        ...

    def encode_parts(self, texts: Sequence[Sequence[str]], /) -> list[list[Vectors]]:
        """Return for each part of each text (pieces, dimension) float32 unit rows, at least one.

        One row a word piece, read in its context: the parts of a text (its sentences) are read together, in order.
        """
        ...


class Matcher(Protocol):
    """Tells how well each sentence of a chunk answers a question."""

    @property
    def fingerprint(self) -> str:
        """Hex digest that changes when the weights change."""
        ...

    def match(self, question: str, chunks: Sequence[Chunk], /) -> list[tuple[float, ...]]:
        """Return for each chunk a logit for each of its sentences, in their order; higher = it answers."""
        ...

    def read(self, chunks: Sequence[Chunk], /) -> None:
        """Do ahead what matching these chunks takes that does not depend on the question."""
        ...


class Answerer(Protocol):
    """Question + passages → Answer. Abstaining is an Answer without citations, not an exception."""

    def answer(self, question: Question, passages: Sequence[Passage], /) -> Answer:
        """Answer from `passages` alone, in `question.answer_language`."""
        ...

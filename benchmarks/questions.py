"""How long a question takes: each step beside the encoding of the question, which no search can do without."""

from pathlib import Path

import numpy as np

from benchmarks.timing import medians, show
from bot.calibration import Calibration
from bot.corpus import load_corpus
from bot.index import Index, update_index
from bot.lexical import LexicalIndex
from bot.retriever import Retriever
from bot.types import Chunk, Encoder, Language, Question, Sentence, Vectors
from tests.doubles import HashingEncoder

QUESTIONS = (
    Question("Hvad er forskellen på insourcing og outsourcing?", "da", "da"),
    Question("What are the risks of giving a supplier access to our systems?", "en", "en"),
    Question("hvornaar kan det betale sig at kobe ind", "da", "da"),
)


def benchmark_shipped(corpus: Path, encoder: Encoder) -> None:
    """Time the steps of a question on the articles that ship."""
    index, _ = update_index(load_corpus(corpus), encoder, None)
    retriever = Retriever(index, encoder, Calibration.fallback())
    lexical = LexicalIndex(index.chunks, index.vocabulary)
    texts = [question.text for question in QUESTIONS]
    vectors = [encoder.encode_queries([text]) for text in texts]
    works = {
        "encode the question": lambda: [encoder.encode_queries([text]) for text in texts],
        "search the vectors (10 best)": lambda: [index.search(vector, 10) for vector in vectors],
        "score the words": lambda: [lexical.scores(question.text, question.language) for question in QUESTIONS],
        "retrieve 10 passages, all steps": lambda: [retriever.retrieve(question) for question in QUESTIONS],
    }
    show(f"Three questions, {len(index.chunks)} chunks, encoder {encoder.name}", medians(works, rounds=15))


def benchmark_growth(sizes: tuple[int, ...] = (300, 3_000, 30_000)) -> None:
    """Time retrieval, without the encoding, as the number of chunks grows."""
    works = {}
    for size in sizes:
        encoder = HashingEncoder(384)
        retriever = Retriever(_index(size, encoder), encoder, Calibration.fallback())
        works[f"retrieve 10 of {size} chunks"] = lambda retriever=retriever: [retriever.retrieve(q) for q in QUESTIONS]
    show("Three questions as the articles grow, no encoding", medians(works, rounds=7))


def _index(size: int, encoder: Encoder) -> Index:
    """Return an index of made-up chunks, two sentences each, with random vectors."""
    random = np.random.default_rng(0)
    words = np.array([f"ord{number}" for number in range(20_000)])
    chunks = tuple(_chunk(number, words[np.minimum(random.zipf(1.3, 40), 19_999)].tolist()) for number in range(size))
    return Index(
        chunks,
        _unit(random, size, encoder.dimension),
        _unit(random, 2 * size, encoder.dimension),
        encoder_name=encoder.name,
        encoder_fingerprint=encoder.fingerprint,
    )


def _chunk(number: int, words: list[str]) -> Chunk:
    language: Language = "da" if number % 2 else "en"
    halves = (" ".join(words[:20]), " ".join(words[20:]))
    sentences = tuple(Sentence(half, half, 0, len(half), "prose", 0) for half in halves)
    text = " ".join(halves)
    return Chunk(f"{language}/{number}.md", str(number), words[0], (), language, text, 0, len(text), sentences)


def _unit(random: np.random.Generator, count: int, dimension: int) -> Vectors:
    rows = random.normal(size=(count, dimension)).astype(np.float32)
    found: Vectors = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found

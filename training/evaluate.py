"""All development sets, all directions, for several encoders and for BM25, in one table.

It knows the development files and what each is judged by; nothing here is ever trained on.
"""

import argparse
import json
import logging
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import bm25s
import numpy as np
import Stemmer
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table
from sentence_transformers import SentenceTransformer

from training.files import replace_file
from training.metrics import Scores, fused, ndcg, pair_accuracy
from training.records import TrainingError
from training.sources import data_file, read_lines

logger = logging.getLogger(__name__)

STEMMERS = {"da": Stemmer.Stemmer("danish"), "en": Stemmer.Stemmer("english")}
BITEXT = {"tatoeba": "tatoeba_dan_eng", "heldout": "parallel_heldout"}
QUESTIONS = {"qa_da": ("qa_da_docs", "da"), "qa_en": ("qa_en_docs", "en"), "pubmed": ("qa_en_pubmedqa", "en")}
Encode = Callable[[Sequence[str]], NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Task:
    """One column of the table: texts that ask, texts that answer, and which of these is right for which."""

    name: str
    questions: list[str]
    passages: list[str]
    wanted: NDArray[np.int64]
    languages: tuple[str, str]
    bitext: bool

    def score(self, scores: Scores) -> float:
        """The column's figure, in per cent."""
        return pair_accuracy(scores) if self.bitext else ndcg(scores, self.wanted)


def retrieval(name: str, questions: list[str], passages: list[str], languages: tuple[str, str]) -> Task:
    """A task over the distinct passages of a file."""
    distinct = {passage: number for number, passage in enumerate(dict.fromkeys(passages))}
    wanted = np.array([distinct[passage] for passage in passages])
    return Task(name, questions, list(distinct), wanted, languages, bitext=False)


def tasks(data: Path, limit: int) -> list[Task]:
    """Every column, each file cut at `limit` rows."""
    found: list[Task] = []
    for name, file in BITEXT.items():
        rows = list(read_lines(data_file(data, f"dev/{file}.jsonl.gz")))[:limit]
        sides = {"en": [row["en"] for row in rows], "da": [row["da"] for row in rows]}
        for one, other in (("en", "da"), ("da", "en")):
            found.append(
                Task(f"{name} {one}→{other}", sides[one], sides[other], np.arange(len(rows)), (one, other), bitext=True)
            )
    rows = list(read_lines(data_file(data, "dev/docs_parallel_sections.jsonl.gz")))[:limit]
    for one, other in (("en", "en"), ("en", "da"), ("da", "en"), ("da", "da")):
        headings, passages = [row[f"heading_{one}"] for row in rows], [row[f"passage_{other}"] for row in rows]
        found.append(retrieval(f"sections {one}→{other}", headings, passages, (one, other)))
    for name, (file, language) in QUESTIONS.items():
        rows = list(read_lines(data_file(data, f"dev/{file}.jsonl.gz")))[:limit]
        asked, passages = [row["question"] for row in rows], [row["passage"] for row in rows]
        found.append(retrieval(name, asked, passages, (language, language)))
    return found


def stemmed(texts: Sequence[str], language: str) -> list[list[str]]:
    """Lower-cased words without their endings; letters such as å and ø stay."""
    return [list(STEMMERS[language].stemWords(re.findall(r"\w+", text.lower()))) for text in texts]


def lexical(task: Task) -> Scores:
    """BM25 scores (n questions, m passages)."""
    index = bm25s.BM25()
    index.index(stemmed(task.passages, task.languages[1]), show_progress=False)
    rows = [
        index.get_scores(words) if words else np.zeros(len(task.passages))
        for words in stemmed(task.questions, task.languages[0])
    ]
    return np.asarray(rows, np.float32)


def load(folder: str) -> Encode:
    """An encoder by folder: texts to unit vectors (n, dim) float32."""
    if not Path(folder).is_dir():
        raise TrainingError(f"No encoder folder {folder}; --encoder names a sentence-transformers folder.")
    model = SentenceTransformer(folder, device="cpu", model_kwargs={"dtype": "float32"})

    def encode(texts: Sequence[str]) -> NDArray[np.float32]:
        vectors = model.encode(list(texts), batch_size=32, normalize_embeddings=True, show_progress_bar=False)
        return np.asarray(vectors, np.float32)

    return encode


def measure(columns: Sequence[Task], encode: Encode, words: Sequence[Scores]) -> dict[str, dict[str, float]]:
    """Figures of one encoder by column, alone ("dense") and with BM25 ("hybrid"); each text is encoded once."""
    texts = list(dict.fromkeys(text for task in columns for text in (*task.questions, *task.passages)))
    row = {text: number for number, text in enumerate(texts)}
    vectors = encode(texts)
    result: dict[str, dict[str, float]] = {"dense": {}, "hybrid": {}}
    for task, other in zip(columns, words, strict=True):
        dense = vectors[[row[text] for text in task.questions]] @ vectors[[row[text] for text in task.passages]].T
        result["dense"][task.name] = task.score(dense)
        result["hybrid"][task.name] = task.score(fused(dense, other))
    return result


def table(columns: Sequence[Task], figures: dict[str, dict[str, float]]) -> Table:
    """The figures, one row a system, one column a task."""
    made = Table(title="accuracy (bitext), nDCG@10 (the rest), per cent")
    made.add_column("")
    for task in columns:
        made.add_column(task.name, justify="right")
    for name, row in figures.items():
        made.add_row(name, *(f"{row[task.name]:.1f}" for task in columns))
    return made


def report(options: argparse.Namespace, base: Path) -> None:
    """Measure the base model and every --encoder, print the table, write the figures where asked."""
    columns = tasks(options.data, options.limit)
    words = [lexical(task) for task in columns]
    figures = {"BM25": {task.name: task.score(scores) for task, scores in zip(columns, words, strict=True)}}
    folders = ([] if options.no_base else [("base", str(base))]) + [(Path(name).name, name) for name in options.encoder]
    for name, folder in folders:
        began = time.monotonic()
        measured = measure(columns, load(folder), words)
        logger.info("%s: %.0f s", name, time.monotonic() - began)
        figures[name], figures[f"{name} + BM25"] = measured["dense"], measured["hybrid"]
        if options.json:  # after each encoder: a long evaluation that is stopped keeps what it has
            replace_file(options.json, json.dumps(figures, indent=1, ensure_ascii=False) + "\n")
    Console(width=230).print(table(columns, figures))

"""Reads the data folder into streams of examples, without duplicates and with the documentation held back.

It knows the files, their fields and their quirks; it knows nothing of tokens, vectors or batches.
"""

import gzip
import hashlib
import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from training.records import Example, StreamName, TrainingError

LONGEST_SENTENCE = 300  # characters; longer ones are lists and code
LONGEST_PASSAGE = 1500  # characters; 256 Danish pieces are about 1,100
OPENING_LIMIT = 25  # examples that may open with the same four words
MEDQUAD_LIMIT = 2500
HEADING_LIMIT = 6000  # of the Danish sections without a translation, so that a third of that stream are questions
DOCUMENTATION_LIMIT = 130_000
MACHINE_SHARE = 0.3  # of the machine-translated sentences that are kept
EVERYDAY = ("scratch", "id-tagging", "iD-editor", "inaturalist", "eur-lex")


def data_file(data: Path, name: str) -> Path:
    """The path of one data file; TrainingError if it is not there."""
    path = data / name
    if not path.is_file():
        raise TrainingError(f"No data file {path}; --data must name the folder that holds {name.split('/')[0]}/.")
    return path


def read_table(path: Path) -> Iterator[dict[str, str]]:
    """Rows of a gzipped, tab-separated file with a header."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        header = next(lines).rstrip("\n").split("\t")
        for line in lines:
            cells = line.rstrip("\n").split("\t")
            yield dict(zip(header, cells + [""] * (len(header) - len(cells)), strict=False))


def read_lines(path: Path) -> Iterator[dict[str, str]]:
    """Objects of a gzipped file of JSON lines, absent values as empty strings."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield {
                key: value if isinstance(value, str) else str(value or "") for key, value in json.loads(line).items()
            }


def fingerprint(data: Path) -> dict[str, str]:
    """SHA-256 of every file that training reads, by its name under the data folder."""
    files = sorted(data.glob("train/*.gz")) + sorted(data.glob("train_sharealike/*.gz"))
    return {path.relative_to(data).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def skeleton(text: str) -> str:
    """The text without case, digits and signs: sentences that differ only in those are one sentence."""
    return " ".join(re.findall(r"[^\W\d_]+", text.lower()))


def distinct(examples: Iterable[Example], opening_limit: int = OPENING_LIMIT) -> list[Example]:
    """Examples whose Danish (or else English) text is new and whose first four words are not worn out."""
    seen: set[str] = set()
    openings: Counter[str] = Counter()
    kept: list[Example] = []
    for example in examples:
        key = skeleton(example.da or example.en) + "|" + skeleton((example.passage_da or example.passage_en)[:80])
        opening = " ".join(key.split()[:4])
        if key in seen or openings[opening] >= opening_limit:
            continue
        seen.add(key)
        openings[opening] += 1
        kept.append(example)
    return kept


def documentation(data: Path, rng: random.Random) -> list[Example]:
    """Sentences of the documentation, thinned: machine translation and worn openings mostly left out."""
    rows = [row for row in read_table(data_file(data, "train/parallel.tsv.gz")) if row["source"] != "tatoeba"]
    rng.shuffle(rows)
    kept = (
        Example(en=row["en"], da=row["da"])
        for row in rows
        if 3 <= len(row["da"]) <= LONGEST_SENTENCE and len(row["en"]) <= LONGEST_SENTENCE
        if "MT" not in row["translation"] or rng.random() < MACHINE_SHARE
    )
    return distinct(kept)[:DOCUMENTATION_LIMIT]


def everyday(data: Path) -> list[Example]:
    """Sentences of general Danish: Tatoeba and the public vocabularies and programs' texts of a few words or more."""
    tatoeba = (row for row in read_table(data_file(data, "train/parallel.tsv.gz")) if row["source"] == "tatoeba")
    general = (row for row in read_table(data_file(data, "train/parallel_general.tsv.gz")) if row["source"] in EVERYDAY)
    pairs = [Example(en=row["en"], da=row["da"]) for row in tatoeba]
    pairs += [Example(en=row["en"], da=row["da"]) for row in general if len(row["da"].split()) >= 3]
    return distinct((pair for pair in pairs if len(pair.da) <= LONGEST_SENTENCE), opening_limit=200)


def words(data: Path) -> list[Example]:
    """Words and noun phrases: DanNet's translations, procurement terms, map features."""
    rows = read_table(data_file(data, "train/parallel_general.tsv.gz"))
    pairs = (
        Example(en=row["en"], da=row["da"]) for row in rows if row["source"] != "omw-gloss" and len(row["da"]) <= 60
    )
    seen: dict[tuple[str, str], Example] = {(pair.en.lower(), pair.da.lower()): pair for pair in pairs}
    return list(seen.values())


def glosses(data: Path) -> list[Example]:
    """English definitions with the Danish word they define: not translations, so for contrast only."""
    rows = read_table(data_file(data, "train/parallel_general.tsv.gz"))
    return distinct(
        Example(da=row["da"], passage_en=row["en"])
        for row in rows
        if row["source"] == "omw-gloss" and len(row["en"]) <= 200
    )


def headed(heading: str, title: str, generic: bool) -> str:
    """A heading as a query: with the article's title where it says nothing by itself ("Prerequisites")."""
    return f"{title}: {heading}" if title and (generic or len(heading) < 12) else heading


def sections(data: Path) -> list[Example]:
    """Headings and passages in both languages, neighbours of one document side by side."""
    counts: Counter[str] = Counter()
    rows = list(read_lines(data_file(data, "train/docs_parallel_sections.jsonl.gz")))
    counts.update(row["heading_da"].lower() for row in rows)
    examples = []
    for row in rows:
        generic = counts[row["heading_da"].lower()] > 3
        examples.append(
            Example(
                en=headed(row["heading_en"], row["title_en"], generic),
                da=headed(row["heading_da"], row["title_da"], generic),
                passage_en=row["passage_en"][:LONGEST_PASSAGE],
                passage_da=row["passage_da"][:LONGEST_PASSAGE],
            )
        )
    return distinct(examples)


def danish(data: Path) -> list[Example]:
    """Danish questions and headings with their Danish passages; no translation is used."""
    asked = [
        Example(da=row["question"], passage_da=row["passage"][:LONGEST_PASSAGE])
        for row in read_lines(data_file(data, "train/qa_da.jsonl.gz"))
    ]
    paired = {skeleton(example.passage_da) for example in sections(data)}
    headings = [
        Example(da=row["heading"], passage_da=row["passage"][:LONGEST_PASSAGE])
        for row in read_lines(data_file(data, "train/docs_da_pairs.jsonl.gz"))
        if row.get("generic_heading", "") != "True" and len(row["heading"]) >= 12
        if skeleton(row["passage"]) not in paired
    ]
    return distinct(asked + headings[:: max(1, len(headings) // HEADING_LIMIT)])


def english(data: Path, rng: random.Random) -> list[Example]:
    """English questions with their passages, to hold the English side where it is."""
    medical = list(read_lines(data_file(data, "train/qa_en_medquad.jsonl.gz")))
    rng.shuffle(medical)
    rows = list(read_lines(data_file(data, "train/qa_en.jsonl.gz"))) + medical[:MEDQUAD_LIMIT]
    asked = [Example(en=row["question"], passage_en=row["passage"][:LONGEST_PASSAGE]) for row in rows]
    return distinct(asked + encyclopedic(data), opening_limit=10**6)


def encyclopedic(data: Path) -> list[Example]:
    """English questions with the sentence that answers each, from an encyclopedia (share-alike)."""
    rows = read_lines(data_file(data, "train_sharealike/qa_en_squad_sentences.jsonl.gz"))
    return [Example(en=row["question"], passage_en=row["passage"]) for row in rows if 20 <= len(row["passage"]) <= 500]


def streams(data: Path, seed: int) -> dict[StreamName, list[Example]]:
    """Every stream that is read straight from the data; the same seed gives the same streams."""
    rng = random.Random(seed)  # noqa: S311 - sampling, not secrets
    return {
        "documentation": documentation(data, rng),
        "everyday": everyday(data),
        "words": words(data),
        "glosses": glosses(data),
        "sections": sections(data),
        "danish": danish(data),
        "english": english(data, rng),
    }

"""The work folder: where each step leaves what the next one reads.

It knows names and formats on disk, and how to write a file at once; it knows nothing of what the texts mean.
"""

import gzip
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from training.records import Example, StreamName, TrainingError


@dataclass(frozen=True, slots=True)
class Work:
    """Paths under the work folder."""

    root: Path

    @property
    def streams(self) -> Path:
        """Folder of prepared streams, one gzipped file of JSON lines each."""
        return self.root / "streams"

    @property
    def tokenizer(self) -> Path:
        """The extended tokenizer."""
        return self.root / "tokenizer.json"

    @property
    def lexicon(self) -> Path:
        """English words with Danish ones, for pseudo-Danish."""
        return self.root / "lexicon.json"

    @property
    def record(self) -> Path:
        """What was prepared from what: commands, counts, SHA-256 of the data."""
        return self.root / "prepared.json"

    @property
    def start(self) -> Path:
        """The initialised student, a sentence-transformers folder."""
        return self.root / "start"

    @property
    def run(self) -> Path:
        """Checkpoints of the distillation."""
        return self.root / "run"


def replace_file(path: Path, text: str) -> None:
    """Write a text file so that a reader sees the old one or the new one, never half of it."""
    fresh = path.with_name(path.name + ".new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)  # noqa: PTH105 - the one call that replaces at once on every system


def needed(path: Path, command: str) -> Path:
    """The path, if it is there; TrainingError naming the command that makes it if not."""
    if not path.exists():
        raise TrainingError(f"{path} is not there yet; run `python -m training {command}` with the same --work first.")
    return path


def write_streams(work: Work, streams: Mapping[StreamName, Iterable[Example]]) -> dict[str, int]:
    """Write every stream; returns how many examples each has."""
    work.streams.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for name, examples in streams.items():
        with gzip.open(work.streams / f"{name}.jsonl.gz", "wt", encoding="utf-8", compresslevel=3) as lines:
            counts[name] = 0
            for item in examples:
                lines.write(json.dumps([item.en, item.da, item.passage_en, item.passage_da], ensure_ascii=False) + "\n")
                counts[name] += 1
    return counts


def read_streams(work: Work) -> dict[StreamName, list[Example]]:
    """The prepared streams."""
    streams: dict[StreamName, list[Example]] = {}
    for path in sorted(needed(work.streams, "prepare").glob("*.jsonl.gz")):
        name: StreamName = path.name.removesuffix(".jsonl.gz")  # type: ignore[assignment]  # written from the same names
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            streams[name] = [Example(*json.loads(line)) for line in lines]
    return streams

"""Questions in both languages, made from templates of our own and word pairs; passages with questions to them.

It knows the bank's files and how to fill a template; it knows nothing of the rest of the data.
"""

import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from training.records import Example, TrainingError

SLOT = "{}"
HEADER = ["en", "da"]
LONGEST_FILLER = 40  # characters
BARE_SHARE = 0.1  # questions without their question mark, as people type them


@dataclass(frozen=True, slots=True)
class Bank:
    """Templates with slots, words to fill them, and whole sentences; each a translated pair.

    `passages` has a question and the passage that answers it, both in both languages.
    """

    templates: tuple[Example, ...]
    words: tuple[Example, ...]
    sentences: tuple[Example, ...]
    passages: tuple[Example, ...] = ()


def read_pairs(path: Path) -> tuple[Example, ...]:
    """English, tab, Danish, one pair a line under the header. A missing file is an empty one."""
    if not path.is_file():
        return ()
    pairs = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip() or line.split("\t") == HEADER:
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2 or not all(cells[:2]):
            raise TrainingError(f"{path}, line {number}: expected English, a tab and Danish, found {line!r}.")
        pairs.append(Example(en=cells[0], da=cells[1]))
    return tuple(pairs)


def read_passages(path: Path) -> tuple[Example, ...]:
    """One passage a line as JSON (`en`, `da`, `questions`: pairs of English and Danish) → one example a question."""
    examples = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            for en, da, *_ in row["questions"]:  # what follows, if anything, says which sentences answer
                examples.append(Example(str(en), str(da), str(row["en"]), str(row["da"])))
        except (ValueError, KeyError, TypeError) as error:
            raise TrainingError(f"{path}, line {number}: expected a passage with questions ({error}).") from error
    return tuple(examples)


def read_bank(folder: Path) -> Bank:
    """The bank in a folder; TrainingError where a template's two sides differ in their slots."""
    templates = read_pairs(folder / "templates.tsv")
    for template in templates:
        if template.en.count(SLOT) != template.da.count(SLOT):
            raise TrainingError(f"{folder / 'templates.tsv'}: the slots differ in {template.en!r} and {template.da!r}.")
    passages = [example for path in sorted(folder.glob("passages*.jsonl")) for example in read_passages(path)]
    sentences = [pair for path in sorted(folder.glob("sentences*.tsv")) for pair in read_pairs(path)]
    return Bank(templates, read_pairs(folder / "words.tsv"), tuple(sentences), tuple(passages))


def fillers(pairs: Sequence[Example]) -> list[Example]:
    """Pairs short enough to stand in a question."""
    return [pair for pair in pairs if len(pair.en) <= LONGEST_FILLER and len(pair.da) <= LONGEST_FILLER]


def question(bank: Bank, own: Sequence[Example], other: Sequence[Example], rng: random.Random) -> Example:
    """One template, its slots filled; half of the fillers from the bank's own words, if it has any."""
    template = rng.choice(bank.templates)
    chosen = [rng.choice(own if own and rng.random() < 0.5 else other) for _ in range(template.en.count(SLOT))]
    english = template.en.format(*(word.en.lower() for word in chosen))
    danish = template.da.format(*(word.da.lower() for word in chosen))
    if rng.random() < BARE_SHARE:
        return Example(en=english.rstrip("?"), da=danish.rstrip("?"))
    return Example(en=english, da=danish)

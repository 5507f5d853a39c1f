"""Articles with questions that know the sentences which answer them: what the matcher learns from.

It knows the bank's files and SQuAD's rows; it knows nothing of tensors.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.sentences import split_sentences
from bot.types import LANGUAGES, Language
from training.records import TrainingError
from training.sources import data_file, read_lines

SQUAD = "train_sharealike/qa_en_squad_sentences.jsonl.gz"
TOGETHER = 80  # rows of SQuAD that stand as one article: neighbours are of the same page, hard to tell apart

Place = tuple[int, int]  # section and sentence, from 0


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, perhaps empty, and its sentences."""

    heading: str
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """A question in one or both languages; `places` are the sentences that answer it there, none for a near miss."""

    text: Mapping[Language, str]
    places: Mapping[Language, tuple[Place, ...]]


@dataclass(frozen=True, slots=True)
class Article:
    """One article in one or both languages. `complete`: no other sentence of it answers its questions."""

    sections: Mapping[Language, tuple[Section, ...]]
    questions: tuple[Asking, ...]
    title: Mapping[Language, str]
    complete: bool = True


def read_articles(bank: Path) -> list[Article]:
    """Every article of a bank's folder, and every passage whose questions say which sentence answers."""
    found = [_article(row) for path in sorted(bank.glob("articles*.jsonl")) for row in checked_rows(path, _article)]
    found += [
        _passage(row)
        for path in sorted(bank.glob("passages*.jsonl"))
        for row in checked_rows(path, _passage)
        if all(len(question) > 2 for question in row["questions"])
    ]
    return found


def read_file(path: Path) -> list[Article]:
    """The articles of one file."""
    return [_article(row) for row in checked_rows(path, _article)]


def checked_rows(path: Path, use: Any) -> Iterator[dict[str, Any]]:  # noqa: ANN401
    """Rows of a file of JSON lines that `use` can read; TrainingError names the line of one that it cannot."""
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), 1):  # inside JSON a U+2028 ends no line
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            use(row)
        except (ValueError, KeyError, TypeError, IndexError, AttributeError) as error:
            raise TrainingError(
                f"{path}, line {number}: expected an article with questions ({type(error).__name__}: {error})."
            ) from error
        yield row


def _article(row: Mapping[str, Any]) -> Article:
    sections: dict[Language, tuple[Section, ...]] = {}
    sides: tuple[Language, ...] = ("en", "da")
    for side, language in enumerate(sides):
        own = tuple(Section(one["heading"][side], tuple(one[language])) for one in row["sections"])
        sections[language] = own
    questions = [_asking(en, da, [_place(place, sections) for place in places]) for en, da, places in row["questions"]]
    questions += [_asking(en, da, []) for en, da in row.get("unanswered", ())]
    return Article(sections, tuple(questions), {"en": row["title"][0], "da": row["title"][1]})


def _place(named: str, sections: Mapping[Language, tuple[Section, ...]]) -> Place:
    """Read "2.3": the third sentence of the second section, which must be there in both languages."""
    section, sentence = (int(part) - 1 for part in named.split("."))
    for language in LANGUAGES:
        if section < 0 or sentence < 0:
            raise IndexError(named)
        sections[language][section].sentences[sentence]
    return section, sentence


def _asking(en: str, da: str, places: Iterable[Place]) -> Asking:
    own = tuple(places)
    return Asking({"en": en, "da": da}, {"en": own, "da": own})


def _passage(row: Mapping[str, Any]) -> Article:
    """A passage of the bank: its sentences are counted, in each language, as Svar splits them."""
    sections: dict[Language, tuple[Section, ...]] = {}
    for language in LANGUAGES:
        text = str(row[language])
        spans = split_sentences(text, language)
        sections[language] = (Section("", tuple(text[start:end] for start, end in spans)),)
    questions = []
    for question in row["questions"]:
        english, danish = question[2:3], question[3:4] or question[2:3]
        places: dict[Language, tuple[Place, ...]] = {
            "en": tuple((0, int(number) - 1) for one in english for number in one),
            "da": tuple((0, int(number) - 1) for one in danish for number in one),
        }
        for language in LANGUAGES:
            for _, sentence in places[language]:
                if sentence < 0:
                    raise IndexError("sentences are counted from 1")
                sections[language][0].sentences[sentence]
        questions.append(Asking({"en": question[0], "da": question[1]}, places))
    return Article(sections, tuple(questions), {})


def read_squad(data: Path) -> list[Article]:
    """SQuAD's questions with the sentence that answers each, neighbours together as one article without headings."""
    rows = list(read_lines(data_file(data, SQUAD)))
    found = []
    for start in range(0, len(rows), TOGETHER):
        part = rows[start : start + TOGETHER]
        sections = {str(row["passage"]): number for number, row in reversed(list(enumerate(part)))}
        numbered = sorted(sections, key=sections.__getitem__)
        place = {text: number for number, text in enumerate(numbered)}
        questions = tuple(
            Asking({"en": str(row["question"])}, {"en": ((place[str(row["passage"])], 0),)}) for row in part
        )
        found.append(Article({"en": tuple(Section("", (text,)) for text in numbered)}, questions, {}, complete=False))
    return found

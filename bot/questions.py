"""Question files for the evaluation: JSON lines → checked values, and how a gold phrase is compared.

Knows the format, not the bot: nothing here asks a question.
"""

import json
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from bot.errors import QuestionFileError
from bot.markdown import plain
from bot.types import LANGUAGES, Language


@dataclass(frozen=True, slots=True)
class GoldQuestion:
    """One line of a question file. `gold` has, by document language, phrases of which an answer holds one.

    A `hard` question is worded farther from the articles on purpose: weights are learned from it, no threshold is set.
    """

    id: str
    question: str
    language: Language
    answerable: bool
    gold: dict[Language, tuple[str, ...]]
    document: str = ""
    history: tuple[str, ...] = ()
    kind: str = ""
    split: str = ""
    answer_language: Language | None = None
    hard: bool = False

    def answered_by(self, text: str, language: Language) -> bool:
        """Whether `text`, in `language`, holds one of the gold phrases of that language."""
        return holds_phrase(text, self.gold.get(language, ()))


@dataclass(frozen=True, slots=True)
class LanguageCase:
    """A text and the language it should be taken for: `da`, `en`, `other`, or None where nobody could tell."""

    text: str
    language: str | None
    split: str = ""


@dataclass(frozen=True, slots=True)
class QuestionSet:
    """Everything that some question files hold."""

    questions: tuple[GoldQuestion, ...]
    languages: tuple[LanguageCase, ...]


@lru_cache(maxsize=20_000)  # every chunk is compared with every question's phrases
def normalise(text: str) -> str:
    """Return `text` as gold phrases are compared: Markdown removed, NFC, case-folded, single spaces."""
    return " ".join(unicodedata.normalize("NFC", plain(text)).casefold().split())


def holds_phrase(text: str, phrases: Iterable[str]) -> bool:
    """Whether `text` holds one of `phrases`, both normalised."""
    normal = normalise(text)
    return any(normalise(phrase) in normal for phrase in phrases)


def load_questions(files: Iterable[Path]) -> QuestionSet:
    """Read question files.

    Raises:
        QuestionFileError: a file is missing or a line is not of the format (names file, line and what is wrong), or
            there is nothing in any of them.
    """
    questions: list[GoldQuestion] = []
    languages: list[LanguageCase] = []
    for file in files:
        for number, line in _lines(file):
            try:
                row = json.loads(line)
                if "text" in row:
                    languages.append(LanguageCase(str(row["text"]), row.get("language"), str(row.get("split", ""))))
                else:
                    questions.append(_question(row))
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                reason = f"the field {error} is missing" if isinstance(error, KeyError) else str(error)
                raise QuestionFileError(f"{file}, line {number} is no question: {reason}.") from error
    if not questions and not languages:
        raise QuestionFileError("There is no question in the files named; write one JSON object a line.")
    return QuestionSet(tuple(questions), tuple(languages))


def _lines(file: Path) -> list[tuple[int, str]]:
    try:
        text = file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionFileError(
            f"Cannot read the question file {file} ({error}); give a file of JSON lines in UTF-8."
        ) from error
    lines = text.split("\n")  # not splitlines: inside JSON a U+2028 ends no line
    return [(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _question(row: dict[str, Any]) -> GoldQuestion:
    language = _language(row["language"])
    gold: dict[Language, tuple[str, ...]] = {}
    for code, phrases in (row.get("gold") or {}).items():
        if isinstance(phrases, str):
            raise TypeError("'gold' needs a list of phrases for each language")
        gold[_language(code)] = tuple(str(phrase) for phrase in phrases if str(phrase).strip())
    answerable = row["answerable"]
    if not isinstance(answerable, bool):
        raise TypeError("'answerable' is true or false")
    if answerable and not any(gold.values()):
        raise ValueError("an answerable question needs a gold phrase")
    wanted = row.get("answer_language")
    return GoldQuestion(
        id=str(row["id"]),
        question=str(row["question"]),
        language=language,
        answerable=answerable,
        gold=gold,
        document=str(row.get("document") or ""),
        history=tuple(str(turn) for turn in row.get("history") or ()),
        kind=str(row.get("kind", "")),
        split=str(row.get("split", "")),
        answer_language=_language(wanted) if wanted else None,
        hard=bool(row.get("hard", False)),
    )


def _language(code: object) -> Language:
    for language in LANGUAGES:
        if code == language:
            return language
    raise ValueError(f"{code!r} is not a language of Svar; use 'da' or 'en'")

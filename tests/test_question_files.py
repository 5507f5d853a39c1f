"""The question files agree with the articles that ship: every gold phrase stands in an article.

Reads the files as data, with its own way of removing Markdown, and knows nothing of the code they judge.
"""

import json
import re
import unicodedata
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
LANGUAGES = ("da", "en")
Row = dict[str, Any]


def normalised(markdown: str) -> str:
    """`markdown` in NFC, case-folded, with single spaces and no Markdown or front matter."""
    text = re.sub(r"\A---\n.*?\n---\n", "", unicodedata.normalize("NFC", markdown), flags=re.DOTALL)
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.sub(r"^\s*(#+|>|[-*+]|\d+\.)\s+", "", text, flags=re.MULTILINE)
    return re.sub(r"\s+", " ", re.sub(r"[*_`]", "", text)).casefold().strip()


def read_rows() -> list[Row]:
    """All questions that are split into a fitting and a reporting half, whatever file they stand in."""
    rows: list[Row] = []
    for path in sorted((ROOT / "tests" / "data").rglob("*.jsonl")):
        rows += [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [row for row in rows if row.get("split") in {"fit", "report"}]


ROWS = read_rows()
QUESTIONS = [row for row in ROWS if "question" in row]
ANSWERABLE = [row for row in QUESTIONS if row["answerable"]]
TEXTS = [row for row in ROWS if "text" in row]
ARTICLES = {
    (language, path.stem): normalised(path.read_text(encoding="utf-8"))
    for language in LANGUAGES
    for path in (ROOT / "corpus" / language).glob("*.md")
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_gold_phrase_stands_in_an_article_of_its_language(language: str) -> None:
    """A phrase that no article holds could never be cited, so its question would be lost for ever."""
    articles = [text for (spoken, _), text in ARTICLES.items() if spoken == language]
    missing = [
        (row["id"], phrase)
        for row in ANSWERABLE
        for phrase in row["gold"][language]
        if not any(normalised(phrase) in text for text in articles)
    ]
    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_article_that_is_named_answers_the_question(language: str) -> None:
    """The question can be answered from its own article in either language, not only from a neighbour."""
    lost = [
        row["id"]
        for row in ANSWERABLE
        if not any(normalised(phrase) in ARTICLES[language, row["document"]] for phrase in row["gold"][language])
    ]
    assert lost == []


def test_a_gold_phrase_is_too_long_to_occur_by_chance() -> None:
    """One word would also stand in sentences that answer nothing."""
    assert [row["id"] for row in ANSWERABLE for language in LANGUAGES
            for phrase in row["gold"][language] if len(phrase.split()) < 2] == []  # fmt: skip


def test_what_cannot_be_answered_has_no_gold() -> None:
    """An unanswerable question with a gold phrase would be judged by two rules at once."""
    assert [row["id"] for row in QUESTIONS if not row["answerable"] and any(row["gold"].values())] == []


def test_ids_and_questions_occur_once() -> None:
    """The same question under the same history twice would count twice."""
    ids = Counter(row["id"] for row in QUESTIONS)
    asked = Counter((row["question"].casefold(), tuple(row["history"])) for row in QUESTIONS)
    assert [key for counter in (ids, asked) for key, count in counter.items() if count > 1] == []


def test_danish_and_english_weigh_the_same() -> None:
    """Half of the single answerable questions are Danish, to within one in fifty."""
    counts = Counter(row["language"] for row in ANSWERABLE if not row["history"])
    assert abs(counts["da"] - counts["en"]) <= sum(counts.values()) / 50


def test_the_halves_share_no_topic() -> None:
    """What thresholds are fitted on says nothing about the articles that they are reported on."""
    halves = {
        split: {row["document"] for row in ANSWERABLE if row["split"] == split and not row["history"]}
        for split in ("fit", "report")
    }
    assert halves["fit"]
    assert halves["report"]
    assert not halves["fit"] & halves["report"]


def test_languages_to_tell_apart_are_known_and_occur_once() -> None:
    """Each text has one language: Danish, English, undecidable or another one."""
    assert {row["language"] for row in TEXTS} == {"da", "en", None, "other"}
    assert [text for text, count in Counter(row["text"] for row in TEXTS).items() if count > 1] == []

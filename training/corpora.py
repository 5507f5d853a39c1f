"""Articles of the bank as small libraries of Markdown with question files, for `svar eval` to measure on.

It knows Svar's formats of articles and questions; nothing here is trained.
"""

import json
import random
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from bot.types import LANGUAGES, Language
from training.articles import Article, read_file

TOGETHER = 15  # articles in a library, about as many as ship: a word's rarity and a topic's rivals depend on it
STRANGERS = 60  # questions to the articles of the other libraries, asked here too
CORPUS, QUESTIONS = "corpus", "questions.jsonl"


def write_corpora(file: Path, to: Path, together: int = TOGETHER) -> list[Path]:
    """Write the articles of `file` into folders of its name under `to`, anew where there were some; returns them."""
    articles = read_file(file)
    for stale in to.glob(f"{file.stem}_*"):
        shutil.rmtree(stale)
    folders = []
    rng = random.Random(0)  # noqa: S311 - sampling, not secrets
    for start in range(0, len(articles), together):
        folder = to / f"{file.stem}_{start // together + 1}"
        inside = articles[start : start + together]
        others = [row for one in (*articles[:start], *articles[start + together :]) for row in _rows(one, "")]
        _write(folder, inside, _strangers(rng.sample(others, min(STRANGERS, len(others)))))
        folders.append(folder)
    return folders


def _strangers(rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield questions to other libraries as what they are here."""
    for number, row in enumerate(rows, 1):
        yield {**row, "id": f"stranger-{number}", "answerable": False, "gold": {}, "document": "", "kind": "stranger"}


def _write(folder: Path, articles: Sequence[Article], strangers: Iterable[dict[str, Any]]) -> None:
    rows = list(strangers)
    for number, article in enumerate(articles, 1):
        slug = f"{number:02d}_{re.sub(r'[^a-z]+', '_', article.title['en'].lower()).strip('_')}"
        for language in LANGUAGES:
            path = folder / CORPUS / language / f"{slug}.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(markdown(article, language), encoding="utf-8")
        rows += _rows(article, slug)
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (folder / QUESTIONS).write_text(text, encoding="utf-8")


def markdown(article: Article, language: Language) -> str:
    """The article as a file of Svar's: a title, and under each heading its sentences as one paragraph."""
    parts = [f"# {article.title[language]}"]
    for section in article.sections[language]:
        parts += [f"## {section.heading}", " ".join(section.sentences)]
    return "\n\n".join(parts) + "\n"


def _rows(article: Article, slug: str) -> Iterator[dict[str, Any]]:
    """Yield question rows, two for each question: worded farther from the articles than most, so all are `hard`."""
    for number, asking in enumerate(article.questions, 1):
        gold = {
            language: [article.sections[language][section].sentences[sentence] for section, sentence in places]
            for language, places in asking.places.items()
        }
        answerable = any(gold.values())
        for language, text in asking.text.items():
            yield {
                "id": f"{slug}-{number}-{language}",
                "question": text,
                "language": language,
                "answerable": answerable,
                "gold": gold if answerable else {},
                "document": slug,
                "kind": "plain" if answerable else "near",
                "hard": True,
            }

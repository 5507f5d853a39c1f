"""Turns, passages and reports as JSON objects and as text for a terminal.

Knows how results are shown on the command line; computes nothing.
"""

from typing import Any

from rich.console import Console
from rich.table import Table

from bot.evaluation import Metrics, Report
from bot.index import IndexChanges
from bot.phrases import phrase
from bot.types import Citation, Language, Passage, Turn

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("questions", "questions", "count"),
    ("answer_accuracy", "answer accuracy", "percent"),
    ("recall@1", "recall@1", "percent"),
    ("recall@5", "recall@5", "percent"),
    ("mrr@10", "MRR@10", "percent"),
    ("ndcg@10", "nDCG@10", "percent"),
    ("citation_validity", "citation validity", "percent"),
    ("answer_length", "citations per answer", "number"),
    ("short_answers", "at most three", "percent"),
    ("auroc", "AUROC", "percent"),
    ("threshold_accuracy", "right to answer or abstain", "percent"),
    ("accepted", "answerable accepted", "percent"),
    ("rejected_strangers", "strangers rejected", "percent"),
    ("rejected_near", "near misses rejected", "percent"),
    ("follow_up_accuracy", "follow-ups", "percent"),
    ("language_accuracy", "language identified", "percent"),
    ("p50_seconds", "p50 seconds", "seconds"),
    ("p95_seconds", "p95 seconds", "seconds"),
)
WORST = 10  # misses listed; more than a screen of them is not read


def turn_json(turn: Turn) -> dict[str, Any]:
    """Return the object that `ask --json` prints for one question."""
    return {
        "question": turn.question,
        "language": turn.language,
        "answered": turn.answer.answered,
        "answer": turn.answer.text,
        "answer_language": turn.answer.language,
        "standalone_question": turn.standalone,
        "citations": [citation_json(citation) for citation in turn.answer.citations],
        "passages": [passage_json(passage) for passage in turn.passages],
        "suggestions": list(turn.answer.suggestions),
        "seconds": round(turn.seconds, 4),
    }


def citation_json(citation: Citation) -> dict[str, Any]:
    """Return one citation as an object; `translation` is there only when a translator made one."""
    shown: dict[str, Any] = {
        "number": citation.number,
        "document": citation.document,
        "title": citation.title,
        "section": list(citation.section),
        "language": citation.language,
        "quote": citation.quote,
        "start": citation.start,
        "end": citation.end,
        "score": round(citation.score, 4),
    }
    return shown | ({"translation": citation.translation} if citation.translation else {})


def passage_json(passage: Passage) -> dict[str, Any]:
    """Return one passage as an object."""
    chunk = passage.chunk
    return {
        "rank": passage.rank,
        "document": chunk.document,
        "title": chunk.title,
        "section": list(chunk.section),
        "language": chunk.language,
        "text": chunk.text,
        "start": chunk.start,
        "end": chunk.end,
        "score": round(passage.score, 4),
    }


def search_json(question: str, language: Language, passages: list[Passage], seconds: float) -> dict[str, Any]:
    """Return the object that `search --json` prints."""
    return {
        "question": question,
        "language": language,
        "passages": [passage_json(passage) for passage in passages],
        "seconds": round(seconds, 4),
    }


def changes_json(changes: IndexChanges) -> dict[str, Any]:
    """Return the object that `index --json` prints."""
    return {
        "documents": {
            "added": changes.documents_added,
            "changed": changes.documents_changed,
            "removed": changes.documents_removed,
            "reused": changes.documents_reused,
        },
        "chunks": {
            "added": changes.chunks_added,
            "removed": changes.chunks_removed,
            "reused": changes.chunks_reused,
        },
        "seconds": round(changes.seconds, 4),
    }


def turn_text(turn: Turn) -> str:
    """Return an answer with its sources under it, for reading."""
    answer = turn.answer
    lines = [answer.text]
    if answer.citations:
        lines += ["", phrase("terminal.sources", answer.language)]
        for citation in answer.citations:
            place = " › ".join((citation.title, *citation.section))
            lines.append(f"  [{citation.number}] {place} ({citation.document}, {citation.start}–{citation.end})")
            if citation.translation:
                lines.append(f"      {phrase('terminal.translated', answer.language)}: {citation.translation}")
    if answer.suggestions:
        lines += ["", f"{phrase('terminal.ask_also', answer.language)}: " + " · ".join(answer.suggestions)]
    return "\n".join(lines)


def passages_text(passages: list[Passage]) -> str:
    """Return ranked passages, each with where it stands and how it begins."""
    blocks = []
    for passage in passages:
        chunk = passage.chunk
        place = " › ".join((chunk.title, *chunk.section))
        shown = " ".join(sentence.plain for sentence in chunk.sentences)
        blocks.append(f"{passage.rank:2}. {passage.score:.2f}  {place} ({chunk.document})\n    {shown}")
    return "\n".join(blocks)


def changes_text(changes: IndexChanges) -> str:
    """Return one line that says what indexing did."""
    shown = changes_json(changes)
    parts = [
        f"{name} " + ", ".join(f"{n} {what}" for what, n in shown[name].items()) for name in ("documents", "chunks")
    ]
    return "; ".join(parts) + f" ({changes.seconds:.1f} s)"


def print_report(report: Report, console: Console) -> None:
    """Print the table of metrics by language pair, then the worst misses."""
    table = Table(title="question language – document language")
    table.add_column("")
    columns: dict[str, Metrics] = {**report.pairs, "all": report.overall}
    for name in columns:
        table.add_column(name, justify="right")
    for key, label, unit in COLUMNS:
        values = [metrics.get(key) for metrics in columns.values()]
        if any(value is not None for value in values):
            table.add_row(label, *(_shown(value, unit) for value in values))
    console.print(table)
    if report.misses:
        console.print(f"{len(report.misses)} misses, the worst first:", highlight=False)
    for miss in report.misses[:WORST]:
        console.print(
            f"  {miss.id} ({miss.pair}, lost in {miss.lost_in}): {miss.question}", markup=False, highlight=False
        )
        console.print(
            f"      chose {miss.passage} › {miss.section}: {miss.answer[:160]}", markup=False, highlight=False
        )


def _shown(value: float | int | None, unit: str) -> str:
    if value is None:
        return "–"
    return {"count": f"{value:.0f}", "percent": f"{100 * value:.1f}", "seconds": f"{value:.3f}"}.get(
        unit, f"{value:.2f}"
    )

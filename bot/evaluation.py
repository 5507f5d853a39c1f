"""Asks a Bot every question of a file and measures what comes back, by question and document language.

Knows how an answer is judged (a cited quote holds a gold phrase); knows nothing of how it was found. The
languages pair up honestly: for `da-en` the Bot sees the English articles only.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Literal

from bot.conversation import Bot
from bot.language import detect
from bot.metrics import auroc, mean, ndcg, percentile, recall_at, reciprocal_rank
from bot.questions import GoldQuestion, LanguageCase, QuestionSet
from bot.types import LANGUAGES, Citation, Conversation, Language, Passage, Turn

Documents = Literal["da", "en", "both"]
Metrics = dict[str, float | int | None]
MARK = re.compile(r"\[(\d+)\]")
SHORT_ANSWER = 3  # sentences; more than this is read only when it is a list


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one question brought when asked of the articles of one language (or of both: None)."""

    gold: GoldQuestion
    documents: Language | None
    turn: Turn
    relevant: tuple[bool, ...]  # by rank, whether the passage holds a gold phrase
    relevant_total: int
    correct: bool
    valid: bool


@dataclass(frozen=True, slots=True)
class Miss:
    """A question that went wrong: where it was lost, and what was chosen instead."""

    id: str
    question: str
    pair: str
    lost_in: Literal["retrieval", "sentence choice", "threshold", "false answer"]
    answer: str
    passage: str
    section: str
    probability: float


@dataclass(frozen=True, slots=True)
class Report:
    """Metrics by pair (`da-en`: Danish question, English articles), over all, and the misses, worst first."""

    pairs: dict[str, Metrics]
    overall: Metrics
    misses: tuple[Miss, ...]

    def as_dict(self) -> dict[str, object]:
        """Return what `svar eval --json` prints."""
        return {"pairs": self.pairs, "overall": self.overall, "misses": [asdict(miss) for miss in self.misses]}


def evaluate(
    bot: Bot,
    questions: QuestionSet,
    *,
    documents: Documents = "both",
    progress: Callable[[int, int], None] | None = None,
) -> Report:
    """Ask everything and measure.

    With `both`, the pairs are measured on the articles of one language each, and `overall` on all articles as
    the reader meets them. With one language, everything is measured on its articles alone.
    """
    views: list[Language | None] = [*LANGUAGES, None] if documents == "both" else [documents]
    asked = [(view, gold) for view in views for gold in questions.questions if _has_gold(gold, view)]
    outcomes: list[Outcome] = []
    for done, (view, gold) in enumerate(asked, 1):
        outcomes.append(ask_gold(bot, gold, view))
        if progress:
            progress(done, len(asked))
    pairs = {
        f"{asked_in}-{view}": group
        for asked_in in LANGUAGES
        for view in LANGUAGES
        if (group := measure([o for o in outcomes if o.documents == view and o.gold.language == asked_in]))
    }
    whole = [o for o in outcomes if o.documents is None] or outcomes
    overall = measure(whole) | measure_languages(questions.languages)
    misses = sorted((miss for o in outcomes if (miss := find_miss(o))), key=lambda miss: (-_badness(miss), miss.id))
    return Report(pairs, overall, tuple(misses))


def ask_gold(bot: Bot, gold: GoldQuestion, documents: Language | None) -> Outcome:
    """Ask one question, with its history before it, and judge the answer."""
    conversation = Conversation()
    for earlier in gold.history:
        conversation = conversation.with_turn(bot.ask(earlier, conversation, documents=documents))
    turn = bot.ask(gold.question, conversation, documents=documents)
    relevant = tuple(is_relevant(passage, gold) for passage in turn.passages)
    by_language = [
        sum(gold.answered_by(chunk.text, language) for chunk in bot.index.chunks if chunk.language == language)
        for language in ([documents] if documents else LANGUAGES)
    ]
    return Outcome(
        gold=gold,
        documents=documents,
        turn=turn,
        relevant=relevant,
        relevant_total=max(by_language),
        correct=is_correct(turn, gold),
        valid=has_valid_citations(turn, lambda document: bot.corpus.get(document).text),
    )


def is_relevant(passage: Passage, gold: GoldQuestion) -> bool:
    """Whether the passage holds a gold phrase of its own language."""
    return gold.answered_by(passage.chunk.text, passage.chunk.language)


def is_correct(turn: Turn, gold: GoldQuestion) -> bool:
    """Whether a cited quote holds a gold phrase, in the language of answer that was asked for, if one was."""
    if gold.answer_language and turn.answer.language != gold.answer_language:
        return False
    return any(gold.answered_by(c.quote, c.language) for c in turn.answer.citations)


def has_valid_citations(turn: Turn, text_of: Callable[[str], str]) -> bool:
    """Whether every quote is a verbatim slice, and marks and citations are the same numbers, 1…n."""
    citations: Sequence[Citation] = turn.answer.citations
    marks = list(dict.fromkeys(int(number) for number in MARK.findall(turn.answer.text))) if citations else []
    numbers = list(range(1, len(citations) + 1))
    return (
        all(text_of(c.document)[c.start : c.end] == c.quote and c.quote for c in citations)
        and [c.number for c in citations] == numbers
        and marks == numbers
    )


def measure(outcomes: Sequence[Outcome]) -> Metrics:
    """Return the metrics of a group; empty for an empty group, None where a measure has no case."""
    if not outcomes:
        return {}
    single = [o for o in outcomes if not o.gold.history]
    answerable = [o for o in single if o.gold.answerable]
    unanswerable = [o for o in single if not o.gold.answerable]
    follow_ups = [o.correct if o.gold.answerable else not o.turn.answer.answered for o in outcomes if o.gold.history]
    given = [len(o.turn.answer.citations) for o in answerable if o.turn.answer.answered]
    seconds = [o.turn.seconds for o in outcomes]
    return {
        "questions": len(outcomes),
        "answer_accuracy": mean([o.correct for o in answerable]),
        "recall@1": mean([recall_at(o.relevant, 1) for o in answerable]),
        "recall@5": mean([recall_at(o.relevant, 5) for o in answerable]),
        "mrr@10": mean([reciprocal_rank(o.relevant) for o in answerable]),
        "ndcg@10": mean([ndcg(o.relevant, o.relevant_total) for o in answerable]),
        "citation_validity": mean([o.valid for o in outcomes]),
        "answer_length": mean(given),
        "short_answers": mean([count <= SHORT_ANSWER for count in given]),
        "auroc": auroc(
            [o.turn.answer.probability for o in answerable], [o.turn.answer.probability for o in unanswerable]
        ),
        "threshold_accuracy": mean([o.turn.answer.answered == o.gold.answerable for o in single]),
        "accepted": mean([o.turn.answer.answered for o in answerable]),
        "rejected_near": mean([not o.turn.answer.answered for o in unanswerable if o.gold.kind == "near"]),
        "rejected_strangers": mean([not o.turn.answer.answered for o in unanswerable if o.gold.kind != "near"]),
        "follow_up_accuracy": mean(follow_ups),
        "p50_seconds": percentile(seconds, 0.5),
        "p95_seconds": percentile(seconds, 0.95),
    }


def measure_languages(cases: Iterable[LanguageCase]) -> Metrics:
    """Return how often a text is taken for its language; one that nobody could tell counts when left undecided."""
    right = [_taken_for(case) == case.language for case in cases]
    return {"language_accuracy": mean(right), "language_cases": len(right)} if right else {}


def find_miss(outcome: Outcome) -> Miss | None:
    """Return where the question was lost, or None if all is well."""
    turn, gold = outcome.turn, outcome.gold
    if outcome.correct if gold.answerable else not turn.answer.answered:
        return None
    if not gold.answerable:
        lost_in: Literal["retrieval", "sentence choice", "threshold", "false answer"] = "false answer"
    elif not any(outcome.relevant):
        lost_in = "retrieval"
    else:
        lost_in = "sentence choice" if turn.answer.answered else "threshold"
    best = turn.answer.citations[0] if turn.answer.citations else None
    first = turn.passages[0].chunk if turn.passages else None
    return Miss(
        id=gold.id,
        question=" → ".join((*gold.history, gold.question)),
        pair=f"{gold.language}-{outcome.documents or 'both'}",
        lost_in=lost_in,
        answer=turn.answer.text,
        passage=best.document if best else (first.document if first else ""),
        section=" › ".join(best.section if best else (first.section if first else ())),
        probability=turn.answer.probability,
    )


def _badness(miss: Miss) -> float:
    """A confident wrong answer is worse than a wrong abstention."""
    return miss.probability if miss.lost_in in ("sentence choice", "false answer") else -1.0


def _taken_for(case: LanguageCase) -> str | None:
    detection = detect(case.text)
    return "other" if detection.other else detection.language


def _has_gold(gold: GoldQuestion, documents: Language | None) -> bool:
    return not gold.answerable or documents is None or bool(gold.gold.get(documents))

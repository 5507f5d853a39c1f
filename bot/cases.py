"""What weights are fitted on: questions, each over the articles of one language or of both, of one library or another.

Knows gold phrases and views; no features and no weights.
"""

from dataclasses import dataclass

from bot.conversation import Bot
from bot.errors import QuestionFileError
from bot.questions import GoldQuestion, QuestionSet
from bot.types import LANGUAGES, Language, Question


@dataclass(frozen=True, slots=True)
class Case:
    """One question over the articles of one language, or of both (None)."""

    gold: GoldQuestion
    view: Language | None
    ablated: bool = False  # asked of passages without the answer
    library: int = 0  # whose articles: 0 for those that the weights are for, then the other libraries

    @property
    def answerable(self) -> bool:
        """Whether the answer is among the passages."""
        return self.gold.answerable and not self.ablated

    @property
    def question(self) -> Question:
        """The question as the Bot would pose it when it stands alone."""
        return Question(self.gold.question, self.gold.language, self.gold.language)

    @property
    def topic(self) -> str:
        """What folds keep together: the article asked about; a question that names none is a topic of its own."""
        return f"{self.library} {self.gold.document or self.gold.id}"


@dataclass(frozen=True, slots=True)
class Library:
    """Articles, as a Bot over them, with questions to them."""

    bot: Bot
    questions: QuestionSet


def cases_of(questions: QuestionSet) -> list[Case]:
    """Return each question that stands alone over every view of the articles that has its answer."""
    alone = [gold for gold in questions.questions if not gold.history]
    if not any(g.answerable and not g.hard for g in alone) or all(g.answerable for g in alone):
        raise QuestionFileError(
            "Fitting needs answerable questions that are not marked hard, and unanswerable ones; add the kind that is missing."
        )
    return [
        Case(g, view)
        for g in alone
        for view in (*LANGUAGES, None)
        if not g.answerable or view is None or g.gold.get(view)
    ]

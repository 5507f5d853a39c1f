"""The values that pass between the steps of the training: what one example is, and what a stream of them is.

It knows neither where the texts come from nor what is done with them.
"""

from dataclasses import dataclass
from typing import Literal

StreamName = Literal[
    "documentation",
    "everyday",
    "words",
    "questions",
    "sections",
    "danish",
    "english",
    "switched",
    "mosaic",
    "glosses",
    "encyclopedia",
]


class TrainingError(Exception):
    """Something the person who trains can mend; the message says what, where and how."""


@dataclass(frozen=True, slots=True)
class Example:
    """A short text in one or both languages and, where there is one, the passage it leads to.

    An empty string means that the text does not exist. `en` and `da` are translations of each other when both
    are there, and so are `passage_en` and `passage_da`.
    """

    en: str = ""
    da: str = ""
    passage_en: str = ""
    passage_da: str = ""

    @property
    def size(self) -> int:
        """Characters of the longer language, for batches of like length."""
        return max(len(self.en) + len(self.passage_en), len(self.da) + len(self.passage_da))


@dataclass(frozen=True, slots=True)
class Batch:
    """Examples of one stream, in which the same fields are filled."""

    stream: StreamName
    examples: tuple[Example, ...]

    def column(self, name: Literal["en", "da", "passage_en", "passage_da"]) -> list[str]:
        """The texts of one field, or an empty list when the stream does not have it."""
        texts = [getattr(example, name) for example in self.examples]
        return texts if all(texts) else []

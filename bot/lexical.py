"""BM25 over stems: which chunks share words with a question, misspelt, compounded or in the other language.

Knows words, not vectors. One table for each language, so that a word's rarity is that in its own language.
"""

import logging
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from bot.index import searchable_text
from bot.terms import Vocabulary, is_stopword, terms, words
from bot.types import LANGUAGES, Chunk, Language

# The published defaults. On the questions kept for fitting, k1 of 0.9 to 2 and b of 0.3 to 0.9 stayed within half a
# point of MRR of these: chunks are of even length.
K1 = 1.5
B = 0.75

logging.getLogger("bm25s").setLevel(logging.WARNING)  # it asks for DEBUG when imported


@dataclass(frozen=True, slots=True)
class _Table:
    numbers: NDArray[np.int64]
    scorer: Any  # bm25s.BM25; None when no chunk has a word


class LexicalIndex:
    """BM25 scores of all chunks, whose number is their place in the sequence given."""

    def __init__(self, chunks: Sequence[Chunk], vocabulary: Vocabulary) -> None:
        """Count the stems of each chunk's title, headings and text, compounds with their parts."""
        self._vocabulary = vocabulary
        self._count = len(chunks)
        self._tables = {language: self._table(chunks, language) for language in LANGUAGES}

    def scores(self, question: str, language: Language) -> NDArray[np.float32]:
        """Return (chunks,) BM25 scores, unbounded, 0 where no term is shared.

        `language` is the question's: its typing errors are mended towards that language's words. Chunks in the other
        one are scored by the words that the two share: names, numbers, loanwords.
        """
        found = np.zeros(self._count, np.float32)
        content = self.content_words(question, language)
        for other, table in self._tables.items():
            asked = self._expand(content, other) if table.scorer is not None else []
            known = [term for term in dict.fromkeys(asked) if term in table.scorer.vocab_dict]
            if known:
                found[table.numbers] = table.scorer.get_scores(known)
        return found

    def rarest(self, language: Language) -> float:
        """Return the most that one word of a question can add to a score in that language: where one chunk has it."""
        return math.log(1 + (max(len(self._tables[language].numbers), 1) - 0.5) / 1.5)

    def content_words(self, question: str, language: Language) -> list[str]:
        """Return the words of the question that say what it is about, mended: no stop words, in order."""
        mended = (self._vocabulary.correct(word, language) for word in words(question))
        return [word for word in mended if not is_stopword(word, language)]

    def _table(self, chunks: Sequence[Chunk], language: Language) -> _Table:
        numbers = np.flatnonzero([chunk.language == language for chunk in chunks])
        stems = [self._expand(words(_counted_text(chunks[int(number)])), language) for number in numbers]
        if not any(stems):
            return _Table(numbers, None)
        scorer = bm25s.BM25(k1=K1, b=B, method="lucene")
        scorer.index(stems, create_empty_token=False, show_progress=False)
        return _Table(numbers, scorer)

    def _expand(self, content: Iterable[str], language: Language) -> list[str]:
        """Return the stems of the words and, where one is a compound, of its parts."""
        found: list[str] = []
        for word in content:
            parts = self._vocabulary.split(word, language)
            for piece in (word, *parts) if len(parts) > 1 else (word,):
                found.extend(terms(piece, language))
        return found


def _counted_text(chunk: Chunk) -> str:
    """Return the searchable text with the heading twice and the file's name, which both versions of an article share.

    On the questions kept for fitting, the heading's second count won three points of MRR from Danish to Danish, and
    the name five from English to Danish: it is often the subject's name in the other language.
    """
    name = chunk.article.rsplit("/", 1)[-1].replace("_", " ")
    return "\n".join((name, *chunk.section[-1:], searchable_text(chunk)))

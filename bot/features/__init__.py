"""What can be told of a question, its passages and their sentences in plain numbers, before any weight is applied.

Pure functions of their arguments: `fitting` learns weights over the same numbers that `reader` uses.
"""

from bot.features.answers import ANSWER_FEATURES, answer_features
from bot.features.asking import Asked, read_question
from bot.features.lexicon import Lexicon
from bot.features.sentences import SENTENCE_FEATURES, Candidate, sentence_features

__all__ = [
    "ANSWER_FEATURES",
    "SENTENCE_FEATURES",
    "Asked",
    "Candidate",
    "Lexicon",
    "answer_features",
    "read_question",
    "sentence_features",
]

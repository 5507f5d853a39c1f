"""The Answerer: which sentences make up the answer, how they are cited, and when to say that there is none."""

from bot.answerer.extractive import ExtractiveAnswerer, enumeration, nearest_topics
from bot.answerer.slices import Choice, Slice, cut, cut_section, find
from bot.answerer.writing import LONGEST, write

__all__ = [
    "LONGEST",
    "Choice",
    "ExtractiveAnswerer",
    "Slice",
    "cut",
    "cut_section",
    "enumeration",
    "find",
    "nearest_topics",
    "write",
]

"""Danish words and their English ones, so that a question's words can be met in an article of the other language.

A small table of everyday and business words, by stems. Knows no grammar and no context: a word may have several.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

from bot.terms import terms
from bot.types import Language


def translations(stem: str, language: Language) -> frozenset[str]:
    """Return the stems in the other language that mean what `stem` means in `language`; none where it is not known."""
    return _table()[language].get(stem, frozenset())


@lru_cache(maxsize=1)
def _table() -> Mapping[Language, Mapping[str, frozenset[str]]]:
    """Read `dictionary.tsv`: a line has an English word, a tab, and the Danish one."""
    found: dict[Language, defaultdict[str, set[str]]] = {"da": defaultdict(set), "en": defaultdict(set)}
    text = resources.files("bot.features").joinpath("dictionary.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        english, _, danish = line.partition("\t")
        for stem in terms(english, "en"):
            found["en"][stem].update(terms(danish, "da"))
        for stem in terms(danish, "da"):
            found["da"][stem].update(terms(english, "en"))
    return {language: {stem: frozenset(others) for stem, others in table.items()} for language, table in found.items()}

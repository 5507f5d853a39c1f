"""Made-up articles, as many as wanted, with words as unevenly spread as in real ones."""

from pathlib import Path

import numpy as np

WORDS_OF_A_LANGUAGE = 20_000
SYLLABLES = {
    "da": ("ba", "sk", "el", "ør", "ing", "ste", "ne", "vig"),
    "en": ("ba", "th", "er", "or", "ing", "ent", "ly", "wer"),
}


def write_articles(folder: Path, count: int, *, sections: int = 10, seed: int = 0) -> None:
    """Write `count` articles, half of them Danish, each of `sections` sections of four sentences (a chunk each)."""
    random = np.random.default_rng(seed)
    for number in range(count):
        language = ("da", "en")[number % 2]
        path = folder / language / f"article_{number // 2}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        parts = [f"---\ntitle: {_words(random, language, 2)}\nlanguage: {language}\n---\n"]
        for _ in range(sections):
            sentences = " ".join(f"{_words(random, language, 14).capitalize()}." for _ in range(4))
            parts.append(f"## {_words(random, language, 4)}\n\n{sentences}\n")
        path.write_text("\n".join(parts), "utf-8")


def _words(random: np.random.Generator, language: str, count: int) -> str:
    ranks = np.minimum(random.zipf(1.3, count), WORDS_OF_A_LANGUAGE)  # few words are frequent, most are rare
    return " ".join(_word(int(rank), language) for rank in ranks)


def _word(rank: int, language: str) -> str:
    syllables, found = SYLLABLES[language], ""
    while rank or not found:
        rank, place = divmod(rank, len(syllables))
        found += syllables[place]
    return found

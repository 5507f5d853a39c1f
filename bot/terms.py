"""Words of Danish and English text: tokens, stems, stop words, and a corpus's vocabulary for typing errors.

Knows nothing of ranking. No letter is folded to ASCII: "bør" (should) is not "bor" (lives).
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache

import Stemmer
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language import FUNCTION_WORDS
from bot.types import LANGUAGES, Language

# Digits with inner separators are one word ("1,5", "2.000"), so are "u.s" and "1990'erne".
_WORD = re.compile(r"\d+(?:[.,]\d+)*(?:['’]?[^\W\d_]+)?|[^\W_]+(?:['’][^\W\d_]+)*")
_FOLDS = (("ae", "æ"), ("oe", "ø"), ("aa", "å"))
_SHORTEST_CORRECTED = 4
# Short words have other real words as neighbours: "kage" (cake) is no misspelt "klage" (complaint). Lengths from which
# a letter may be missing or too many, one may stand for another, and two slips count. With these, 1.0 % of 7,289 real
# words that the articles lack are changed and 75 % of single typing errors in words they have are mended; with 4, 4
# and 8 it was 4.2 % and 83 %.
_SHORTEST_EDITED, _SHORTEST_REPLACED, _SHORTEST_TWICE_EDITED = 6, 8, 12
# Letters at the end in which a real word may differ from one in the articles and be a form of it: "recognize", "recognise".
_ENDING = 2
_VERBAL = re.compile(r"n?ing$")
_SHORTEST_VERB = 5  # letters: shorter ones meet by chance, "retning" (direction) and "ret" (law)
_NOT_VERBAL = ("fordeling",)  # distribution, not "fordel" (advantage)
_SHORTEST_PART = 4
_SHORTEST_HEAD, _LONG_TAIL = 3, 6  # "løn" before "omkostninger"
_LINKS = ("s", "", "e", "es", "n")  # what Danish puts between the parts of a compound


def words(text: str) -> list[str]:
    """Return the case-folded NFC words of `text` in order; numbers and æøå kept, punctuation dropped."""
    return [word.replace("’", "'") for word in _WORD.findall(unicodedata.normalize("NFC", text).casefold())]


def terms(text: str, language: Language) -> list[str]:
    """Return the Snowball stems of the content words of `text`, in order, stop words dropped."""
    return [_stem(word, language) for word in words(text) if not is_stopword(word, language)]


def is_stopword(word: str, language: Language) -> bool:
    """Whether `word` is a function word of `language`, or a single letter."""
    return word in FUNCTION_WORDS[language] or (len(word) == 1 and word.isalpha())


@cache
def _stemmer(language: Language) -> Stemmer.Stemmer:
    return Stemmer.Stemmer({"da": "danish", "en": "english"}[language])


@lru_cache(maxsize=65536)
def _stem(word: str, language: Language) -> str:
    """Return the stem of a word; a Danish noun in -ing has its verb's ("offshoring" and "offshorer"), which Snowball keeps apart."""
    stem: str = _stemmer(language).stemWord(word)
    verb = _VERBAL.sub("", stem) if language == "da" and stem not in _NOT_VERBAL else stem
    return verb if len(verb) >= _SHORTEST_VERB else stem


class Vocabulary:
    """The corpus's words by language with how often each stands there."""

    def __init__(self, counts: Mapping[Language, Mapping[str, int]]) -> None:
        self.counts: dict[Language, dict[str, int]] = {
            language: dict(counts.get(language, {})) for language in LANGUAGES
        }
        self._known = frozenset(word for table in self.counts.values() for word in table)
        self._candidates = {
            language: sorted(word for word in table if len(word) >= _SHORTEST_CORRECTED and word.isalpha())
            for language, table in self.counts.items()
        }
        self._stems = {language: {_stem(word, language) for word in table} for language, table in self.counts.items()}
        self._real: frozenset[str] = frozenset()
        self._corrected: dict[tuple[str, Language], str] = {}
        self._parts: dict[tuple[str, Language], tuple[str, ...]] = {}

    @classmethod
    def from_texts(cls, texts: Iterable[tuple[str, Language]]) -> "Vocabulary":
        """Count the words of `(text, language)` pairs."""
        counts: dict[Language, dict[str, int]] = {language: {} for language in LANGUAGES}
        for text, language in texts:
            table = counts[language]
            for word in words(text):
                table[word] = table.get(word, 0) + 1
        return cls(counts)

    def __contains__(self, word: str) -> bool:
        return word in self._known

    def spare(self, real: Iterable[str]) -> None:
        """Never take these for typing errors: words of the language that the corpus lacks, "planets" beside its "plants"."""
        self._real = frozenset(real)
        self._corrected.clear()

    def correct(self, word: str, language: Language) -> str:
        """Return the corpus word that `word` most likely means, else `word` itself.

        `ae`, `oe`, `aa` and their letters are tried for each other first, then words of `language` at an edit
        distance of 1, or 2 where they are long; in a short one two letters may be swapped. Known words, stop
        words of either language, numbers and words of fewer than four letters are never changed, and real ones only into
        their foldings ("boer" is English) or other endings.
        """
        key = (word, language)
        if key not in self._corrected:
            self._corrected[key] = self._correct(word, language)
        return self._corrected[key]

    def mend(self, text: str, language: Language) -> str:
        """Return `text` with its typing errors put right, and nothing else touched: a real word has at most its foldings read."""

        def mended(found: re.Match[str]) -> str:
            word = found[0].casefold().replace("’", "'")
            right = self.correct(word, language)
            if right == word or (word in self._real and right not in _foldings(word)):
                return found[0]
            return right[:1].upper() + right[1:] if found[0][0].isupper() else right

        return _WORD.sub(mended, unicodedata.normalize("NFC", text))

    def _correct(self, word: str, language: Language) -> str:
        if self._is_settled(word):
            return word
        for folded in _foldings(word):
            known = folded in self.counts[language] or folded in FUNCTION_WORDS[language]
            if known or len(self.split(folded, language)) > 1:
                return folded
        if len(word) < _SHORTEST_CORRECTED or not word.isalpha() or len(self.split(word, language)) > 1:
            return word
        nearest = self._nearest(word, language)
        return word if word in self._real and not nearest.startswith(word[:-_ENDING]) else nearest

    def _nearest(self, word: str, language: Language) -> str:
        """Return the closest word with the same first letter: nearest, then most frequent, then first of the alphabet."""
        stem, table = _stem(word, language), self.counts[language]
        ranked: list[tuple[int, int, str]] = []
        for spelling in (word, *_foldings(word)):
            limit = 2 if len(spelling) >= _SHORTEST_TWICE_EDITED else 1
            for candidate, distance, _ in process.extract(
                spelling, self._candidates[language], scorer=OSA.distance, score_cutoff=limit, limit=20
            ):
                if _stem(candidate, language) == stem:
                    return word  # another form of a known word, and stems compare equal
                if candidate[0] == spelling[0] and _is_slip(spelling, candidate):
                    ranked.append((int(distance), -table[candidate], candidate))
        return min(ranked)[2] if ranked else word

    def _is_settled(self, word: str) -> bool:
        return (
            word in self._known
            or any(word in FUNCTION_WORDS[language] for language in LANGUAGES)
            or any(character.isdigit() for character in word)
        )

    def split(self, word: str, language: Language) -> tuple[str, ...]:
        """Return the known words that `word` is put together of, or `(word,)`.

        Parts have at least four letters, the first of a Danish compound three if the rest is long; s, e, es or n
        may link them. Hyphenated words part at the hyphen.
        """
        if "-" in word:
            parts = tuple(part for part in word.split("-") if part)
            return tuple(piece for part in parts for piece in self.split(part, language)) or (word,)
        key = (word, language)
        if key not in self._parts:
            self._parts[key] = self._split(word, language)
        return self._parts[key]

    def _split(self, word: str, language: Language) -> tuple[str, ...]:
        if not word.isalpha() or len(word) < 2 * _SHORTEST_PART:
            return (word,)
        best: tuple[str, ...] = ()
        for cut in range(_SHORTEST_HEAD, len(word) - _SHORTEST_PART + 1):
            rest = word[cut:]
            short = language == "da" and len(rest) >= _LONG_TAIL and self._is_part(rest, language)
            head = self._head(word[:cut], language, _SHORTEST_HEAD if short else _SHORTEST_PART)
            if head is None:
                continue
            tail = (rest,) if self._is_tail(rest, language) else self.split(rest, language)
            if (len(tail) > 1 or self._is_tail(rest, language)) and (not best or len(tail) + 1 < len(best)):
                best = (head, *tail)
        return best or (word,)

    def _head(self, part: str, language: Language, shortest: int) -> str | None:
        for link in _LINKS if language == "da" else ("",):
            stem = part.removesuffix(link) if link else part
            if (not link or part.endswith(link)) and len(stem) >= shortest and self._is_part(stem, language):
                return stem
        return None

    def _is_part(self, part: str, language: Language) -> bool:
        return part in self.counts[language] and part not in FUNCTION_WORDS[language]

    def _is_tail(self, part: str, language: Language) -> bool:
        """Whether `part` may end a compound: a known word or another form of one ("aftaler" where "aftale" is known)."""
        if self._is_part(part, language):
            return True
        stem = _stem(part, language)
        return len(stem) >= _SHORTEST_PART < len(part) and stem in self._stems[language]


def _is_slip(typed: str, meant: str) -> bool:
    """Whether `typed` is more likely a slip for `meant` than another word that happens to be close to it."""
    if sorted(typed) == sorted(meant):  # letters swapped
        return True
    shortest = _SHORTEST_EDITED if len(typed) != len(meant) else _SHORTEST_REPLACED
    return len(typed) >= shortest


def _foldings(word: str) -> list[str]:
    """Return `word` with ae, oe, aa read as æ, ø, å, each alone and all together, and the other way round."""
    found: list[str] = []
    everything = word
    for typed, letter in _FOLDS:
        everything = everything.replace(typed, letter)
    found.append(everything)
    found += [word.replace(typed, letter) for typed, letter in _FOLDS]
    for typed, letter in _FOLDS:
        word = word.replace(letter, typed)
    found.append(word)
    return [spelling for spelling in dict.fromkeys(found) if spelling != word]

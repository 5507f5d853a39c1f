"""The content words of a question, weighed by how rare they are in the articles, and where a text holds them.

Knows the corpus's vocabulary (spelling, compounds, counts) and stems; no vectors and no scores.
"""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.features.cues import notions
from bot.features.dictionary import translations
from bot.terms import Vocabulary, is_stopword, terms, words
from bot.types import LANGUAGES, OTHER, Language

# Words with which people ask, in either language: they say what is wanted, not what it is about.
_SCAFFOLD = frozenset(
    words(
        """
    fortæl fortæller forklar forklare forklaring definer definition definere betyder betyde betydning menes mener
    forstås nævn nævne beskriv beskrive giv give gi oplist vis vise hjælp gerne lidt kort ord egentlig lige ting noget
    nogle nogen hedder kaldes siger sige spørgsmål svar svare vide ved går ud på mht angående vedrørende findes typisk
    forskel forskellen forskelle sammenlign versus vs kontra eksempel eksempler eksemplet eksempelvis måde sådan slags
    grund grunden grunde årsag årsagen årsager fungerer virker foregår artiklen artiklerne artikel tak venligst bedes
    sker skete hænder tal rolle spiller hva hvd ik hvaffor happened hapened role play plays played numbers figures
    shoud wat whats tell explain define definition mean means meaning meant describe name list give show help please short word words
    actually thing things say says question answer know exactly difference differences compare example examples
    instance way kind sort reason reasons article articles work works happen happens want understand basically
    generally typically briefly simple terms about regarding concerning exist exists thanks could would
    ok okay altså øh hmm stuff story supposed really sort engang egentligt ligesom faktisk please hey hej hi hello
    question spørge wondering tænker simpelt simpel simply nemmere simpler easier helt forklaret explained
    """
    )
)
_TYPICAL = 3000  # different words in the dozen articles of one language that weights were fitted on
_HALF = 400  # different words at which a missing one tells half of what it can
_LEAST = 0.4  # what a missing word tells at the least
_SHORTEST = 5  # letters; one slip makes another word of most shorter ones
_ALONE = 0.85  # a term found only as one part of a compound, or by its notion, counts a little less than itself


@dataclass(frozen=True, slots=True)
class Term:
    """One content word of a question, as typed and as the articles spell it.

    `stems` has, by language of a text, the stems by which that text would hold it; `near` those of words of the
    articles that an unknown word may stand for (a slip, the end of a compound); `parts` those of a compound.
    `weight` is 0…1, 1 for a word the articles lack; `known` is None where the articles have no such language.
    """

    word: str
    weight: float
    known: bool | None
    name: bool
    stems: Mapping[Language, frozenset[str]]
    near: frozenset[str]
    parts: tuple[frozenset[str], ...]
    notions: frozenset[str]


class Lexicon:
    """Stems, weights and question terms over one corpus's vocabulary; caches what it has worked out."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._words = {language: sorted(vocabulary.counts.get(language, {})) for language in LANGUAGES}
        self._counts = {language: _stem_counts(vocabulary, language) for language in LANGUAGES}
        self._totals = {language: sum(counts.values()) for language, counts in self._counts.items()}
        self._stems = lru_cache(maxsize=50_000)(self._stems_uncached)

    def has(self, language: Language) -> bool:
        """Whether the articles hold any text in `language`."""
        return self._totals[language] > 0

    def breadth(self, language: Language) -> float:
        """Return how much it tells that the articles lack a word: 1 for a dozen articles, half for one.

        One article has few words, and good questions about it use others.
        """
        size = len(self._words[language])
        return min(1.0, max(_LEAST, size / (size + _HALF) / (_TYPICAL / (_TYPICAL + _HALF))))

    def stems(self, text: str, language: Language) -> frozenset[str]:
        """Return the stems of the content words of `text`, and of the parts of its compounds."""
        return self._stems(text, language)

    def weight(self, stem: str, language: Language) -> float:
        """Return how telling a stem is, 0…1: 1 for one the articles lack, less the more often they have it."""
        total = self._totals[language]
        if not total:
            return 1.0
        return math.log((total + 1) / (self._counts[language][stem] + 1)) / math.log(total + 1)

    def question_terms(self, text: str, language: Language) -> tuple[Term, ...]:
        """Return the content words of a question, misspelt ones as the articles spell them, each once."""
        names = _names(text)
        found: dict[str, Term] = {}
        for word in words(text):
            if word in _SCAFFOLD or is_stopword(word, language) or len(word) < 2:
                continue
            term = self._term(word, language, name=word in names)
            found.setdefault(term.word, term)
        return tuple(found.values())

    def _term(self, word: str, language: Language, *, name: bool) -> Term:
        spelt = self._vocabulary.correct(word, language)
        own = frozenset(terms(spelt, language)) or frozenset({spelt})
        parts = [frozenset(terms(part, language)) for part in self._vocabulary.split(spelt, language)]
        parts = [part for part in parts if part] if len(parts) > 1 else []
        counts = self._counts[language]
        near: frozenset[str] = frozenset()
        known: bool | None = None
        if self.has(language):
            known = any(counts[stem] for stem in own) or bool(parts and all(any(counts[s] for s in p) for p in parts))
            if not known:
                near = self._near(spelt, language)
        other = OTHER[language]
        foreign = frozenset(terms(word, other)) | {word}
        if not known and self.has(other) and any(self._counts[other][stem] for stem in foreign):
            known = True  # "core business" in a Danish question: a word of the articles all the same
        known = known or bool(near) if known is not None else None
        meant = frozenset(
            other for stem in (*own, *(s for part in parts for s in part)) for other in translations(stem, language)
        )
        return Term(
            word=spelt,
            weight=max((self.weight(stem, language) for stem in own), default=1.0),
            known=known,
            name=name,
            stems={language: own, other: foreign | meant},
            near=near,
            parts=tuple(parts),
            notions=notions(word, language),
        )

    def _near(self, word: str, language: Language) -> frozenset[str]:
        """Return the stems of the articles' words one slip away from `word`, or compounds that end in it."""
        if len(word) < _SHORTEST or not word.isalpha():
            return frozenset()
        known = self._words[language]
        slips = process.extract(word, known, scorer=OSA.distance, score_cutoff=1, limit=3)
        found = {other for other, _, _ in slips if other[0] == word[0] and len(other) >= _SHORTEST - 1}
        if language == "da":
            found.update(other for other in known if other.endswith(word) and len(other) > len(word) + 2)
        return frozenset(stem for other in found for stem in terms(other, language))

    def _stems_uncached(self, text: str, language: Language) -> frozenset[str]:
        stems = set(terms(text, language))
        stems.update(word for word in words(text) if any(character.isdigit() for character in word))
        if language == "da":
            for word in words(text):
                if len(word) > 7 and len(parts := self._vocabulary.split(word, language)) > 1:
                    stems.update(stem for part in parts for stem in terms(part, language))
        return frozenset(stems)


def share(asked: tuple[Term, ...], stems: frozenset[str], named: frozenset[str], language: Language) -> float:
    """Return the weighted share, 0…1, of the terms that a text with these stems and notions holds."""
    total = sum(term.weight for term in asked)
    if not total:
        return 0.0
    return sum(term.weight * held(term, stems, named, language) for term in asked) / total


def held(term: Term, stems: frozenset[str], named: frozenset[str], language: Language) -> float:
    """Return how far, 0…1, a text with these stems and notions holds one term."""
    if term.stems[language] & stems:
        return 1.0
    if term.notions & named or term.near & stems:
        return _ALONE
    if term.parts:
        return _ALONE * sum(bool(part & stems) for part in term.parts) / len(term.parts)
    return 0.0


def _stem_counts(vocabulary: Vocabulary, language: Language) -> Counter[str]:
    counts: Counter[str] = Counter()
    for word, count in vocabulary.counts.get(language, {}).items():
        for stem in terms(word, language) or [word]:
            counts[stem] += count
    return counts


def _names(text: str) -> frozenset[str]:
    """Return the words, case-folded, that are written like names: a capital inside a sentence that is not all capitals."""
    tokens = text.split()
    if sum(token[:1].isupper() for token in tokens[1:]) > len(tokens) / 2:  # Headline Case names nothing
        return frozenset()
    inner = (token for before, token in pairwise(tokens) if not before.endswith((".", "!", "?", ":")))
    return frozenset(word for token in inner if token[:1].isupper() for word in words(token))

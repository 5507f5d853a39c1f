"""What an answer must show to be one: a name for "who", a counted thing for "how many", a sum for "what does it cost".

Knows surface forms. A near miss asks for a name, a count or a price on a subject that the articles do treat.
"""

import re
from collections.abc import Sequence

from bot.features.asking import Asked
from bot.features.lexicon import Lexicon, held
from bot.terms import terms, words
from bot.types import Language

_NAME = {
    "da": r"\bhvem\b|\bhvad (?:er navnet|hedder|hed)\b|\bhvilke[nt]? (?:\w+ ){0,2}?(?:virksomhed|firma|land|by|bank|person|økonom|forfatter|professor|minister|program|software|universitet|avis|bog)\w*",
    "en": r"\bwho(?:m|se)?\b|\bnames? of\b|\b(?:which|what) (?:\w+ ){0,2}?(?:company|firm|country|city|bank|person|economist|author|professor|president|software|program|university|newspaper|book|airline|court)\w*",
}
_COUNT = {"da": r"\bhvor mange ((?:[\w-]+ ){0,2}[\w-]+)", "en": r"\bhow many ((?:[\w-]+ ){0,2}[\w-]+)"}
_MONEY = {
    "da": r"\bhvad koste\w*|\bhvor meget koste\w*|\bpris(?:en)? på\b|\btjene\w*\b|\btimeløn\w*|\bløn(?:nen)? for\b|\bhuslejen\b",
    "en": r"\bcosts?\b.*\?|\bprice of\b|\bearn\w*|\bsalar\w*|\bhow much (?:does|do|did|is)\b|\bcharges?\b",
}
_SUM = re.compile(
    r"\d|\b(?:kr|mio|million\w*|milliard\w*|billion\w*|DKK|dollar\w*|euro\w*|procent|percent)\b", re.IGNORECASE
)
_NUMBER = r"(?:\d[\d.,]*|to|tre|fire|fem|seks|syv|otte|ni|ti|two|three|four|five|six|seven|eight|nine|ten)"
WANT_FEATURES = ("names_away", "name_unmet", "count_unmet", "money_unmet")


def want_features(
    asked: Asked, best: Sequence[tuple[str, Language]], context: str, lexicon: Lexicon
) -> dict[str, float]:
    """Return, by the names of WANT_FEATURES, what the question wants and the best sentences (text, language) lack.

    `context` is the best sentence with its neighbours and headings.
    """
    text, language = asked.question.text, asked.question.language
    source = best[0][1]
    stems = lexicon.stems(context, source)
    named = [term for term in asked.terms if term.name or term.word[:1].isdigit()]
    count = re.search(_COUNT[language], text, re.IGNORECASE)
    return {
        "names_away": float(sum(held(term, stems, frozenset(), source) == 0.0 for term in named)),
        "name_unmet": _unmet(_NAME[language], text, any(_has_name(sentence, text) for sentence, _ in best)),
        "count_unmet": float(bool(count) and not any(_counts(count[1], language, *one) for one in best if count)),
        "money_unmet": _unmet(_MONEY[language], text, any(_SUM.search(sentence) for sentence, _ in best)),
    }


def _unmet(pattern: str, text: str, met: bool) -> float:
    return float(not met and bool(re.search(pattern, text, re.IGNORECASE)))


def _has_name(sentence: str, question: str) -> bool:
    """Whether a sentence has a capital inside it, in a word that the question did not bring."""
    asked = set(words(question))
    inner = sentence.split()[1:]
    return any(token[:1].isupper() and not asked.issuperset(words(token)) for token in inner)


def _counts(things: str, language: Language, sentence: str, source: Language) -> bool:
    """Whether a sentence has a number before one of the counted things; across languages any number will do."""
    if language != source:
        return bool(re.search(rf"\b{_NUMBER}\b", sentence, re.IGNORECASE))
    wanted = set(terms(things, language))
    for found in re.finditer(rf"\b{_NUMBER}\b((?:\W+[\w-]+){{1,4}})", sentence, re.IGNORECASE):
        if wanted.intersection(terms(found[1], source)):
            return True
    return False

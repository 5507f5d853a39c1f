"""Requests about the last answer itself: say it in the other language, go on, from now on in Danish.

Knows wordings; not what was said before.
"""

import re

from bot.terms import words
from bot.types import Language

_TONGUES: dict[str, Language] = {"dansk": "da", "danish": "da", "engelsk": "en", "english": "en"}
_TONGUE = r"\b(?:på|til|in|into|to) (dansk|danish|engelsk|english)\b"
_FILLERS = frozenset(
    words(
        """
    og and kan du can you could would you will vil sig sige say svar svare answer gentag repeat oversæt oversætte translate
    vis show give giv mig me nu now gerne please tak thanks thank lige det it that this same samme igen again svaret the den
    venligst bedes once more en gang til fortæl tell men but instead i stedet for also også ok okay hvad what about med how
    maybe måske så just bare version udgave
    """
    )
)
_ALWAYS = re.compile(r"\b(?:altid|fremover|for fremtiden|herefter|always|from now on|only|kun)\b")
_MORE = re.compile(
    r"(?:(?:og|and|kan du|can you|could you|please|ok|okay|så|so|vil du|would you|cool|great|nice|interesting|thanks|fedt|spændende|fint|godt|tak) )*"
    r"(?:(?:fortæl(?:le)?|sige?)(?: mig)?(?: lidt| noget)? mere|fortæl videre|mere|lidt mere|mere tak|mere om det|(?:forklar|uddyb)(?:e)?(?: (?:det|lidt|lige|nærmere|mere|gerne|dette))*"
    r"|fortsæt(?:te)?|videre|hvad (?:ellers|mere)|er der mere|flere detaljer|noget mere|gå i dybden"
    r"|(?:tell|show|give) (?:me |us )?(?:some |a bit |a little )?more(?: details?| info(?:rmation)?)?|more|more please|more details|go on|continue|elaborate|keep going|what else|anything else|say (?:a bit |a little |some )?more|explain (?:more|further)|expand(?: on (?:that|this|it))?)"
    r"(?: (?:om|about) (?:det|den|dem|dette|it|that|this|them))?(?: (?:please|tak|så|then|gerne|venligst))*"
)

_SIMPLER = re.compile(
    r"(?:(?:og|and|kan du|can you|could you|please|ok|okay|hmm|sorry|undskyld) )*"
    r"(?:(?:explain|say|put|tell me|forklar(?:e)?|sige?|fortæl(?:le)?)(?: (?:that|it|this|det|dette|det her|me))*(?: (?:a bit|a little|lidt|more|to me|for me|for mig|again|igen))* )?"
    r"(?:simpler|more simply|simply|easier|in (?:a )?(?:simple|simpler|plain|easy|easier)(?: (?:terms|words|english|way))|nemmere|simplere|enklere|mere (?:simpelt|enkelt)|simpelt|enkelt|lettere|på en (?:nem|nemmere|simpel|lettere) måde|like i'?m (?:five|5)|eli5|i (?:do not|don't) (?:understand|get it)(?: (?:that|it))?|jeg forstår (?:det )?ikke(?: det)?)"
    r"(?: (?:please|tak|for me|for mig))*"
)


def wanted_language(text: str) -> Language | None:
    """Return the language in which the last answer is wanted, where that is all that `text` asks for."""
    plain = plain_words(text)
    found = re.search(_TONGUE, plain)
    bare = re.fullmatch(
        r"(?:(?:now|nu|og|and|please) )?(dansk|danish|engelsk|english)(?: (?:tak|please|version|udgave))?", plain
    )
    if bare:
        return _TONGUES[bare[1]]
    if not found:
        return None
    rest = (plain[: found.start()] + plain[found.end() :]).split()
    return _TONGUES[found[1]] if all(word in _FILLERS for word in rest) else None


def fixed_language(text: str) -> Language | None:
    """Return the language that all later answers shall be in: "svar altid på dansk", "English from now on"."""
    plain = plain_words(text)
    found = re.search(r"\b(dansk|danish|engelsk|english)\b", plain)
    if not found or not _ALWAYS.search(plain) or len(plain.split()) > 9:
        return None
    return _TONGUES[found[1]]


def wants_more(text: str) -> bool:
    """Whether `text` asks for the last answer to go on, and for nothing of its own."""
    return bool(_MORE.fullmatch(plain_words(text)))


def wants_simpler(text: str) -> bool:
    """Whether `text` asks for the last answer in simpler words, and for nothing of its own."""
    return bool(_SIMPLER.fullmatch(plain_words(text)))


def plain_words(text: str) -> str:
    """Return the words of a message in small letters, without punctuation: what whole utterances are compared with."""
    return " ".join(re.sub(r"[^\w' ]+", " ", text).casefold().split())

"""Where sentences begin and end in running Danish or English text.

Knows abbreviations, ordinals and initials; knows nothing of Markdown (see `bot.markdown.mask`) or of files.
"""

import re
import unicodedata

from bot.types import Language
from bot.wordlists import (
    ABBREVIATIONS_CLOSING,
    ABBREVIATIONS_NAMES,
    ABBREVIATIONS_OPEN,
    BEFORE_ORDINAL,
    DANISH,
    ENGLISH,
    MONTHS,
    SENTENCE_OPENERS,
)

_OPEN = frozenset(ABBREVIATIONS_OPEN.split())
_CLOSING = frozenset(ABBREVIATIONS_CLOSING.split())
_NAMES = frozenset(ABBREVIATIONS_NAMES.split())
_OPENERS = frozenset(SENTENCE_OPENERS.split())
_FUNCTION_WORDS = frozenset((DANISH + ENGLISH).split())
_MONTHS = frozenset(MONTHS.split())
_BEFORE_ORDINAL = frozenset(BEFORE_ORDINAL.split())

# `.` inside a token is left alone; a candidate is stops, closing marks, then white space.
_CANDIDATE = re.compile(r"(?P<stop>[.!?…]+)(?P<close>[\"'”’“»«)\]}*_]*)(?P<gap>\s+)")
_LAST_TOKEN = re.compile(r"[^\s(\[{\"“”„»«*_/]*$")
_OPENING = "\"'“”„‘»«([{*_¿¡–—-•·"
_PARAGRAPH = re.compile(r"\n[ \t\r]*\n\s*")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,4}\.)+[^\W\d_]{1,4}")
_ROMAN = re.compile(r"[IVX]{1,5}")
# Lower-case next ("numpy is older"): only a word this long can end a sentence, unknown abbreviations are shorter, and
# only before a content word, since a function word goes on: "returvarekvit. på".
_SHORTEST_WORD_BEFORE_LOWER = 6
# A run without any full stop (a poem, a log, minified text) is cut at a pause, so that chunks stay small.
_LONGEST = 1000
_PAUSES = (re.compile(r"\n"), re.compile(r"[;:](?=\s)"), re.compile(r",(?=\s)"), re.compile(r"\s"))


def split_sentences(text: str, language: Language) -> list[tuple[int, int]]:
    """Return the `(start, end)` of each sentence of `text`, in order, without the white space between them.

    The spans never overlap and leave nothing out but white space. A blank line always ends a sentence; a single
    line break does not. A sentence of more than 1,000 characters is cut at a line break, else a pause.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for paragraph in _PARAGRAPH.finditer(text):
        spans += _paragraph(text, start, paragraph.start(), language)
        start = paragraph.end()
    spans += _paragraph(text, start, len(text), language)
    return [piece for span in spans for piece in _shortened(text, *span)]


def _paragraph(text: str, start: int, end: int, language: Language) -> list[tuple[int, int]]:
    spans = []
    begin = start
    for match in _CANDIDATE.finditer(text, start, end):
        if match.end() < end and _is_border(text, begin, match, language):
            spans.append(_trimmed(text, begin, match.end("close")))
            begin = match.end()
    spans.append(_trimmed(text, begin, end))
    return [span for span in spans if span[0] < span[1]]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    return start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()) if piece.strip() else start


def _is_border(text: str, begin: int, match: re.Match[str], language: Language) -> bool:
    """Whether the sentence that began at `begin` ends at this full stop."""
    following = unicodedata.normalize("NFC", text[match.end() : match.end() + 40]).lstrip(_OPENING)
    word = re.split(r"[\s,;:!?)]", following, maxsplit=1)[0]
    quoted = bool(match["close"].strip("*_]"))
    before = unicodedata.normalize("NFC", text[max(begin, match.start() - 60) : match.start()])
    if match["stop"] != ".":
        return _begins(word) or not (word[:1].islower() and (quoted or match["stop"].strip("?!") or _is_name(before)))
    token = (_LAST_TOKEN.search(before) or [""])[0]
    if token.strip("'’()") == "":
        return _begins(word)
    if any(character.isdigit() for character in token):
        return _after_number(before, token, word, language)
    return _after_word(token, word, quoted)


def _is_name(before: str) -> bool:
    """Whether "!" or "?" may belong to a name in the middle of a sentence, as in "Yahoo! er"."""
    token = (_LAST_TOKEN.search(before) or [""])[0]
    return token[:1].isupper()


def _begins(word: str) -> bool:
    """Whether `word` can open a sentence: a capital, a digit, a sign, or a name such as eBay or `code`."""
    if not word[:1].islower():
        return True
    return any(character.isupper() or character.isdigit() or character == "_" for character in word[1:])


def _after_number(before: str, token: str, word: str, language: Language) -> bool:
    if not token.isdigit() or len(token) > 2:  # 1,5 · 1990 · 2.000 · 24/7
        return _begins(word) and not (token.isdigit() and word.casefold().rstrip(".") in _MONTHS)
    previous = before[: len(before) - len(token)].split()
    if not previous or word.casefold().rstrip(".") in _MONTHS or word[:1].isdigit():
        return False  # "1. Introduktion", "3. Marts", "1. 2. og 3. plads"
    if language == "da" and previous[-1].casefold().strip("(.") in _BEFORE_ORDINAL:
        return word.casefold() in _OPENERS and word[:1].isupper()
    return _begins(word)


def _after_word(token: str, word: str, quoted: bool) -> bool:
    folded = token.casefold().strip("-–'’")
    opens = word[:1].isupper() and word.casefold().rstrip(".") in _OPENERS
    if folded in _NAMES:
        return opens if folded != "no" else not word[:1].isdigit() and _begins(word)
    if folded in _CLOSING:
        return _begins(word) and not word[:1].isdigit()
    if folded in _OPEN:
        return False
    if len(token) == 1 and token.isalpha():  # initials, "d. 1.", "s. 12", "vitamin C. Det"
        return opens and token.isupper()
    if _DOTTED.fullmatch(token):
        return opens and token.isupper()
    if _ROMAN.fullmatch(token):
        return _begins(word)
    if _begins(word):
        return True
    long_word = len(folded) >= _SHORTEST_WORD_BEFORE_LOWER and folded.isalpha()
    return long_word and not quoted and word[:1].islower() and word not in _FUNCTION_WORDS


def _shortened(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Cut a span longer than `_LONGEST` at the last line break, else pause, else space, else anywhere."""
    pieces = []
    while end - start > _LONGEST:
        cut = start + _LONGEST
        for pause in _PAUSES:
            places = [match.end() for match in pause.finditer(text, start + _LONGEST // 2, start + _LONGEST)]
            if places:
                cut = places[-1]
                break
        pieces.append(_trimmed(text, start, cut))
        start = cut + len(text[cut:end]) - len(text[cut:end].lstrip())
    if start < end:
        pieces.append((start, end))
    return [piece for piece in pieces if piece[0] < piece[1]]

"""Short names that titles give in brackets, "Service level agreement (SLA)": written out where a question uses one.

Knows titles, not what they are about. An article says "SLA" here and the long name there; a model sees little of one in
the other.
"""

import re
from collections.abc import Iterable

from bot.terms import is_stopword
from bot.types import LANGUAGES, Language

_TITLE = re.compile(r"(?P<long>[^()]{4,}?)\s*\((?P<short>\w[\w-]{1,9})\)")


class Aliases:
    """The short names of one corpus's articles, by language."""

    def __init__(self, titles: Iterable[tuple[str, Language]]) -> None:
        self._long: dict[Language, dict[str, str]] = {language: {} for language in LANGUAGES}
        for title, language in titles:
            found = _TITLE.fullmatch(title.strip())
            if found and found["short"].isupper():
                self._long[language].setdefault(found["short"].casefold(), _inside(found["long"]))
        for short, long in [(short, long) for names in self._long.values() for short, long in names.items()]:
            for names in self._long.values():
                names.setdefault(short, long)

    def written_out(self, text: str, language: Language) -> str:
        """Return `text` with the first use of each short name written out: "the SLA" → "the service level agreement".

        A short name that is an everyday word ("IT") counts only in capitals; nothing changes where `text` has both.
        """
        for short, long in self._long[language].items():
            if short not in text.casefold() or long.casefold() in text.casefold():
                continue
            flags = re.NOFLAG if is_stopword(short, language) else re.IGNORECASE
            used = rf"(?<![\w-]){re.escape(short.upper())}(?:['’]\w+)?(?![\w-])"
            text = re.sub(used, long, text, count=1, flags=flags)
        return text


def _inside(title: str) -> str:
    """Return a title as it stands inside a sentence: "Service level" with a small s, "IT drift" as it is."""
    return title if title[1:2].isupper() else title[:1].lower() + title[1:]

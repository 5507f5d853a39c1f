"""Every Danish and English sentence that Svar itself says, looked up by key and language.

Knows the tables and how to fill in a `{name}` field; not when a phrase is said. One table per place where it is
said: `speech` in answers, `page` on the chat page, `terminal` on the command line.
"""

from types import MappingProxyType

from bot.phrases import page, speech, terminal
from bot.types import Language

TABLES = MappingProxyType({"speech": speech.TABLE, "page": page.TABLE, "terminal": terminal.TABLE})


def phrase(key: str, language: Language, **values: object) -> str:
    """Return the phrase `key` in `language` with its `{name}` fields filled; raise KeyError when there is none."""
    for table in TABLES.values():
        if key in table:
            text = table[key][language]
            return text.format(**values) if values else text
    raise KeyError(f"no phrase is called {key!r}")

"""What the command line says in the reader's language; its help and its errors are in English."""

from bot.types import Language

TABLE: dict[str, dict[Language, str]] = {
    "terminal.sources": {"da": "Kilder", "en": "Sources"},
    "terminal.translated": {"da": "maskinoversat", "en": "machine translation"},
    "terminal.ask_also": {"da": "Spørg også", "en": "Ask also"},
    "terminal.welcome": {
        "da": "Spørg på dansk eller engelsk. En tom linje afslutter.",
        "en": "Ask in Danish or English. An empty line ends the chat.",
    },
}

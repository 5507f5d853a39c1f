"""What Svar says on the chat page, in both languages; not how it is shown."""

from bot.types import Language

TABLE: dict[str, dict[Language, str]] = {}

"""What all endpoints share: the Bot behind them, the reader's language, refusals as plain values."""

from collections.abc import Callable
from typing import Any

from bot.conversation import Bot
from bot.corpus import Corpus
from bot.errors import CorpusError, SvarError
from bot.types import Document, Language, Turn
from bot.web.opening import NotReady, Opening
from bot.web.options import PageOptions
from bot.web.remembered import Conversations, language_of, read_history

Reply = dict[str, Any]


class Desk:
    """Lends the Bot to an endpoint and turns what goes wrong into a reply."""

    def __init__(self, opening: Opening, options: PageOptions) -> None:
        self.opening = opening
        self.options = options
        self.conversations = Conversations()

    def with_bot(self, use: Callable[[Bot], Reply]) -> Reply:
        """Return what `use` makes of the Bot; `preparing` while it is opened, `error` with a sentence to show."""
        try:
            with self.opening.bot() as bot:
                return use(bot)
        except NotReady:
            return {"preparing": True}
        except SvarError as error:
            return {"error": str(error)}

    def page(self, value: str) -> Language:
        """Return the language of the page: the fixed one, else what the browser says."""
        return self.options.language or language_of(value) or "en"

    def fixed(self, value: str) -> Language | None:
        """Return the language that answers are fixed to, if they are."""
        return self.options.language or language_of(value)

    def replay(self, bot: Bot, history: list[Any], page: Language) -> tuple[Turn, ...]:
        """Return the turns of a conversation that a browser sent as questions."""
        return self.conversations.replay(bot, self.opening.edition, read_history(history, page)).turns


def find_document(corpus: Corpus, name: str) -> Document | None:
    """Return the article called `name`, or None."""
    try:
        return corpus.get(name)
    except CorpusError:
        return None

"""The chat page: ask, read the cited article beside the answer, explore what there is.

Knows the Bot through its public methods alone.
"""

from bot.web.opening import Steps
from bot.web.options import PageOptions
from bot.web.server import serve, start

__all__ = ["PageOptions", "Steps", "serve", "start"]

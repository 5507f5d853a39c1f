"""The conversation: what a message means after the ones before it, and the Bot that answers it."""

from bot.conversation.bot import Bot

__all__ = ["Bot"]

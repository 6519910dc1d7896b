"""Market data from a folder that an operator fills."""

from bot.providers.files.provider import Files

__all__ = ["Files"]

"""Selloff: an async Discord bot that answers market questions."""

__version__ = "0.1.0"

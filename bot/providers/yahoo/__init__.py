"""Yahoo's daily bars, share counts and names, through yfinance's transport."""

from bot.providers.yahoo.provider import Yahoo
from bot.providers.yahoo.session import YahooSession

__all__ = ["Yahoo", "YahooSession"]

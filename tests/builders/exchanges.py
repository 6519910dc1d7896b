"""Places of trading for tests, as far as sessions need to know them."""

from __future__ import annotations

from datetime import datetime

from bot.domain.instruments import Exchange


def exchange(code: str, timezone: str, calendar: str = "") -> Exchange:
    """A place of trading, as far as sessions need to know it."""
    return Exchange(code, code, "", timezone, calendar or code, "USD")


NEW_YORK = exchange("XNYS", "America/New_York")
LONDON = exchange("XLON", "Europe/London")
PARIS = exchange("XPAR", "Europe/Paris")
XETRA = exchange("XETR", "Europe/Berlin")
HONG_KONG = exchange("XHKG", "Asia/Hong_Kong")
SHANGHAI = exchange("XSHG", "Asia/Shanghai")
TOKYO = exchange("XTKS", "Asia/Tokyo")
SYDNEY = exchange("XASX", "Australia/Sydney")
COINS = exchange("24/7", "UTC")
CURRENCIES = exchange("24/5", "Europe/London")
NOWHERE = exchange("XXXX", "Europe/Athens")


def at(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")

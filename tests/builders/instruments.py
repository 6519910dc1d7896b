"""Instruments for tests."""

from __future__ import annotations

from bot.domain.instruments import Exchange, Instrument, Kind, Listing, Symbol

NASDAQ = Exchange("XNAS", "Nasdaq", "New York", "America/New_York", "XNYS", "USD", Symbol("^GSPC"))


def stock(symbol: str = "TEST", name: str = "Test Company", currency: str = "USD") -> Instrument:
    """A share on Nasdaq."""
    return Instrument(name, Kind.EQUITY, Listing(Symbol(symbol), NASDAQ, currency))

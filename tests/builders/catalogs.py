"""A catalogue of a few instruments for tests."""

from __future__ import annotations

from bot.domain.catalog import Catalog, Entry
from bot.domain.instruments import Exchange, Kind, Listing, Region, Symbol
from bot.domain.places import Venue

NYSE = Exchange("XNYS", "NYSE", "New York", "America/New_York", "XNYS", "USD", Symbol("^GSPC"), Region.AMERICAS)
LONDON = Exchange("XLON", "London", "London", "Europe/London", "XLON", "GBp", Symbol("^FTSE"), Region.EUROPE)
XETRA = Exchange("XETR", "Xetra", "Frankfurt", "Europe/Berlin", "XETR", "EUR", Symbol("^GDAXI"), Region.EUROPE)
TOKYO = Exchange("XTKS", "Tokyo", "Tokyo", "Asia/Tokyo", "XTKS", "JPY", Symbol("^N225"), Region.ASIA_PACIFIC)
FOREX = Exchange("24/5", "Forex", "worldwide", "Europe/London", "24/5", "USD")
CRYPTO = Exchange("24/7", "Crypto", "worldwide", "UTC", "24/7", "USD")


def small_catalog() -> Catalog:
    """New York, London, Xetra, Tokyo and the round-the-clock markets; Nvidia, the S&P 500 and Siemens Energy."""
    venues = (
        Venue(NYSE),
        Venue(LONDON, ".L"),
        Venue(XETRA, ".DE"),
        Venue(TOKYO, ".T"),
        Venue(FOREX),
        Venue(CRYPTO),
    )
    entries = (
        Entry("Nvidia", Kind.EQUITY, (Listing(Symbol("NVDA"), NYSE, "USD"),)),
        Entry("S&P 500", Kind.INDEX, (Listing(Symbol("^GSPC"), NYSE, ""),), called=("spx",)),
        Entry("Siemens Energy", Kind.EQUITY, (Listing(Symbol("ENR.DE"), XETRA, "EUR"),)),
    )
    return Catalog(venues, entries)

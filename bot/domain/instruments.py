"""What can be asked about: instruments, their listings and the exchanges they trade on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

Symbol = NewType("Symbol", str)
"""A ticker in Yahoo's notation, upper case: NVDA, ASML.AS, ^GSPC, EURUSD=X."""


class Kind(StrEnum):
    """What an instrument is, as far as measuring it differs."""

    EQUITY = "equity"
    FUND = "fund"
    INDEX = "index"
    CURRENCY = "currency"
    CRYPTO = "crypto"
    FUTURE = "future"


class Region(StrEnum):
    """The part of the world a market belongs to, in the order the sun reaches them."""

    ASIA_PACIFIC = "asia-pacific"
    MIDDLE_EAST_AFRICA = "middle-east-africa"
    EUROPE = "europe"
    AMERICAS = "americas"


@dataclass(frozen=True, slots=True)
class Exchange:
    """A place of trading, or a round-the-clock market without one.

    `code` is the ISO 10383 MIC, or `24/7` (crypto) and `24/5` (currencies).
    `calendar` is the exchange_calendars name; `currency` what its shares are quoted in (GBp: pence);
    `index` the market's main index; `region` is None round the clock.
    """

    code: str
    name: str
    place: str
    timezone: str
    calendar: str
    currency: str
    index: Symbol | None = None
    region: Region | None = None


@dataclass(frozen=True, slots=True)
class Listing:
    """One symbol on one exchange. `currency` is ISO 4217, or GBp for pence; empty for index points."""

    symbol: Symbol
    exchange: Exchange
    currency: str


@dataclass(frozen=True, slots=True)
class Instrument:
    """What a question is about: a company, index, fund, pair or coin at one chosen listing.

    `also` holds the company's other listings, so that an answer can name them. `names` are (language, name)
    pairs where another language says something else than `name`.
    """

    name: str
    kind: Kind
    listing: Listing
    also: tuple[Listing, ...] = ()
    names: tuple[tuple[str, str], ...] = ()

    @property
    def symbol(self) -> Symbol:
        """The symbol of the chosen listing."""
        return self.listing.symbol

    def name_in(self, language: str) -> str:
        """What it is called in `language` (a two-letter code): Gold is "Or" in French."""
        return dict(self.names).get(language, self.name)

    @property
    def benchmark(self) -> Symbol | None:
        """The main index of the market it trades on; None where there is none, or for that index itself."""
        index = self.listing.exchange.index
        return None if index == self.symbol else index


def company_of(instrument: Instrument) -> Symbol:
    """One key for all listings of a company: the first of their symbols in the alphabet.

    Alibaba's is 9988.HK, whether asked for in Hong Kong or as BABA in New York: a table or a sum counts it once.
    """
    return min((instrument.symbol, *(each.symbol for each in instrument.also)))

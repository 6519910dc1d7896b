"""The catalogue as the data files in `catalog/` tell it, with a wider list of companies behind them."""

from __future__ import annotations

import csv
import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from importlib import resources
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from bot.domain.catalog import Catalog, Entry, Unlisted
from bot.domain.instruments import Exchange, Kind, Listing, Region, Symbol
from bot.domain.places import Venue
from bot.domain.prices import Quality, ShareCount
from bot.providers import catalog
from bot.providers.baskets import read_baskets
from bot.providers.wider_names import wider_entries

FILES: Mapping[str, Kind] = {
    "companies_americas": Kind.EQUITY,
    "indices": Kind.INDEX,
    "companies_europe": Kind.EQUITY,
    "companies_asia": Kind.EQUITY,
    "futures": Kind.FUTURE,
    "currencies": Kind.CURRENCY,
    "crypto": Kind.CRYPTO,
    "funds": Kind.FUND,
}
"""Files of instruments; their order decides between equal suggestions."""

SHARES_TERMS = date(2025, 2, 7)
"""The counts in shares.csv are in the split terms of this day, whose close stands beside them where it is known."""


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _ExchangeRow(_Row):
    name: str
    place: str
    timezone: str
    calendar: str
    currency: str
    region: Region | None = None
    index: str | None = None
    suffix: str = ""
    yahoo: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


class _InstrumentRow(_Row):
    name: str
    at: str | None = None
    also: tuple[str, ...] = ()
    currency: str | None = None
    called: tuple[str, ...] = ()
    fr: str | None = None
    called_fr: tuple[str, ...] = ()


class _UnlistedRow(_Row):
    called: tuple[str, ...] = ()
    closest: tuple[Symbol, ...]


_AnyRow = TypeVar("_AnyRow", bound=_Row)


def load_catalog() -> Catalog:
    """Read the data files and pytickersymbols.

    Raises:
        ValueError: a file in the package breaks its own format.
    """
    venues = tuple(_venues())
    curated = [entry for name, kind in FILES.items() for entry in read_entries(name, kind, venues)]
    exchanges = {venue.exchange.code: venue.exchange for venue in venues}
    unlisted = (Unlisted(name, row.called, row.closest) for name, row in _table("unlisted", _UnlistedRow).items())
    entries = [*curated, *wider_entries(exchanges, curated)]
    return Catalog(venues, entries, unlisted, _share_counts(), read_baskets())


def read_entries(file: str, kind: Kind, venues: tuple[Venue, ...]) -> Iterator[Entry]:
    """The instruments of one data file, in its order."""
    exchanges = {venue.exchange.code: venue.exchange for venue in venues}
    suffixes = {venue.suffix: venue.exchange for venue in venues if venue.suffix}

    def listing(symbol: str, code: str | None, currency: str | None) -> Listing:
        exchange = exchanges[code] if code else suffixes[symbol[symbol.rindex(".") :]]
        return Listing(Symbol(symbol), exchange, _currency(kind, symbol, currency or exchange.currency))

    for symbol, row in _table(file, _InstrumentRow).items():
        others = (each.rpartition(":") for each in row.also)
        yield Entry(
            name=row.name,
            kind=kind,
            listings=(
                listing(symbol, row.at, row.currency),
                *(listing(other, code or None, None) for code, _, other in others),
            ),
            called=(*row.called, *row.called_fr),
            names=(("fr", row.fr),) if row.fr else (),
        )


def _currency(kind: Kind, symbol: str, currency: str) -> str:
    match kind:
        case Kind.INDEX:
            return ""
        case Kind.CRYPTO:
            return symbol.rpartition("-")[2]
        case _:
            return currency


def _venues() -> Iterator[Venue]:
    for code, row in _table("exchanges", _ExchangeRow).items():
        exchange = Exchange(
            code=code,
            name=row.name,
            place=row.place,
            timezone=row.timezone,
            calendar=row.calendar,
            currency=row.currency,
            index=Symbol(row.index) if row.index else None,
            region=row.region,
        )
        yield Venue(exchange, row.suffix, row.yahoo, row.called)


def _share_counts() -> dict[Symbol, tuple[ShareCount, ...]]:
    counts: dict[Symbol, list[ShareCount]] = defaultdict(list)
    for row in csv.DictReader(_text("shares.csv").splitlines()):
        counts[Symbol(row["symbol"])].append(
            ShareCount(
                as_of=date.fromisoformat(row["as_of"]),
                shares=float(row["shares"]),
                quality=Quality(row["quality"]),
                terms_of=SHARES_TERMS,
                close=float(row["close"]) if row["close"] else None,
            )
        )
    return {symbol: tuple(sorted(each, key=lambda count: count.as_of)) for symbol, each in counts.items()}


def _table(file: str, row: type[_AnyRow]) -> dict[str, _AnyRow]:
    return {key: row.model_validate(value) for key, value in tomllib.loads(_text(f"{file}.toml")).items()}


def _text(file: str) -> str:
    return resources.files(catalog).joinpath(file).read_text(encoding="utf-8")

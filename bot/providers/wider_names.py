"""The companies of the large indices, from pytickersymbols, as far as that list can be trusted.

Its per-company symbols mix up companies (Deutsche Telekom holds Rostelecom's), so only the symbol it gives a company
as an index member counts, and only where its suffix is that of the index's own exchange. What the curated files
already name is left to them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final, NotRequired, TypedDict, cast

from pytickersymbols import PyTickerSymbols  # pyright: ignore[reportMissingTypeStubs]  # it ships none

from bot.domain.catalog import Entry
from bot.domain.instruments import Exchange, Kind, Listing, Symbol
from bot.domain.spelling import plain, squeezed, trimmed

_HOME: Final[Mapping[str, tuple[str, str]]] = {
    "AEX": (".AS", "XAMS"),
    "BEL 20": (".BR", "XBRU"),
    "CAC_40": (".PA", "XPAR"),
    "DAX": (".DE", "XETR"),
    "MDAX": (".DE", "XETR"),
    "TecDAX": (".DE", "XETR"),
    "FTSE 100": (".L", "XLON"),
    "IBEX 35": (".MC", "XMAD"),
    "Switzerland 20": (".SW", "XSWX"),
    "OMX Helsinki 25": (".HE", "XHEL"),
    "OMX Stockholm 30": (".ST", "XSTO"),
    "NIKKEI 225": (".T", "XTKS"),
}
_AMERICAN: Final = ("DOW JONES", "NASDAQ 100", "S&P 100", "S&P 500", "S&P 600")
_TRADED_AT: Final = {"NYSE": "XNYS", "NASDAQ": "XNAS"}
_TICKER: Final = re.compile(r"[A-Z0-9-]+")


class _Quote(TypedDict):
    yahoo: str
    google: str


class _Metadata(TypedDict):
    traded_as: NotRequired[str]


class _Company(TypedDict):
    name: str
    symbol: NotRequired[str]
    symbols: NotRequired[list[_Quote]]
    metadata: NotRequired[_Metadata]


def wider_entries(exchanges: Mapping[str, Exchange], curated: Iterable[Entry]) -> Iterator[Entry]:
    """The listed companies that no curated entry names; American ones only where their exchange is known."""
    curated = tuple(curated)
    symbols = {listing.symbol for entry in curated for listing in entry.listings}
    names = {_bare(name) for entry in curated for name in (entry.name, *entry.called)}
    for name, symbol, code in _members():
        if symbol in symbols or _bare(name) in names:
            continue
        symbols.add(symbol)
        names.add(_bare(name))
        listing = Listing(symbol, exchanges[code], exchanges[code].currency)
        yield Entry(name, Kind.EQUITY, (listing,), curated=False)


def _members() -> Iterator[tuple[str, Symbol, str]]:
    source = PyTickerSymbols()
    for index in (*_AMERICAN, *_HOME):
        suffix, code = _HOME.get(index, ("", ""))
        for company in cast("Iterator[_Company]", source.get_stocks_by_index(index)):
            symbol = company.get("symbol", "")
            exchange = code or _american(company, symbol)
            ticker = symbol if code else symbol.replace(".", "-")
            if exchange and ticker.endswith(suffix) and _TICKER.fullmatch(ticker.removesuffix(suffix)):
                yield company["name"], Symbol(ticker), exchange


def _american(company: _Company, symbol: str) -> str | None:
    """NYSE or Nasdaq as Wikipedia's "traded as" says, else as Google's symbol does."""
    traded_as = company.get("metadata", {}).get("traded_as", "")
    google = " ".join(quote["google"] for quote in company.get("symbols", []) if quote["yahoo"] == symbol)
    for text in (traded_as, google):
        if known := re.search(rf"\b(NYSE|NASDAQ) ?: ?{re.escape(symbol)}\b", text, re.IGNORECASE):
            return _TRADED_AT[known[1].upper()]
    return None


def _bare(name: str) -> str:
    return squeezed(trimmed(plain(name)))

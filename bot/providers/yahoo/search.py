"""Instruments by name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.domain.instruments import Exchange, Instrument, Kind, Listing, Symbol
from bot.providers.yahoo.documents import malformed
from bot.providers.yahoo.meta import KINDS

SEARCH_URL = "https://query2.finance.yahoo.com/v1/finance/search"
MOST = 8


def search_params(text: str) -> dict[str, str]:
    """What to ask: quotes only, no news and no lists."""
    return {
        "q": text,
        "quotesCount": str(MOST),
        "newsCount": "0",
        "listsCount": "0",
        "enableFuzzyQuery": "false",
        "quotesQueryId": "tss_match_phrase_query",
    }


def read_search(document: Mapping[str, Any], exchanges: Mapping[str, Exchange]) -> tuple[Instrument, ...]:
    """Instruments found, best first.

    Left out: rows without a symbol (private companies), kinds that are not asked about here (options), and
    listings on exchanges we do not know.

    Raises:
        Malformed: not the known shape.
    """
    try:
        rows = (_instrument(row, exchanges) for row in document["quotes"])
        return tuple(row for row in rows if row is not None)
    except (KeyError, TypeError, AttributeError) as error:
        raise malformed("search", error) from error


def _instrument(row: Mapping[str, Any], exchanges: Mapping[str, Exchange]) -> Instrument | None:
    symbol = row.get("symbol")
    kind = KINDS.get(str(row.get("quoteType")).casefold()) or KINDS.get(str(row.get("typeDisp")).casefold())
    exchange = exchanges.get(str(row.get("exchange")))
    if not symbol or kind is None or exchange is None:
        return None
    name = row.get("longname") or row.get("shortname") or symbol
    listing = Listing(Symbol(symbol), exchange, _currency(symbol, kind, exchange))
    return Instrument(" ".join(name.split()), kind, listing)


def _currency(symbol: str, kind: Kind, exchange: Exchange) -> str:
    """What it is quoted in; the search itself does not say. EURUSD=X and BTC-USD carry it in their symbols."""
    match kind:
        case Kind.INDEX:
            return ""
        case Kind.CURRENCY:
            return symbol.removesuffix("=X")[-3:]
        case Kind.CRYPTO:
            return symbol.rpartition("-")[2]
        case _:
            return exchange.currency

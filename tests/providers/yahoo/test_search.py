"""Names to instruments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import orjson
import pytest

from bot.domain.errors import Malformed
from bot.domain.instruments import Instrument, Kind, Listing, Symbol
from bot.providers.yahoo.search import read_search
from tests.providers.yahoo.conftest import CRYPTO, EXCHANGES, FOREX, HONG_KONG, NASDAQ

RECORDED = Path(__file__).parents[4] / "shared" / "data" / "yahoo"


def found(*rows: dict[str, Any]) -> tuple[Instrument, ...]:
    """What rows of a search answer are read as."""
    return read_search({"quotes": list(rows)}, EXCHANGES)


def row(symbol: str, exchange: str, kind: str, **more: str) -> dict[str, Any]:
    """One row as Yahoo writes it."""
    return {"symbol": symbol, "exchange": exchange, "quoteType": kind, "longname": symbol} | more


def test_a_row_becomes_an_instrument() -> None:
    """Name, kind and listing; padded names are tidied."""
    expected = Instrument("Apple Inc.", Kind.EQUITY, Listing(Symbol("AAPL"), NASDAQ, "USD"))
    assert (expected,) == found(row("AAPL", "NMS", "EQUITY", longname="Apple   Inc. "))


@pytest.mark.parametrize("words", ["Equity", "equity", "EQUITY"])
def test_the_kind_may_be_written_anyhow(words: str) -> None:
    """Only "typeDisp" given, in any case."""
    assert [Kind.EQUITY] == [each.kind for each in found({"symbol": "AAPL", "exchange": "NMS", "typeDisp": words})]


def test_rows_that_cannot_be_asked_about_are_left_out() -> None:
    """A private company, an option, a listing on an exchange nobody knows."""
    assert () == found(
        {"index": "78ddc07626ff4bbcae663e88514c23a0", "name": "Apple Ventures", "isYahooFinance": False},
        row("AAPL251219C00120000", "OPR", "OPTION"),
        row("BABAF", "PNK", "EQUITY"),
    )


def test_currencies_come_from_the_exchange_or_the_symbol() -> None:
    """The search does not say them."""
    instruments = found(
        row("9988.HK", "HKG", "EQUITY"),
        row("^GSPC", "SNP", "INDEX"),
        row("EURUSD=X", "CCY", "CURRENCY"),
        row("JPY=X", "CCY", "CURRENCY"),
        row("BTC-EUR", "CCC", "CRYPTOCURRENCY"),
    )
    assert [(HONG_KONG, "HKD"), (NASDAQ, ""), (FOREX, "USD"), (FOREX, "JPY"), (CRYPTO, "EUR")] == [
        (each.listing.exchange, each.listing.currency) for each in instruments
    ]


@pytest.mark.parametrize("odd", [{}, {"quotes": None}, {"quotes": ["AAPL"]}])
def test_another_shape_is_malformed(odd: dict[str, Any]) -> None:
    """And said to be so."""
    with pytest.raises(Malformed):
        read_search(odd, EXCHANGES)


@pytest.mark.parametrize(
    ("name", "symbols"),
    [
        ("search-AAPL.json", ["AAPL"]),
        ("search-BABA.json", ["9988.HK"]),
        ("search-Bayerische_Motoren_Werke_AG.json", ["BMW.DE"]),
        ("search-NO0010123060.json", []),
    ],
)
def test_recorded_answers_are_read(name: str, symbols: list[str]) -> None:
    """Options, private companies and exchanges that this test does not know are gone."""
    path = RECORDED / name
    if not path.exists():
        pytest.skip("recorded answers are not at hand")
    answer = orjson.loads(path.read_bytes())["response"]["bodyJson"]
    assert symbols == [each.symbol for each in read_search(answer, EXCHANGES)]

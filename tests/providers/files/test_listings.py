"""What the symbols of a folder are, and how they are found by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.instruments import Kind, Symbol
from bot.providers.files.folder import Folder
from bot.providers.files.listings import Listings
from bot.providers.files.tables import BadFile
from tests.builders.catalogs import small_catalog


def _listings(folder: Path, notes: str = "", files: tuple[str, ...] = ()) -> Listings:
    (folder / "instruments.toml").write_text(notes, encoding="utf-8")
    for name in files:
        (folder / name).write_text("Date,Close\n2025-01-27,1\n", encoding="utf-8")
    return Listings(Folder(folder), small_catalog())


def test_the_catalogue_knows_the_usual_ones(tmp_path: Path):
    """Without a word in the folder, name, exchange and currency are the catalogue's."""
    instrument = _listings(tmp_path).instrument(Symbol("ENR.DE"))

    expected = ("Siemens Energy", Kind.EQUITY, "XETR", "EUR")
    assert expected == (instrument.name, instrument.kind, instrument.listing.exchange.code, instrument.listing.currency)


@pytest.mark.parametrize(
    ("symbol", "kind", "exchange", "currency"),
    [
        ("ACME", Kind.EQUITY, "XNYS", "USD"),
        ("ACME.L", Kind.EQUITY, "XLON", "GBp"),
        ("9984.T", Kind.EQUITY, "XTKS", "JPY"),
        ("^ODD", Kind.INDEX, "XNYS", ""),
        ("USDJPY=X", Kind.CURRENCY, "24/5", "JPY"),
        ("BTC-EUR", Kind.CRYPTO, "24/7", "EUR"),
        ("HG=F", Kind.FUTURE, "XNYS", "USD"),
    ],
)
def test_a_symbol_nobody_knows_speaks_for_itself(tmp_path: Path, symbol: str, kind: Kind, exchange: str, currency: str):
    """Its suffix names the exchange, and the exchange the currency; a pair is quoted in its second one."""
    instrument = _listings(tmp_path).instrument(Symbol(symbol))

    expected = (symbol, kind, exchange, currency)
    assert expected == (instrument.name, instrument.kind, instrument.listing.exchange.code, instrument.listing.currency)


def test_the_folder_has_the_last_word(tmp_path: Path):
    """instruments.toml goes before the catalogue, and an exchange of its own brings its currency."""
    listings = _listings(tmp_path, '[NVDA]\nname = "Nvidia in Frankfurt"\nkind = "fund"\nexchange = "XETR"\n')

    instrument = listings.instrument(Symbol("NVDA"))

    expected = ("Nvidia in Frankfurt", Kind.FUND, "XETR", "EUR")
    assert expected == (instrument.name, instrument.kind, instrument.listing.exchange.code, instrument.listing.currency)


def test_an_exchange_that_is_none_is_a_fault_of_the_file(tmp_path: Path):
    """The sentence names the symbol and what stands there."""
    listings = _listings(tmp_path, '["ACME"]\nexchange = "NASDAQ"\n')

    with pytest.raises(BadFile) as caught:
        listings.instrument(Symbol("ACME"))

    assert "instruments.toml: ACME exchange is 'NASDAQ', not a code that Selloff knows" == str(caught.value)


NOTES = """
["ACME.L"]
name = "Acme Holdings"
aliases = ["the roadrunner people"]
["^ODD"]
name = "Odd Index"
"""
FILES = ("ACME.L.csv", "_GSPC.csv", "_ODD.csv", "NVDA.csv", "HG_F.csv", "ACMEL.csv")


@pytest.mark.parametrize(
    ("text", "symbols"),
    [
        ("acme.l", ["ACME.L"]),
        ("The Roadrunner People", ["ACME.L"]),
        ("acme holdings", ["ACME.L"]),
        ("holdings", ["ACME.L"]),
        ("s&p 500", ["^GSPC"]),
        ("hg=f", ["HG=F"]),
        ("odd", ["^ODD"]),
        ("nvid", ["NVDA"]),
        ("acme", ["ACME.L", "ACMEL"]),
        ("vidia", []),
        ("siemens energy", []),
        ("  ", []),
    ],
)
def test_names_and_aliases_are_found(tmp_path: Path, text: str, symbols: list[str]):
    """A whole name is found alone, else the beginnings of words are; what has no file is not found."""
    listings = _listings(tmp_path, NOTES, FILES)

    assert symbols == [instrument.symbol for instrument in listings.search(text)]

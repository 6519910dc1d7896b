"""The data files of the catalogue are sound."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import date
from importlib import resources
from zoneinfo import ZoneInfo

import exchange_calendars
import pytest

from bot.domain.errors import UserError
from bot.domain.instruments import Kind, Symbol
from bot.domain.prices import Quality
from bot.domain.spelling import plain, squeezed
from bot.providers import catalog as data
from bot.providers import sample
from bot.providers.names import FILES, load_catalog

SHARED_NAMES = {
    "merck": {"MRK", "MRK.DE"},
    "mitsubishi": {"8306.T", "7011.T", "8058.T", "6503.T"},
    "porsche": {"P911.DE", "PAH3.DE"},
    "sumitomo": {"8316.T", "8053.T", "5802.T"},
}
"""Names that several entries share on purpose: the reader is asked which one is meant."""

CATALOG = load_catalog()
TABLES = {file: tomllib.loads(resources.files(data).joinpath(f"{file}.toml").read_text("utf-8")) for file in FILES}


def test_every_symbol_finds_itself() -> None:
    """A symbol that the catalogue shows leads back to the same listing, all through the data."""
    symbols = [symbol for table in TABLES.values() for symbol in table]
    symbols += [
        other.rpartition(":")[2] for table in TABLES.values() for row in table.values() for other in row.get("also", [])
    ]

    assert len(set(symbols)) == len(symbols)
    assert symbols == [CATALOG.find(symbol).symbol for symbol in symbols]
    assert symbols == [CATALOG.find(f"${symbol}").symbol for symbol in symbols]


def test_names_belong_to_one_entry_unless_shared_on_purpose() -> None:
    """Every name and nickname means one thing, but for the list above."""
    owners: dict[str, set[str]] = defaultdict(set)
    for table in TABLES.values():
        for symbol, row in table.items():
            for name in (row["name"], row.get("fr", row["name"]), *row.get("called", []), *row.get("called_fr", [])):
                owners[squeezed(plain(name))].add(symbol)

    assert SHARED_NAMES == {name: symbols for name, symbols in owners.items() if len(symbols) > 1}


def test_every_name_finds_its_entry() -> None:
    """No name is out of reach: typed as it stands it leads to one of its entry's listings."""
    lost = []
    for table in TABLES.values():
        for symbol, row in table.items():
            own = {symbol, *(other.rpartition(":")[2] for other in row.get("also", []))}
            names = (row["name"], row.get("fr", row["name"]), *row.get("called", []), *row.get("called_fr", []))
            lost += [name for name in names if squeezed(plain(name)) not in SHARED_NAMES and not own & found_for(name)]

    assert [] == lost


def found_for(name: str) -> set[str]:
    """The symbol found for a name; nothing where none is."""
    try:
        return {CATALOG.find(name).symbol}
    except UserError:
        return set()


def test_every_file_has_its_exchange_and_suffix() -> None:
    """A symbol with a suffix trades on the exchange of that suffix; an index is quoted in points."""
    for file, kind in FILES.items():
        for symbol in TABLES[file]:
            instrument = CATALOG.find(symbol)
            by_suffix = CATALOG.exchange_of_symbol(Symbol(f"X{symbol[symbol.rfind('.') :]}")) if "." in symbol else None
            assert kind is instrument.kind
            assert (kind is Kind.INDEX) == (instrument.listing.currency == "")
            assert by_suffix in (None, instrument.listing.exchange) or kind is Kind.INDEX


def exchanges() -> list[str]:
    """The codes in exchanges.toml."""
    return list(tomllib.loads(resources.files(data).joinpath("exchanges.toml").read_text("utf-8")))


@pytest.mark.parametrize("code", exchanges())
def test_exchanges_can_be_used(code: str) -> None:
    """Calendar, time zone and index exist; only round-the-clock markets have no region."""
    exchange = CATALOG.exchange(code)

    assert exchange.calendar in exchange_calendars.get_calendar_names()
    assert exchange.timezone == ZoneInfo(exchange.timezone).key
    assert exchange.index is None or CATALOG.get(exchange.index) is not None
    assert (exchange.region is None) == code.startswith("24/")


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("NMS", "XNAS"),
        ("NYQ", "XNYS"),
        ("SNP", "XNYS"),
        ("GER", "XETR"),
        ("JPX", "XTKS"),
        ("HKG", "XHKG"),
        ("LSE", "XLON"),
        ("AMS", "XAMS"),
        ("CMX", "XCEC"),
        ("CCC", "24/7"),
        ("CCY", "24/5"),
        ("WCB", "XCBO"),
    ],
)
def test_yahoos_exchange_codes_are_known(code: str, expected: str) -> None:
    """The codes in Yahoo's answers lead to our exchanges."""
    assert expected == CATALOG.yahoo_exchanges[code]


def test_everything_in_the_sample_has_a_name() -> None:
    """The bundled sample folder holds no symbol that the catalogue does not know."""
    files = [file.name for file in resources.files(sample).iterdir() if file.name.endswith(".csv")]
    symbols = {name.removesuffix(".csv").replace("_", "^", 1) for name in files} - {"shares", "actions"}

    assert symbols
    assert set() == {symbol for symbol in symbols if CATALOG.get(symbol) is None}


def test_share_counts_are_dated_and_graded() -> None:
    """Apple's count of 2025-01-17 is the one on the cover of its 10-Q of 2025-01-31, in terms of February 2025."""
    (apple,) = CATALOG.share_counts(Symbol("AAPL"))

    assert (date(2025, 1, 17), 15_022_073_000, Quality.EXACT) == (apple.as_of, apple.shares, apple.quality)
    assert date(2025, 2, 7) == apple.terms_of
    assert Quality.RECALLED is CATALOG.share_counts(Symbol("ENR.DE"))[0].quality


def test_share_counts_have_a_close_in_their_own_split_terms() -> None:
    """The close of 2025-02-07, as the sample's file has it, stands beside every count whose symbol is in the sample."""
    files = {file.name: file for file in resources.files(sample).iterdir() if file.name.endswith(".csv")}
    closes = {
        file.removesuffix(".csv"): float(text.read_text(encoding="utf-8").rsplit("2025-02-07,", 1)[1].split(",")[3])
        for file, text in files.items()
        if not file.startswith("_")
    }
    counts = {symbol: CATALOG.share_counts(Symbol(symbol)) for symbol in closes}

    assert {symbol: closes[symbol] for symbol, found in counts.items() if found} == {
        symbol: found[-1].close for symbol, found in counts.items() if found
    }

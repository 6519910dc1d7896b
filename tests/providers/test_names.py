"""The catalogue as shipped: its data files are sound, and people's words lead to what they mean."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from datetime import date
from importlib import resources
from time import perf_counter
from zoneinfo import ZoneInfo

import exchange_calendars
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.errors import AmbiguousInstrument, NotListed, UnknownInstrument, UserError
from bot.domain.instruments import Kind, Region, Symbol
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

RESOLUTIONS = """
    NVDA: nvda, $NVDA, nvidia, Nvidia Corp, nvida, nividia, NVIDA, NASDAQ:NVDA, nvidia stock, action nvidia
    AAPL: apple, Apple Inc.
    MSFT: microsoft, microsft, mircosoft
    GOOGL: google, alphabet, gogle
    META: facebook, fb, meta
    AMZN: amazon, amazon.com, amazn
    TSLA: tesla, teslla
    BRK-B: brk.b, BRK/B, brk b, berkshire, berkshire hathaway
    BRK-A: brk.a
    BF-B: bf.b
    JPM: jp morgan, jpmorgan, j.p. morgan
    JNJ: johnson & johnson, johnson and johnson, j&j
    T: at&t, att
    MCO: moody's, moodys
    GS: goldman, goldman sachs
    CEG: constellation, constellation energy
    VST: vistra
    GEV: ge vernova
    GE: ge, general electric
    SPCX: spacex, xai
    ^GSPC: s&p 500, S&P500, sp500, s & p 500, s&p, SPX, gspc
    ^IXIC: nasdaq, nasdaq composite
    ^NDX: nasdaq 100, ndx
    ^DJI: dow, dow jones, the dow, djia
    DOW: DOW, $DOW, dow inc
    ^VIX: vix, ^vix, indice de la peur
    ^SOX: sox, semiconductor index
    ^FCHI: cac, cac 40, CAC40, le cac 40, indice cac 40
    ^GDAXI: dax, DAX
    ^STOXX50E: euro stoxx 50, eurostoxx 50
    ^STOXX: stoxx 600
    ^FTSE: ftse, ftse 100
    ^N225: nikkei, nikkei 225
    ^HSI: hang seng, hsi
    000300.SS: csi 300
    ENR.DE: siemens energy, Siemens Energy AG
    SIE.DE: siemens, siemens ag, simens
    SHL.DE: siemens healthineers
    ASML: asml, ASML, asml new york, asml nasdaq, asml adr
    ASML.AS: asml.as, asml amsterdam, asml in europe, asml aux pays-bas, asml holding
    ASM.AS: asm, asm international
    SU.PA: schneider electric, schneider
    OR.PA: l'oréal, loreal, oreal
    GLE.PA: société générale, Societe Generale, socgen
    SAP.DE: sap xetra, sap francfort
    SHEL.L: shell, shell londres
    SHELL.AS: shell amsterdam
    RACE.MI: ferrari
    NESN.SW: nestle, nestlé
    NOVO-B.CO: novo nordisk, novo
    9984.T: softbank, softbank group, softbank tokyo
    9434.T: softbank corp
    BABA: alibaba, alibaba group holding, alibba, alibaba new york
    9988.HK: alibaba hong kong, alibaba hk, 9988.HK, 9988 hk, hong kong alibaba
    BIDU: baidu
    9888.HK: baidu hong kong
    0700.HK: tencent, 700.hk, 00700.HK
    TSM: tsmc, taiwan semiconductor
    2330.TW: tsmc taipei, tsmc taiwan
    005930.KS: samsung
    000660.KS: hynix, sk hynix
    7203.T: toyota
    6758.T: sony tokyo
    8035.T: tokyo electron
    GC=F: gold, or, l'or, cours de l'or
    SI=F: silver, argent
    CL=F: oil, crude, wti, pétrole, petrole
    BZ=F: brent, pétrole brent
    NG=F: natural gas, gaz naturel
    EURUSD=X: euro dollar, eurusd, EUR/USD, eurusd=x
    JPY=X: yen, usdjpy, usd/jpy, USDJPY=X
    GBPUSD=X: livre sterling, pound
    BTC-USD: bitcoin, btc
    ETH-USD: ethereum, eth
    XLK: technology sector, secteur technologique
    MAGS: magnificent 7
    SOXX: soxx
"""


def resolutions() -> list[tuple[str, str]]:
    """The table above as (typed, symbol)."""
    rows = [line.strip().rsplit(": ", 1) for line in RESOLUTIONS.strip().splitlines()]
    return [(typed, symbol) for symbol, words in rows for typed in [symbol, *words.split(", ")]]


@pytest.mark.parametrize(("typed", "expected"), resolutions())
def test_words_lead_to_what_they_mean(typed: str, expected: str) -> None:
    """Symbols, names, nicknames, places and slips of the keyboard, in English and French."""
    assert expected == CATALOG.find(typed).symbol


@pytest.mark.parametrize(
    "typed",
    ["may", "mars", "march", "market", "metal", "black", "crash", "us steel", "PLTR2", "ABCD", "asml paris", "&", "💥"],
)
def test_other_words_are_not_taken_for_instruments(typed: str) -> None:
    """Asking is better than guessing wrong; at most three are offered."""
    with pytest.raises(UnknownInstrument) as caught:
        CATALOG.find(typed)

    assert len(caught.value.nearest) <= 3


@pytest.mark.parametrize(
    ("typed", "expected"),
    [("PLTR2", "PLTR"), ("aple", "AAPL"), ("lvhm", "MC.PA"), ("asml paris", "ASML.AS"), ("nvidia frankfurt", "NVDA")],
)
def test_the_nearest_comes_first(typed: str, expected: str) -> None:
    """What cannot be resolved brings what was probably meant."""
    with pytest.raises(UnknownInstrument) as caught:
        CATALOG.find(typed)

    assert expected == caught.value.nearest[0].symbol


@pytest.mark.parametrize("typed", ["deutsche", "johnson", "american", "bank", *SHARED_NAMES])
def test_names_of_several_companies_are_asked_back(typed: str) -> None:
    """Two to five companies to choose from, each once."""
    with pytest.raises(AmbiguousInstrument) as caught:
        CATALOG.find(typed)

    symbols = [choice.symbol for choice in caught.value.choices]
    assert 2 <= len(set(symbols)) == len(symbols) <= 5


@pytest.mark.parametrize("typed", ["OpenAI", "deepseek", "chatgpt", "anthropic", "tiktok", "huawei", "mistral"])
def test_unlisted_companies_are_known_as_such(typed: str) -> None:
    """Each comes with listed companies near to it."""
    with pytest.raises(NotListed) as caught:
        CATALOG.find(typed)

    assert caught.value.closest


@given(st.text(max_size=40) | st.text("asmlnvd&.$ ^=-/'é0 ", max_size=20))
def test_any_text_is_answered_or_refused_kindly(text: str) -> None:
    """Whatever is typed, find answers or raises a UserError, and suggest answers."""
    try:
        found = CATALOG.find(text)
    except UserError:
        found = None

    assert found is None or CATALOG.get(found.symbol) == found
    assert len(CATALOG.suggest(text)) <= 25


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


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        ("NVDA", "^GSPC"),
        ("ENR.DE", "^GDAXI"),
        ("SU.PA", "^FCHI"),
        ("ASML.AS", "^AEX"),
        ("SHEL.L", "^FTSE"),
        ("9984.T", "^N225"),
        ("9988.HK", "^HSI"),
        ("600519.SS", "000300.SS"),
        ("^GSPC", None),
        ("BTC-USD", None),
        ("EURUSD=X", None),
    ],
)
def test_each_market_has_its_main_index(symbol: str, expected: str | None) -> None:
    """A share is compared with the main index of the market it is listed on."""
    assert expected == CATALOG.find(symbol).benchmark


@pytest.mark.parametrize(
    ("symbol", "region", "currency"),
    [
        ("NVDA", Region.AMERICAS, "USD"),
        ("SHEL.L", Region.EUROPE, "GBp"),
        ("9984.T", Region.ASIA_PACIFIC, "JPY"),
        ("2222.SR", Region.MIDDLE_EAST_AFRICA, "SAR"),
        ("JPY=X", None, "JPY"),
        ("EURUSD=X", None, "USD"),
        ("BTC-EUR", None, "EUR"),
    ],
)
def test_listings_know_their_region_and_currency(symbol: str, region: Region | None, currency: str) -> None:
    """London is quoted in pence; a pair in its second currency; a coin in the one of its symbol."""
    listing = CATALOG.find(symbol).listing

    assert (region, currency) == (listing.exchange.region, listing.currency)


def test_everything_in_the_sample_has_a_name() -> None:
    """The bundled sample folder holds no symbol that the catalogue does not know."""
    files = [file.name for file in resources.files(sample).iterdir() if file.name.endswith(".csv")]
    symbols = {name.removesuffix(".csv").replace("_", "^", 1) for name in files} - {"shares", "actions"}

    assert symbols
    assert set() == {symbol for symbol in symbols if CATALOG.get(symbol) is None}


def test_the_wider_list_stands_behind() -> None:
    """Companies of the large indices are found, and never one that the list confuses with another."""
    agilent, stm = CATALOG.find("agilent technologies"), CATALOG.get("STMPA.PA")

    assert ("A", "NYSE") == (agilent.symbol, agilent.listing.exchange.name)
    assert stm is not None
    assert "STMicroelectronics" == stm.name


def test_share_counts_are_dated_and_graded() -> None:
    """Apple's count of 2025-01-17 is the one on the cover of its 10-Q of 2025-01-31, in terms of February 2025."""
    (apple,) = CATALOG.share_counts(Symbol("AAPL"))

    assert (date(2025, 1, 17), 15_022_073_000, Quality.EXACT) == (apple.as_of, apple.shares, apple.quality)
    assert date(2025, 2, 7) == apple.terms_of
    assert Quality.RECALLED is CATALOG.share_counts(Symbol("ENR.DE"))[0].quality


def test_french_names_are_shown_in_french() -> None:
    """Names that differ in French are given in it."""
    assert "Or" == CATALOG.find("gold").name_in("fr")
    assert "Euro / dollar américain" == CATALOG.find("EURUSD=X").name_in("fr")
    assert "Nvidia" == CATALOG.find("NVDA").name_in("fr")


@pytest.mark.parametrize("typed", ["", "n", "nvid", "siemens", "zzzzzzzz", "s&p"])
def test_suggestions_take_less_than_a_blink(typed: str) -> None:
    """Autocompletion answers within 50 ms, the best of three."""
    times = []
    for _ in range(3):
        start = perf_counter()
        CATALOG.suggest(typed)
        times.append(perf_counter() - start)

    assert min(times) < 0.05

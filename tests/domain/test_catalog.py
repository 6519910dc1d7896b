"""The rules by which a catalogue finds instruments, on a catalogue small enough to see whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.baskets import Basket, Membership
from bot.domain.catalog import Catalog, Entry, Unlisted
from bot.domain.errors import AmbiguousInstrument, NotListed, UnknownInstrument
from bot.domain.instruments import Exchange, Kind, Listing, Region, Symbol
from bot.domain.places import Venue
from bot.domain.prices import Quality, ShareCount

NEW_YORK = Exchange("XNYS", "NYSE", "New York", "America/New_York", "XNYS", "USD", Symbol("^GSPC"), Region.AMERICAS)
AMSTERDAM = Exchange(
    "XAMS", "Euronext Amsterdam", "Amsterdam", "Europe/Amsterdam", "XAMS", "EUR", Symbol("^AEX"), Region.EUROPE
)
FOREX = Exchange("24/5", "Forex", "worldwide", "Europe/London", "24/5", "USD")
VENUES = (
    Venue(NEW_YORK, yahoo=("NYQ", "SNP"), called=("us",)),
    Venue(AMSTERDAM, suffix=".AS", yahoo=("AMS",), called=("pays bas",)),
    Venue(FOREX, yahoo=("CCY",)),
)


def entry(name: str, *symbols: str, called: tuple[str, ...] = (), curated: bool = True) -> Entry:
    """A company listed in Amsterdam where a symbol says so, else in New York."""
    listings = tuple(
        Listing(Symbol(each), AMSTERDAM if each.endswith(".AS") else NEW_YORK, "EUR" if "." in each else "USD")
        for each in symbols
    )
    return Entry(name, Kind.EQUITY, listings, called, curated=curated)


ASML = entry("ASML", "ASML.AS", "ASML", called=("lithography",))
DOW_INDEX = entry("Dow Jones Industrial Average", "^DJI", called=("dow",))
ENTRIES = (
    entry("Apple", "AAPL"),
    ASML,
    entry("ASM International", "ASM.AS", called=("asm",)),
    DOW_INDEX,
    entry("Dow Inc.", "DOW"),
    entry("Merck & Co.", "MRK", called=("merck",)),
    entry("Merck KGaA", "6MK.AS", called=("merck",)),
    entry("Goldman Sachs", "GS"),
    entry("Johnson & Johnson", "JNJ"),
    entry("Johnson Controls", "JCI"),
    entry("Microsoft", "MSFT"),
    entry("Gold", "GC=F"),
    entry("Goldmine of the wider list", "GOLD", curated=False),
    entry("Nicrosoft", "NICR", curated=False),
    entry("Tapestry", "TPR", curated=False),
)
SHARES = (ShareCount(date(2025, 1, 17), 15_022_073_000.0, Quality.EXACT, date(2025, 2, 7)),)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The catalogue of this file."""
    unlisted = (Unlisted("OpenAI", ("chatgpt",), (Symbol("MSFT"),)),)
    return Catalog(VENUES, ENTRIES, unlisted, {Symbol("AAPL"): SHARES})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ASML.AS", "ASML.AS"),
        ("asml.as", "ASML.AS"),
        ("ASML", "ASML"),
        ("asml", "ASML"),
        ("lithography", "ASML.AS"),
        ("asml holding", "ASML.AS"),
        ("$DOW", "DOW"),
        ("DOW", "DOW"),
        ("dow", "^DJI"),
        ("Dow", "^DJI"),
        ("the dow index", "^DJI"),
        ("asml amsterdam", "ASML.AS"),
        ("asml in Europe", "ASML.AS"),
        ("ASML aux Pays-Bas", "ASML.AS"),
        ("New York ASML", "ASML"),
        ("merck us", "MRK"),
        ("asm", "ASM.AS"),
        ("gold", "GC=F"),
        ("$GOLD", "GOLD"),
        ("tpr", "TPR"),
        ("tapestry", "TPR"),
        ("goldman", "GS"),
        ("appel", "AAPL"),
    ],
)
def test_the_best_rule_decides(catalog: Catalog, typed: str, expected: str) -> None:
    """Symbol before name, name before place, curated before wider, words before spelling."""
    assert expected == catalog.find(typed).symbol


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("merck", ("MRK", "6MK.AS")),
        ("johnson", ("JNJ", "JCI")),
        ("microsft", ("MSFT", "NICR")),
    ],
)
def test_equally_good_readings_are_offered(catalog: Catalog, typed: str, expected: tuple[str, ...]) -> None:
    """A shared name, shared first words, and two names one slip apart are the reader's to choose from."""
    with pytest.raises(AmbiguousInstrument) as caught:
        catalog.find(typed)

    assert expected == tuple(choice.symbol for choice in caught.value.choices)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("aple", ("AAPL",)),
        ("apple amsterdam", ("AAPL",)),
        ("AAPL2", ("AAPL",)),
        ("apple hospitality", ("AAPL",)),
        ("tapestri", ("TPR",)),
        ("$nothing", ()),
        ("&", ()),
        ("", ()),
    ],
)
def test_what_is_not_known_is_not_guessed(catalog: Catalog, typed: str, expected: tuple[str, ...]) -> None:
    """Too short or too far, and names of the wider list misspelled, only bring the nearest ones."""
    with pytest.raises(UnknownInstrument) as caught:
        catalog.find(typed)

    assert expected == tuple(near.symbol for near in caught.value.nearest[: max(1, len(expected))])


def test_metals_are_no_typing_error_of_meta() -> None:
    """A word one letter longer than a name of four letters is another word."""
    catalog = Catalog(VENUES, [entry("Meta Platforms", "META", called=("meta",))])

    with pytest.raises(UnknownInstrument):
        catalog.find("metal")


def test_five_letters_may_miss_one_but_not_be_wrong() -> None:
    """`march` is a month and not Marsh; `mrash` is Marsh mistyped."""
    catalog = Catalog(VENUES, [entry("Marsh", "MRSH")])

    assert catalog.find("mrash").symbol == "MRSH"
    with pytest.raises(UnknownInstrument):
        catalog.find("march")


def test_a_company_without_shares_is_said_to_be_so(catalog: Catalog) -> None:
    """The answer to a company that is not listed offers listed ones near to it."""
    with pytest.raises(NotListed) as caught:
        catalog.find("ChatGPT")

    assert {"name": "OpenAI"} == caught.value.facts
    assert ("MSFT",) == tuple(each.symbol for each in caught.value.closest)


def test_an_instrument_names_its_other_listings(catalog: Catalog) -> None:
    """Each listing of a company is an instrument that knows the others."""
    found = catalog.find("ASML.AS")

    assert "EUR" == found.listing.currency
    assert ("ASML",) == tuple(listing.symbol for listing in found.also)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("as", ("ASML.AS", "ASM.AS", "ASML")),
        ("gold", ("GC=F", "GOLD", "GS")),
        ("john", ("JNJ", "JCI")),
        ("control", ("JCI",)),
        ("mircosoft", ("MSFT", "NICR")),
        ("^dj", ("^DJI",)),
    ],
)
def test_suggestions_come_best_first(catalog: Catalog, typed: str, expected: tuple[str, ...]) -> None:
    """What begins with the letters typed comes before a later word that does, and that before likeness."""
    assert expected == tuple(each.symbol for each in catalog.suggest(typed))[: len(expected)]


def test_suggestions_keep_to_their_limit(catalog: Catalog) -> None:
    """Before anything is typed the first entries are suggested, no more than asked for."""
    assert ("AAPL", "ASML.AS", "ASM.AS") == tuple(each.symbol for each in catalog.suggest("", limit=3))


def test_a_symbol_belongs_to_one_entry() -> None:
    """Data that name a symbol twice are refused."""
    with pytest.raises(ValueError, match="AAPL occurs twice"):
        Catalog(VENUES, [entry("Apple", "AAPL"), entry("Apple again", "AAPL")])


def test_exchanges_are_known_by_every_notation(catalog: Catalog) -> None:
    """Our code, Yahoo's code, and a symbol's suffix lead to the same exchange."""
    assert {"NYQ": "XNYS", "SNP": "XNYS", "AMS": "XAMS", "CCY": "24/5"} == dict(catalog.yahoo_exchanges)
    assert AMSTERDAM == catalog.exchange("XAMS")
    assert AMSTERDAM == catalog.exchange_of_yahoo("AMS")
    assert AMSTERDAM == catalog.exchange_of_symbol(Symbol("UNHEARD.AS"))
    assert FOREX == catalog.exchange_of_symbol(Symbol("SEKNOK=X"))
    assert NEW_YORK == catalog.exchange_of_symbol(Symbol("AAPL"))
    assert catalog.exchange_of_yahoo("???") is None
    assert catalog.exchange_of_symbol(Symbol("UNHEARD")) is None


def test_share_counts_are_given_by_symbol(catalog: Catalog) -> None:
    """A symbol without a count has none, rather than an error."""
    assert SHARES == catalog.share_counts(Symbol("AAPL"))
    assert () == catalog.share_counts(Symbol("ASML"))


def test_a_name_is_given_in_the_readers_language() -> None:
    """Gold is "Or" in French and keeps its name elsewhere."""
    gold = Entry("Gold", Kind.FUTURE, (Listing(Symbol("GC=F"), NEW_YORK, "USD"),), names=(("fr", "Or"),))

    found = Catalog(VENUES, [gold]).find("or")

    assert ("Or", "Gold", "Gold") == (found.name_in("fr"), found.name_in("en"), found.name_in("de"))


def test_a_basket_holds_known_instruments_only() -> None:
    """A member or an index that the catalogue does not know is refused at once, by name."""
    member = Membership(Symbol("AAPL"), "somewhere", date(2025, 1, 27))
    fruit = Basket("fruit", (("en", "Fruit"),), (), (member,))
    apple = entry("Apple", "AAPL")

    assert fruit is Catalog(VENUES, [apple], baskets=[fruit]).basket("fruit")
    with pytest.raises(ValueError, match=r"fruit holds unknown instruments: \^PEAR"):
        Catalog(VENUES, [apple], baskets=[replace(fruit, index=Symbol("^PEAR"))])
    with pytest.raises(ValueError, match="fruit holds unknown instruments: AAPL"):
        Catalog(VENUES, [entry("Microsoft", "MSFT")], baskets=[fruit])

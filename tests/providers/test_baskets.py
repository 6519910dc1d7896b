"""The data files of the baskets are sound."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.baskets import Basket
from bot.domain.instruments import Instrument, Kind, Symbol, company_of
from bot.domain.prices import Quality
from bot.providers import baskets as files
from bot.providers.baskets import read_baskets
from bot.providers.names import load_catalog

CATALOG = load_catalog()
BASKETS = {basket.key: basket for basket in CATALOG.baskets}
SECTOR_FUNDS = {
    "technology": "XLK",
    "financials": "XLF",
    "energy": "XLE",
    "health-care": "XLV",
    "consumer-discretionary": "XLY",
    "consumer-staples": "XLP",
    "industrials": "XLI",
    "utilities": "XLU",
    "materials": "XLB",
    "real-estate": "XLRE",
    "communication-services": "XLC",
}
every_basket = pytest.mark.parametrize("basket", CATALOG.baskets, ids=lambda basket: basket.key)


def members(basket: Basket) -> list[Instrument]:
    """The instruments of a basket."""
    found = [CATALOG.get(each.symbol) for each in basket.members]
    return [each for each in found if each is not None]


def test_the_baskets_people_ask_for_are_there() -> None:
    """The AI trade, technology by region, the eleven GICS sectors, indices and havens, in this order."""
    expected = ["chips", "infra", "hyperscalers", "semicap", "mag7", "china-tech", "europe-tech", "japan-tech"]

    assert [*expected, *SECTOR_FUNDS, "indices", "havens"] == list(BASKETS)


@every_basket
def test_every_member_resolves(basket: Basket) -> None:
    """A member is a known instrument of an exchange with a time zone; a share or fund has a currency."""
    found = members(basket)

    assert [each.symbol for each in basket.members] == [each.symbol for each in found]
    assert all(each.listing.exchange.timezone for each in found)
    assert all(len(each.listing.currency) == 3 for each in found if each.kind is not Kind.INDEX)


@every_basket
def test_no_company_is_in_a_basket_twice(basket: Basket) -> None:
    """A company with two listings counts once."""
    companies = [company_of(each) for each in members(basket)]

    assert len(set(companies)) == len(companies)


@every_basket
def test_every_share_has_a_count(basket: Basket) -> None:
    """A value erased can be told for every company of every basket, in the split terms of February 2025."""
    counts = {each.symbol: CATALOG.share_counts(each.symbol) for each in members(basket) if each.kind is Kind.EQUITY}

    assert [] == [symbol for symbol, found in counts.items() if not found]
    assert all(each.shares > 10_000_000 for found in counts.values() for each in found)
    assert {date(2025, 2, 7)} >= {each.terms_of for found in counts.values() for each in found}


@every_basket
def test_every_row_says_where_it_comes_from_and_when(basket: Basket) -> None:
    """A source is more than a word; our own choices repeat their date and say why."""
    for each in basket.members:
        assert len(each.source) > 20
        assert each.as_of >= date(2024, 1, 1)
        if each.source.startswith("Selloff's own"):
            _, _, reason = each.source.partition(f"{each.as_of}: ")
            assert reason


@every_basket
def test_every_basket_says_what_it_is_for(basket: Basket) -> None:
    """A name and one line of purpose, in English and in French."""
    for language in ("en", "fr"):
        assert dict(basket.names)[language]
        assert "\n" not in dict(basket.purposes)[language]
        assert len(dict(basket.purposes)[language]) > 20
    assert basket.purpose_in("en") != basket.purpose_in("fr")


@every_basket
def test_every_name_and_alias_finds_its_basket(basket: Basket) -> None:
    """Key, names and aliases lead back to the basket, and no other."""
    for text in (basket.key, *(name for _, name in basket.names), *basket.aliases):
        assert basket is CATALOG.basket(text), text


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("semiconductors", "chips"),
        ("semis", "chips"),
        ("puces", "chips"),
        ("semi-conducteurs", "chips"),
        ("ai infrastructure", "infra"),
        ("infrastructure ia", "infra"),
        ("Magnificent Seven", "mag7"),
        ("sept magnifiques", "mag7"),
        ("7 magnifiques", "mag7"),
        ("refuges", "havens"),
        ("valeurs refuges", "havens"),
        ("safe havens", "havens"),
        ("tech chinoise", "china-tech"),
        ("énergie", "energy"),
        ("secteur de la santé", "health-care"),
        ("immobilier", "real-estate"),
        ("hyperscalres", "hyperscalers"),
        ("japan", "japan-tech"),
    ],
)
def test_people_find_the_baskets(text: str, key: str) -> None:
    """What people type in English and French leads where they mean."""
    assert BASKETS[key] is CATALOG.basket(text)


@pytest.mark.parametrize("text", ["nvidia", "NVDA", "asml", "tesla", "gold", "nasdaq", "cac 40", "bitcoin", "meta"])
def test_instruments_are_no_baskets(text: str) -> None:
    """A well-known instrument is never mistaken for a basket."""
    assert None is CATALOG.basket(text)


def test_sectors_are_told_by_their_funds() -> None:
    """Each of the eleven GICS sectors is one fund and says so; no other basket is a stand-in."""
    stand_ins = {key: [each.symbol for each in basket.members] for key, basket in BASKETS.items() if basket.stand_in}

    assert {key: [fund] for key, fund in SECTOR_FUNDS.items()} == stand_ins
    assert all(
        fund in BASKETS[key].purpose_in(language) for key, fund in SECTOR_FUNDS.items() for language in ("en", "fr")
    )


def test_chips_are_the_funds_thirty_holdings() -> None:
    """The semiconductor index that SOXX follows has thirty members, and the basket is dated as the fund's file."""
    assert 30 == len(BASKETS["chips"].members)
    assert (date(2026, 8, 3), date(2026, 8, 3)) == BASKETS["chips"].as_of


def test_the_infrastructure_of_ai_spans_three_exchanges() -> None:
    """Its ten members trade in New York, Frankfurt and Paris, and none of them makes chips."""
    infra = BASKETS["infra"]

    assert {"VRT", "ETN", "GEV", "CEG", "VST", "ANET", "DELL", "SMCI", "ENR.DE", "SU.PA"} == {
        each.symbol for each in infra.members
    }
    assert {"XNYS", "XNAS", "XETR", "XPAR"} == {each.listing.exchange.code for each in members(infra)}
    assert not {each.symbol for each in infra.members} & {each.symbol for each in BASKETS["chips"].members}


def test_counts_that_nobody_saw_are_marked() -> None:
    """KLA's count is on its 10-Q's cover (132,886,746 shares on 2025-01-21); Tencent's is from memory."""
    (kla,) = CATALOG.share_counts(Symbol("KLAC"))
    (tencent,) = CATALOG.share_counts(Symbol("0700.HK"))

    assert (date(2025, 1, 21), 132_886_746, Quality.EXACT) == (kla.as_of, kla.shares, kla.quality)
    assert Quality.RECALLED is tencent.quality


def test_a_basket_without_members_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """A basket that nobody belongs to, or a row of no basket, is a fault of the data and is named."""
    texts = {
        "baskets.toml": '[empty]\nname = "Empty"\nfr = "Vide"\npurpose = "None"\npurpose_fr = "Rien"\n',
        "memberships.csv": "basket,symbol,source,as_of\nlost,NVDA,somewhere,2025-01-27\n",
    }
    monkeypatch.setattr(files, "_text", texts.__getitem__)

    with pytest.raises(ValueError, match="'empty', 'lost'"):
        read_baskets()


@pytest.mark.parametrize("row", ["one,NVDA,,2025-01-27", "one,NVDA,somewhere,", "one,NVDA,somewhere,yesterday"])
def test_a_row_without_source_or_date_is_refused(monkeypatch: pytest.MonkeyPatch, row: str) -> None:
    """No membership goes without its source and its date."""
    texts = {
        "baskets.toml": '[one]\nname = "One"\nfr = "Un"\npurpose = "Some"\npurpose_fr = "Un peu"\n',
        "memberships.csv": f"basket,symbol,source,as_of\n{row}\n",
    }
    monkeypatch.setattr(files, "_text", texts.__getitem__)

    with pytest.raises(ValueError, match=r"source|as_of"):
        read_baskets()

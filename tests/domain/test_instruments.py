"""Instruments and their listings."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.instruments import Instrument, Kind, Listing, Symbol, company_of
from tests.builders.catalogs import LONDON, NYSE, TOKYO

NEW_YORK = Listing(Symbol("RIO"), NYSE, "USD")
HOME = Listing(Symbol("RIO.L"), LONDON, "GBp")
THIRD = Listing(Symbol("1234.T"), TOKYO, "JPY")


def test_every_listing_of_a_company_has_the_same_key() -> None:
    """Whichever listing was chosen, and in whatever order the others stand."""
    chosen = [
        Instrument("Rio Tinto", Kind.EQUITY, HOME, (NEW_YORK, THIRD)),
        Instrument("Rio Tinto", Kind.EQUITY, NEW_YORK, (THIRD, HOME)),
        Instrument("Rio Tinto", Kind.EQUITY, THIRD, (HOME, NEW_YORK)),
    ]

    assert {"1234.T"} == {company_of(each) for each in chosen}


def test_a_company_with_one_listing_is_its_own_key() -> None:
    """Two companies never share a key."""
    one = Instrument("Rio Tinto", Kind.EQUITY, HOME)

    assert "RIO.L" == company_of(one)
    assert "RIO" == company_of(replace(one, listing=NEW_YORK))

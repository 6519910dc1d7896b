"""From words to an instrument: the catalogue first, then what the market data's own search finds."""

from __future__ import annotations

import pytest

from bot.answers.instruments import require_instrument
from bot.domain.catalog import Catalog
from bot.domain.errors import AmbiguousInstrument, UnknownInstrument, Unreachable, UserError
from tests.builders.asks import ask_with, catalog
from tests.fakes.market import FakeMarketData

NOBODY = "zzzzqqqq"


async def test_the_catalogue_is_asked_first() -> None:
    """A name it knows costs no search."""
    source = FakeMarketData()
    assert (await require_instrument(ask_with(source), "nvidia")).symbol == "NVDA"
    assert source.searched == []


async def test_nothing_named_is_not_searched_for() -> None:
    """An example is given instead."""
    with pytest.raises(UserError) as caught:
        await require_instrument(ask_with(FakeMarketData()), "  ")
    assert caught.value.message == "error.nothing-named"


async def test_a_symbol_outside_the_catalogue_is_found_upstream() -> None:
    """What the search finds alone is meant."""
    found = catalog().find("NVDA")
    assert await require_instrument(ask_with(FakeMarketData(found=(found,))), NOBODY) is found


async def test_an_exact_symbol_among_several_finds_is_meant() -> None:
    """`$aapl` typed and AAPL found: the others were not meant."""
    nvidia, apple = catalog().find("NVDA"), catalog().find("AAPL")
    source = FakeMarketData(found=(nvidia, apple))
    ask = ask_with(source, catalog=_nobody_known())
    assert await require_instrument(ask, "$aapl") is apple
    assert source.searched == ["aapl"]  # a search does not know what $ means


async def test_several_finds_upstream_are_offered() -> None:
    """The reader chooses."""
    source = FakeMarketData(found=(catalog().find("NVDA"), catalog().find("AAPL")))
    with pytest.raises(AmbiguousInstrument) as caught:
        await require_instrument(ask_with(source), NOBODY)
    assert [each.symbol for each in caught.value.choices] == ["NVDA", "AAPL"]


async def test_what_nobody_knows_is_unknown() -> None:
    """Neither the catalogue nor the search knows it."""
    with pytest.raises(UnknownInstrument) as caught:
        await require_instrument(ask_with(FakeMarketData()), NOBODY)
    assert caught.value.trouble is None


async def test_a_name_unknown_while_upstream_is_down_says_that_it_could_not_be_searched() -> None:
    """A wrong symbol is told apart from upstream trouble."""
    with pytest.raises(UnknownInstrument) as caught:
        await require_instrument(ask_with(FakeMarketData(trouble=Unreachable("yahoo", "no route"))), NOBODY)
    assert isinstance(caught.value.trouble, Unreachable)


def _nobody_known() -> Catalog:
    return Catalog((), ())

"""The order of truth."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.domain.errors import (
    Malformed,
    NoData,
    NoSuchSymbol,
    OutOfRange,
    ProviderError,
    RateLimited,
    Unreachable,
)
from bot.domain.instruments import Symbol
from bot.domain.prices import Origin, Quality, ShareCount, Source, Span
from bot.providers.fallback import Fallback
from tests.builders.histories import days_of, history_of
from tests.builders.instruments import stock
from tests.fakes.market import FakeMarketData

NVDA = Symbol("NVDA")
DAYS, CLOSES = days_of("2025-01-24", "2025-01-27", "2025-01-28"), [142.62, 118.42, 128.99]
LIVE = history_of(DAYS, CLOSES, symbol=NVDA)
SAMPLE = history_of(DAYS, CLOSES, symbol=NVDA, origin=Origin(Source.SAMPLE, datetime(2026, 1, 1, tzinfo=UTC)))
MONDAY = Span(date(2024, 10, 1), date(2025, 2, 16), date(2025, 1, 27))
DOWN = Unreachable("yahoo", "no route to host")
COUNTS = (ShareCount(date(2024, 11, 15), 24.49e9, Quality.EXACT, date(2024, 11, 15)),)


def sample() -> FakeMarketData:
    """A sample that holds NVDA."""
    return FakeMarketData([SAMPLE], counts={"NVDA": COUNTS}, found=(stock("NVDA"),), source="sample")


async def test_live_bars_come_first() -> None:
    """While the live source answers, the sample is not asked."""
    live, second = FakeMarketData([LIVE]), sample()

    history = await Fallback(live, second).history(NVDA, MONDAY)

    assert (Source.YAHOO, None) == (history.origin.source, history.origin.trouble)
    assert second.asked == []


@pytest.mark.parametrize(
    "trouble",
    [DOWN, RateLimited("yahoo", 60), Malformed("yahoo", "half a page"), OutOfRange("yahoo", "NVDA")],
    ids=lambda trouble: type(trouble).__name__,
)
async def test_the_sample_answers_for_a_session_it_holds(trouble: ProviderError) -> None:
    """It says that it is the sample, and what is the matter with the live source."""
    history = await Fallback(FakeMarketData(trouble=trouble), sample()).history(NVDA, MONDAY)

    assert (Source.SAMPLE, trouble.message) == (history.origin.source, history.origin.trouble)
    assert history.at(date(2025, 1, 27)) is not None


async def test_the_sample_is_never_the_latest() -> None:
    """Without a date only live bars will do; the error tells for which days the sample could answer."""
    with pytest.raises(NoData) as caught:
        await Fallback(FakeMarketData(trouble=DOWN), sample()).history(NVDA, Span(date(2024, 10, 1)))

    live, sampled = caught.value.troubles
    assert live is DOWN
    assert (SAMPLE.first_day, SAMPLE.last_day) == (sampled.facts["first"], sampled.facts["last"])


@pytest.mark.parametrize("session", [date(2025, 1, 29), date(2025, 1, 23), date(2025, 1, 26)])
async def test_a_session_that_the_sample_lacks_is_not_answered(session: date) -> None:
    """Bars around the session asked for are not enough; both troubles are told, in the order met."""
    span = Span(date(2024, 10, 1), date(2025, 2, 16), session)

    with pytest.raises(NoData) as caught:
        await Fallback(FakeMarketData(trouble=DOWN), sample()).history(NVDA, span)

    live, sampled = caught.value.troubles
    assert live is DOWN
    assert (OutOfRange, "sample") == (type(sampled), sampled.source)


async def test_a_gap_inside_the_sample_is_not_called_outside_of_it() -> None:
    """For the 26th, between its bars of the 24th and the 27th, nobody is told to ask for a day in between."""
    span = Span(date(2024, 10, 1), date(2025, 2, 16), date(2025, 1, 26))

    with pytest.raises(NoData) as caught:
        await Fallback(FakeMarketData(trouble=DOWN), sample()).history(NVDA, span)

    assert "error.out-of-range" == caught.value.troubles[1].message


async def test_a_span_without_a_session_needs_its_last_day() -> None:
    """Where no session is named, the last day of the span is the one that must be there."""
    market = Fallback(FakeMarketData(trouble=DOWN), sample())

    history = await market.history(NVDA, Span(date(2025, 1, 24), date(2025, 1, 28)))

    assert history.last_day == date(2025, 1, 28)
    with pytest.raises(NoData):
        await market.history(NVDA, Span(date(2025, 1, 24), date(2025, 1, 29)))


async def test_a_symbol_that_does_not_exist_is_final() -> None:
    """What the live source knows for certain nobody else is asked about."""
    second = sample()

    with pytest.raises(NoSuchSymbol) as caught:
        await Fallback(FakeMarketData(), second).history(NVDA, MONDAY)

    assert caught.value.source == "yahoo"
    assert second.asked == []


async def test_a_symbol_nobody_can_answer_for_names_all_troubles() -> None:
    """The sample's ignorance is told after the live source's trouble."""
    with pytest.raises(NoData) as caught:
        await Fallback(FakeMarketData(trouble=DOWN), sample()).history(Symbol("AMD"), MONDAY)

    assert [("yahoo", Unreachable), ("sample", NoSuchSymbol)] == [
        (trouble.source, type(trouble)) for trouble in caught.value.troubles
    ]


async def test_share_counts_follow_the_same_order() -> None:
    """Live counts, else the sample's, else every trouble; a symbol that does not exist is final."""
    live, second = FakeMarketData(), sample()
    market = Fallback(live, second)

    assert await market.share_counts(NVDA) == ()
    live.trouble = DOWN
    assert await market.share_counts(NVDA) == COUNTS
    second.trouble = Malformed("sample", "a field too many")
    with pytest.raises(NoData) as caught:
        await market.share_counts(NVDA)
    assert (DOWN, second.trouble) == caught.value.troubles
    live.trouble = NoSuchSymbol("yahoo", "NVDA")
    with pytest.raises(NoSuchSymbol):
        await market.share_counts(NVDA)


async def test_search_follows_the_same_order() -> None:
    """What the live source finds, else the sample; an empty sample does not hide the live source's trouble."""
    live, second = FakeMarketData(), sample()
    market = Fallback(live, second)

    assert await market.search("nvidia") == ()
    live.trouble = DOWN
    assert await market.search("nvidia") == (stock("NVDA"),)
    second.found = ()
    with pytest.raises(Unreachable):
        await market.search("nvidia")
    second.trouble = Malformed("sample", "a field too many")
    with pytest.raises(NoData):
        await market.search("nvidia")


async def test_health_is_the_live_sources() -> None:
    """That the sample is well says nothing."""
    market = Fallback(FakeMarketData(trouble=DOWN), sample())

    assert not (await market.check()).ok

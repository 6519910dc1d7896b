"""While the source fails, or does not know a symbol."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.domain.errors import Malformed, NoSuchSymbol, ProviderError, RateLimited, Unreachable
from bot.domain.instruments import Symbol
from bot.domain.prices import ShareCount, Span
from tests.builders.desks import (
    DOWN,
    FRIDAY,
    LATEST,
    MONDAY,
    NVDA,
    PAST,
    Desk,
    utc,
)

# Outages


@pytest.mark.parametrize(
    "trouble", [DOWN, RateLimited("yahoo", 60), Malformed("yahoo", "half a page")], ids=lambda it: type(it).__name__
)
async def test_kept_bars_stand_in_during_an_outage(desk: Desk, trouble: ProviderError) -> None:
    """The latest kept bar is served, with the reason why there is no newer one; a past date has no trouble."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(28, 12))
    desk.source.trouble = trouble

    latest = await desk.market.history(NVDA, LATEST)
    past = await desk.market.history(NVDA, PAST)

    assert (FRIDAY, trouble.message) == (latest.last_day, latest.origin.trouble)
    assert utc(25, 12) == latest.origin.fetched_at
    assert past.origin.trouble is None


async def test_stored_bars_stand_in_after_a_restart(desk: Desk) -> None:
    """The outage may begin before the first question."""
    await desk.market.history(NVDA, LATEST)
    desk.restart()
    desk.clock.set(utc(28, 12))
    desk.source.trouble = DOWN

    assert (await desk.market.history(NVDA, LATEST)).origin.trouble == DOWN.message


async def test_an_unfinished_bar_stands_in_as_unfinished(desk: Desk) -> None:
    """Later the same day the running bar is the last good one, and still says when it was running."""
    desk.at(utc(27, 16), MONDAY, running=True)
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(27, 18))
    desk.source.trouble = DOWN

    history = await desk.market.history(NVDA, LATEST)

    assert (MONDAY, utc(27, 16), DOWN.message) == (history.last_day, history.running, history.origin.trouble)


async def test_kept_bars_stand_in_for_a_session_they_hold(desk: Desk) -> None:
    """Though the question would like bars after it, and before it, that are not to be had."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(28, 12))
    desk.source.trouble = DOWN

    history = await desk.market.history(NVDA, Span(date(2024, 10, 1), date(2025, 1, 28), FRIDAY))

    assert history.origin.trouble == DOWN.message


@pytest.mark.parametrize("session", [MONDAY, date(2025, 1, 15), date(2024, 12, 31)])
async def test_kept_bars_do_not_stand_in_for_others(desk: Desk, session: date) -> None:
    """A session after the last bar, the first one (which has no previous close) or one before it is an error."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(28, 12))
    desk.source.trouble = DOWN

    with pytest.raises(Unreachable):
        await desk.market.history(NVDA, Span(date(2024, 10, 1), date(2025, 1, 28), session))


async def test_an_outage_without_kept_bars_is_an_error_and_is_not_remembered(desk: Desk) -> None:
    """The next question asks again."""
    desk.source.trouble = DOWN
    with pytest.raises(Unreachable):
        await desk.market.history(NVDA, PAST)

    desk.source.trouble = None

    assert (await desk.market.history(NVDA, PAST)).last_day == FRIDAY


# Symbols that do not exist


async def test_an_unknown_symbol_is_remembered_for_an_hour(desk: Desk) -> None:
    """One request, then none, for bars and for share counts; after an hour it is asked again."""
    for _ in range(2):
        with pytest.raises(NoSuchSymbol):
            await desk.market.history(Symbol("NVDAA"), PAST)
        with pytest.raises(NoSuchSymbol):
            await desk.market.share_counts(Symbol("NVDAA"))
    assert (1, 0) == (len(desk.source.asked), len(desk.source.counts_asked))

    desk.clock.advance(timedelta(hours=1))
    with pytest.raises(NoSuchSymbol):
        await desk.market.history(Symbol("NVDAA"), PAST)
    assert len(desk.source.asked) == 2


async def test_a_symbol_without_share_counts_may_have_bars(desk: Desk) -> None:
    """A fund may have bars and no counts: that is remembered as none, and its bars are still asked for."""

    async def unknown(symbol: Symbol) -> tuple[ShareCount, ...]:
        desk.source.counts_asked.append(symbol)
        raise NoSuchSymbol("yahoo", symbol)

    desk.source.share_counts = unknown

    assert [(), ()] == [await desk.market.share_counts(NVDA) for _ in range(2)]
    assert [NVDA] == desk.source.counts_asked
    assert (await desk.market.history(NVDA, PAST)).last_day == FRIDAY


async def test_kept_bars_outlive_their_symbol(desk: Desk) -> None:
    """A company that the source has forgotten still has its past, but no latest bar."""
    await desk.market.history(NVDA, PAST)
    desk.restart()
    desk.source.histories.clear()
    desk.clock.set(utc(28, 12))

    with pytest.raises(NoSuchSymbol):
        await desk.market.history(NVDA, LATEST)

    assert (await desk.market.history(NVDA, PAST)).last_day == FRIDAY

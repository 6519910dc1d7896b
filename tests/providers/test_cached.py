"""Fetching once: what is fetched, and when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.prices import Span
from tests.builders.desks import (
    CLOSES,
    FRIDAY,
    LATEST,
    MONDAY,
    NVDA,
    PAST,
    TUESDAY,
    Desk,
    utc,
)

# What is fetched, and when


async def test_a_past_session_is_fetched_once(desk: Desk) -> None:
    """From the beginning of its year to the present; then never again, not even after a restart."""
    first = await desk.market.history(NVDA, PAST)
    desk.at(utc(30, 12), TUESDAY)
    again = await desk.market.history(NVDA, PAST)
    desk.restart()
    restarted = await desk.market.history(NVDA, Span(date(2025, 1, 2), FRIDAY))

    assert [Span(date(2025, 1, 1))] == desk.spans()
    assert CLOSES[1:8] == first.close.tolist() == again.close.tolist() == restarted.close.tolist()


async def test_an_earlier_year_is_fetched_whole(desk: Desk) -> None:
    """An older start asks for everything from there, once, under the same version."""
    await desk.market.history(NVDA, PAST)
    older = await desk.market.history(NVDA, Span(date(2024, 11, 1), FRIDAY))
    await desk.market.history(NVDA, PAST)

    assert [Span(date(2025, 1, 1)), Span(date(2024, 1, 1))] == desk.spans()
    assert (date(2024, 12, 31), 1) == (older.first_day, older.version)


async def test_what_lies_before_the_first_trade_is_not_asked_for(desk: Desk) -> None:
    """A young company has no older bars to fetch."""
    desk.source.histories[NVDA] = replace(desk.source.histories[NVDA], first_trade=date(2025, 1, 15))
    await desk.market.history(NVDA, PAST)

    await desk.market.history(NVDA, Span(date(1999, 1, 1), FRIDAY))

    assert len(desk.spans()) == 1


async def test_the_latest_is_not_asked_for_again_while_the_market_rests(desk: Desk) -> None:
    """From Saturday to Monday's open there can be nothing new."""
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(27, 14, 29, 59))
    await desk.market.history(NVDA, LATEST)
    assert len(desk.spans()) == 1

    desk.clock.set(utc(27, 14, 30))
    await desk.market.history(NVDA, LATEST)
    assert len(desk.spans()) == 2


async def test_a_running_session_lives_for_a_minute(desk: Desk) -> None:
    """Its bar is fetched anew after 60 s, by a tail of five final sessions, and never stored."""
    desk.at(utc(27, 16), MONDAY, running=True)
    first = await desk.market.history(NVDA, LATEST)
    desk.clock.advance(timedelta(seconds=59))
    await desk.market.history(NVDA, LATEST)
    assert len(desk.spans()) == 1

    desk.at(utc(27, 16, 1), MONDAY, running=True, factor=1.0)
    second = await desk.market.history(NVDA, LATEST)

    assert [Span(date(2025, 1, 1)), Span(date(2025, 1, 17))] == desk.spans()
    assert (utc(27, 16), utc(27, 16, 1)) == (first.running, second.running)
    assert [FRIDAY] == [saved.last_day for saved in desk.store.saved]
    assert [None] == [saved.running for saved in desk.store.saved]


async def test_a_session_is_final_half_an_hour_after_its_close(desk: Desk) -> None:
    """Before that its bar is provisional though the market has closed; afterwards it is fetched once more."""
    desk.at(utc(27, 21, 29, 50), MONDAY)
    await desk.market.history(NVDA, LATEST)
    assert desk.store.kept[NVDA].last_day == FRIDAY

    desk.at(utc(27, 21, 30), MONDAY)
    history = await desk.market.history(NVDA, LATEST)

    assert len(desk.spans()) == 2
    assert desk.store.kept[NVDA].last_day == MONDAY
    assert CLOSES[1:9] == history.close.tolist()


async def test_a_past_question_is_not_shown_an_old_provisional_bar(desk: Desk) -> None:
    """An hour later, Monday's unfinished bar is left out of an answer about Friday."""
    desk.at(utc(27, 16), MONDAY, running=True)
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(27, 17))

    history = await desk.market.history(NVDA, PAST)

    assert (FRIDAY, None) == (history.last_day, history.running)
    assert len(desk.spans()) == 1


async def test_a_source_that_says_running_is_believed(desk: Desk) -> None:
    """An answer of the afternoon, handed out again in the evening, does not become final."""
    desk.at(utc(27, 22), MONDAY, running=True)

    await desk.market.history(NVDA, LATEST)

    assert desk.store.kept[NVDA].last_day == FRIDAY


async def test_a_bar_that_runs_on_for_days_is_not_taken_for_absent(desk: Desk) -> None:
    """A source may call Monday's bar running until Wednesday: it is asked about it each time, and it is shown."""
    desk.at(utc(29, 12), MONDAY, running=True)
    await desk.market.history(NVDA, LATEST)
    desk.clock.set(utc(29, 13))

    history = await desk.market.history(NVDA, Span(date(2025, 1, 10), MONDAY))

    assert (MONDAY, 2) == (history.last_day, len(desk.spans()))


async def test_a_bar_that_comes_late_is_waited_for_a_day(desk: Desk) -> None:
    """On Monday night the source still ends on Friday: it is asked each minute, and no more on Wednesday."""
    desk.at(utc(27, 22), FRIDAY)
    await desk.market.history(NVDA, LATEST)
    desk.at(utc(27, 23), FRIDAY)
    await desk.market.history(NVDA, Span(date(2025, 1, 10), MONDAY))
    assert len(desk.spans()) == 2

    desk.at(utc(28, 22), FRIDAY)
    await desk.market.history(NVDA, LATEST)
    desk.at(utc(29, 12), FRIDAY)
    await desk.market.history(NVDA, Span(date(2025, 1, 10), MONDAY))
    assert len(desk.spans()) == 3


# Splits and corrections


async def test_a_split_replaces_the_whole_history(desk: Desk) -> None:
    """Ten for one: every kept price is stale, so all are fetched again under the next version."""
    await desk.market.history(NVDA, PAST)
    desk.at(utc(28, 12), MONDAY, factor=0.1)

    history = await desk.market.history(NVDA, LATEST)

    assert [Span(date(2025, 1, 1)), Span(date(2025, 1, 17)), Span(date(2025, 1, 1))] == desk.spans()
    assert history.close.tolist() == pytest.approx([close * 0.1 for close in CLOSES[1:9]])
    assert [1, 2] == [saved.version for saved in desk.store.saved]


async def test_a_history_that_has_vanished_is_fetched_whole(desk: Desk) -> None:
    """A source that has nothing for the tail's dates is asked for everything."""
    await desk.market.history(NVDA, PAST)
    desk.at(utc(28, 12), date(2025, 1, 15))

    history = await desk.market.history(NVDA, LATEST)

    assert (date(2025, 1, 15), 2) == (history.last_day, history.version)

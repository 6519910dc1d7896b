"""Markets on one date, and how far their indices usually move."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from statistics import stdev

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.instruments import Region
from bot.domain.market_days import MarketDay, MarketStatus, in_order_of_closes, usual_swing
from bot.domain.sectors import Absence, AbsentMember
from tests.builders.histories import history_of, weekdays_from
from tests.builders.members import member
from tests.builders.routs import index, market


def test_the_usual_swing_is_the_standard_deviation_of_sixty_sessions() -> None:
    """The 60 moves before the day count, the day itself and what lies further back do not."""
    days = weekdays_from(date(2024, 7, 1), 90)
    close = 100 * np.cumprod(1 + np.random.default_rng(1).normal(0, 0.01, 90))
    moves = [close[row] / close[row - 1] - 1 for row in range(20, 80)]
    assert stdev(moves) == pytest.approx(usual_swing(history_of(days, close), days[80].item(), days))


def test_a_missing_session_costs_its_two_moves() -> None:
    """A move over a session without a bar is no daily move."""
    days = weekdays_from(date(2024, 7, 1), 62)
    close = 100 * np.cumprod(1 + np.random.default_rng(2).normal(0, 0.01, 62))
    kept = np.delete(np.arange(62), 30)
    moves = [close[row] / close[row - 1] - 1 for row in range(1, 61) if row not in (30, 31)]
    found = usual_swing(history_of(days[kept], close[kept]), days[61].item(), days)
    assert stdev(moves) == pytest.approx(found)


@pytest.mark.parametrize(("bars", "known"), [(21, False), (22, True)])
def test_a_swing_needs_twenty_moves(bars: int, known: bool) -> None:
    """Twenty moves need twenty-one bars before the day."""
    days = weekdays_from(date(2024, 7, 1), bars)
    close = np.linspace(100, 110, bars) + np.arange(bars) % 2
    assert known == (usual_swing(history_of(days, close), days[-1].item(), days) is not None)


def test_markets_stand_in_the_order_of_their_closes() -> None:
    """Region by region; a market closed that day comes last in its own; other regions are left out."""
    rows = [
        market(index("^GSPC", Region.AMERICAS), -0.01, closes=21),
        market(index("^AXJO", Region.ASIA_PACIFIC), None, closes=None),
        market(index("^HSI", Region.ASIA_PACIFIC), 0.01, closes=8),
        market(index("^TASI.SR", Region.MIDDLE_EAST_AFRICA), 0.01, closes=12),
        market(index("^FTSE", Region.EUROPE), 0.0, closes=16.5),
        market(index("^N225", Region.ASIA_PACIFIC), -0.01, closes=6.5),
    ]
    expected = ["^N225", "^HSI", "^AXJO", "^FTSE", "^GSPC"]
    assert expected == [each.index.symbol for each in in_order_of_closes(rows)]


def test_indices_that_close_together_keep_their_order() -> None:
    """What the catalogue names first stays first."""
    rows = [market(index(symbol, Region.EUROPE), 0.0, closes=16.5) for symbol in ("^STOXX", "^GDAXI", "^FCHI")]
    assert ["^STOXX", "^GDAXI", "^FCHI"] == [each.index.symbol for each in in_order_of_closes(rows)]


@given(st.floats(-0.1, 0.1), st.floats(0.001, 0.05))
def test_a_move_is_told_in_swings(move: float, swing: float) -> None:
    """-3 % at a usual 1.5 % is -2 swings."""
    day = replace(market(index("^GSPC", Region.AMERICAS), move), swing=swing)
    assert day.swings == pytest.approx(move / swing)


def test_without_a_move_nothing_is_known_of_it() -> None:
    """No move, no swings, no provisional moment."""
    day: MarketDay = market(index("^GSPC", Region.AMERICAS), None)
    assert isinstance(day.measured, AbsentMember)
    assert (None, None, None) == (day.move, replace(day, swing=0.01).swings, day.running)
    assert day.measured.absence is Absence.NO_BAR


def test_a_provisional_close_has_its_moment() -> None:
    """A running bar says when it was seen."""
    moment = datetime(2025, 1, 27, 15, tzinfo=UTC)
    day = market(index("^GSPC", Region.AMERICAS), -0.01)
    running = replace(day, measured=member("^GSPC", -0.01, running=moment))
    assert moment == running.running


@pytest.mark.parametrize(
    ("status", "unfinished"),
    [
        (MarketStatus.HOLIDAY, False),
        (MarketStatus.NOT_YET_OPEN, True),
        (MarketStatus.OPEN, True),
        (MarketStatus.CLOSED, False),
    ],
)
def test_a_market_is_unfinished_until_it_has_closed(status: MarketStatus, unfinished: bool) -> None:
    """A holiday has nothing to finish."""
    hours = replace(market(index("^GSPC", Region.AMERICAS), 0.0).hours, status=status)
    assert unfinished == hours.unfinished

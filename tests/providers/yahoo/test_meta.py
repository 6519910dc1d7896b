"""When the last bar is provisional."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.instruments import Kind
from bot.providers.yahoo.meta import read_profile, running_since
from tests.providers.yahoo.conftest import EXCHANGES
from tests.wire.yahoo_bars import chart_result, invented_rows, venue_of

PARIS = "SU.PA"
TUESDAY = date(2025, 1, 28)


def at(text: str) -> datetime:
    """A moment of that Tuesday, in UTC."""
    return datetime.fromisoformat(f"2025-01-28T{text}+00:00")


def running(symbol: str, priced: str, now: str, *, day: date = TUESDAY) -> datetime | None:
    """Whether a bar of `day` runs at `now`, when the last price Yahoo knows is of `priced` (UTC, that Tuesday)."""
    meta = chart_result(symbol, [], at(now), regularMarketTime=int(at(priced).timestamp()))["meta"]
    return running_since(read_profile(meta, EXCHANGES), day, at(now))


def test_a_bar_runs_during_its_session() -> None:
    """Paris trades from 8:00 to 16:30 UTC in winter; the bar is as of its last price."""
    assert at("10:44:30") == running(PARIS, "10:44:30", "10:45")


def test_a_delayed_bar_still_runs_just_after_the_close() -> None:
    """At 16:40 a feed a quarter of an hour late has not seen the close yet."""
    assert at("16:25") == running(PARIS, "16:25", "16:40")


def test_a_bar_with_a_price_of_the_close_is_final() -> None:
    """The closing auction has been seen."""
    assert running(PARIS, "16:35", "16:50") is None


def test_a_bar_of_a_share_that_hardly_trades_is_final_after_a_while() -> None:
    """Its last trade may be hours old when the day is over."""
    assert running(PARIS, "11:00", "17:01") is None


def test_yesterday_s_bar_is_final_before_the_opening() -> None:
    """Today's session is current, but the last bar is not of it."""
    assert running(PARIS, "07:00", "07:30", day=date(2025, 1, 27)) is None


@pytest.mark.parametrize("symbol", ["BTC-USD", "EURUSD=X"])
def test_a_bar_of_a_market_without_a_close_runs_until_midnight(symbol: str) -> None:
    """Even in the last minute, which Yahoo leaves out of its period."""
    assert at("23:59:20") == running(symbol, "23:59:20", "23:59:30")


def test_today_s_bar_runs_when_yahoo_does_not_say() -> None:
    """Without a trading period nothing of today may be taken for final."""
    meta = chart_result(PARIS, [], at("10:00"))["meta"] | {"currentTradingPeriod": None}
    profile = read_profile(meta, EXCHANGES)
    assert (at("10:00"), None) == (
        running_since(profile, TUESDAY, at("10:00")),
        running_since(profile, date(2025, 1, 27), at("10:00")),
    )


def test_the_profile_says_what_the_instrument_is() -> None:
    """Exchange in our code, currency, kind, name and first day, all from Yahoo's words."""
    meta = chart_result("BMW.DE", [], at("10:00"), longName="BMW AG", firstTradeDate=847_868_400)["meta"]
    profile = read_profile(meta, EXCHANGES)
    assert ("XETR", "EUR", Kind.EQUITY, "BMW AG", date(1996, 11, 13), ZoneInfo("Europe/Berlin")) == (
        profile.exchange,
        profile.currency,
        profile.kind,
        profile.name,
        profile.first_trade,
        profile.timezone,
    )


def test_index_points_have_no_currency() -> None:
    """Yahoo says USD of ^GSPC; points are not dollars."""
    assert "" == read_profile(chart_result("^GSPC", [], at("10:00"))["meta"], EXCHANGES).currency


def test_an_exchange_unknown_to_us_is_left_empty() -> None:
    """A code of Yahoo's is not passed off as ours."""
    assert "" == read_profile(chart_result("X.PA", [], at("10:00"))["meta"], EXCHANGES).exchange


def test_the_stand_in_s_clock_and_bars_agree() -> None:
    """The invented last bar of a running session is stamped with the moment, as Yahoo's is."""
    now = datetime(2025, 1, 28, 15, 0, tzinfo=UTC)
    rows = [row for row in invented_rows("NVDA") if row[0] <= TUESDAY]
    assert (int(now.timestamp()), "NMS") == (chart_result("NVDA", rows, now)["timestamp"][-1], venue_of("NVDA").code)

"""The provider over the wire, against a loopback Yahoo."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest

from bot.domain.errors import Malformed, NoSuchSymbol, OutOfRange, RateLimited, Unreachable
from bot.domain.instruments import Symbol
from bot.domain.ports import Health
from bot.domain.prices import Dividend, PriceHistory, Span, Split
from bot.providers.yahoo import Yahoo
from tests.fakes.clock import FakeClock
from tests.providers.yahoo.conftest import Naps, Stopwatch
from tests.wire.yahoo_bars import NEW_YORK, Row, chart_result, invented_rows
from tests.wire.yahoo_server import Asked, Trouble, YahooServer

NVDA = Symbol("NVDA")
SPAN = Span(date(2025, 1, 27))


def session_rows(symbol: str, first: date, last: date) -> list[Row]:
    """The stand-in's own bars."""
    return [row for row in invented_rows(symbol) if first <= row[0] <= last]


async def test_bars_reach_from_before_the_span_to_the_present(yahoo: Yahoo, clock: FakeClock) -> None:
    """Ten days before the first session, so that it has a previous one, and up to the last close."""
    history = await yahoo.history(NVDA, Span(date(2025, 1, 20), date(2025, 1, 21)))
    rows = session_rows("NVDA", date(2025, 1, 10), clock.now().date())
    assert [row[0] for row in rows] == history.days.tolist()
    assert [row[4] for row in rows] == history.close.tolist()
    assert ("XNAS", "USD", "equity") == (history.exchange, history.currency, history.kind)


async def test_an_unknown_symbol_costs_one_request(yahoo: Yahoo, server: YahooServer) -> None:
    """Yahoo's "Not Found" is believed at once."""
    server.fail(Asked.CHART, Trouble.UNKNOWN)
    with pytest.raises(NoSuchSymbol):
        await yahoo.history(Symbol("NVDIA"), SPAN)
    assert {"NVDIA": 1} == server.counts(Asked.CHART)


async def test_a_bare_404_does_not_deny_a_symbol(yahoo: Yahoo, server: YahooServer) -> None:
    """A page from anywhere is no answer of Yahoo's."""
    server.fail(Asked.CHART, Trouble.BARE_NOT_FOUND)
    with pytest.raises(Malformed):
        await yahoo.history(NVDA, SPAN)


async def test_dates_without_data_are_out_of_range(yahoo: Yahoo, server: YahooServer) -> None:
    """Yahoo answers 400 and says so."""
    server.fail(Asked.CHART, Trouble.OUT_OF_RANGE)
    with pytest.raises(OutOfRange):
        await yahoo.history(NVDA, SPAN)


async def test_server_errors_are_tried_again(yahoo: Yahoo, server: YahooServer, naps: Naps) -> None:
    """Two pauses, the second about twice the first, and a third attempt that succeeds."""
    server.fail(Asked.CHART, Trouble.BAD_GATEWAY, times=2)
    await yahoo.history(NVDA, SPAN)
    assert 3 == server.counts(Asked.CHART)["NVDA"]
    assert [True, True] == [0.2 <= naps.taken[0] <= 0.6, 0.4 <= naps.taken[1] <= 1.2]


async def test_lasting_server_errors_are_unreachable(yahoo: Yahoo, server: YahooServer) -> None:
    """After three attempts."""
    server.fail(Asked.CHART, Trouble.BAD_GATEWAY)
    with pytest.raises(Unreachable) as caught:
        await yahoo.history(NVDA, SPAN)
    assert (3, "HTTP 502") == (server.counts(Asked.CHART)["NVDA"], caught.value.facts["detail"])


async def test_answers_that_do_not_come_are_unreachable(connected: Any, server: YahooServer) -> None:
    """Three time-outs, while the rest of Yahoo answers."""
    server.fail(Asked.CHART, Trouble.HANG)
    async with connected(open_session=lambda: server.open_session(total_seconds=0.2)) as yahoo:
        with pytest.raises(Unreachable):
            await yahoo.history(NVDA, SPAN)
    assert 3 == server.counts(Asked.CHART)["NVDA"]


async def test_a_429_stops_everything_for_a_minute(yahoo: Yahoo, server: YahooServer, stopwatch: Stopwatch) -> None:
    """One request is refused; until the minute is over nothing at all is sent, whatever is asked."""
    server.fail(Asked.CHART, Trouble.RATE_LIMIT)
    with pytest.raises(RateLimited):
        await yahoo.history(NVDA, SPAN)
    sent = len(server.requests)
    stopwatch.seconds += 18
    for question in (yahoo.history(NVDA, SPAN), yahoo.share_counts(NVDA), yahoo.search("nvidia")):
        with pytest.raises(RateLimited) as caught:
            await question
        assert 42 == caught.value.retry_in
    assert Health(ok=False, message="health.yahoo.rate-limited", detail="42 s") == await yahoo.check()
    assert sent == len(server.requests)


async def test_after_a_429_a_single_trial_goes_out(yahoo: Yahoo, server: YahooServer, stopwatch: Stopwatch) -> None:
    """Of five questions one is sent, and when it succeeds everybody may ask again."""
    server.fail(Asked.CHART, Trouble.RATE_LIMIT, times=1)
    with pytest.raises(RateLimited):
        await yahoo.history(NVDA, SPAN)
    stopwatch.seconds += 60
    outcomes = await asyncio.gather(*(yahoo.history(NVDA, SPAN) for _ in range(5)), return_exceptions=True)
    assert (1, 4) == tuple(sum(isinstance(each, kind) for each in outcomes) for kind in (PriceHistory, RateLimited))
    await yahoo.history(NVDA, SPAN)
    assert 3 == server.counts(Asked.CHART)["NVDA"]


async def test_a_trial_without_an_answer_does_not_end_the_silence(
    connected: Any, server: YahooServer, stopwatch: Stopwatch
) -> None:
    """The network went down meanwhile: nobody knows yet whether Yahoo is patient again."""
    server.fail(Asked.CHART, Trouble.RATE_LIMIT, times=1)
    async with connected(open_session=lambda: server.open_session(total_seconds=0.2)) as yahoo:
        with pytest.raises(RateLimited):
            await yahoo.history(NVDA, SPAN)
        stopwatch.seconds += 60
        server.fail(Asked.CHART, Trouble.HANG)
        server.fail(Asked.LOOK, Trouble.HANG)
        with pytest.raises(Unreachable):
            await yahoo.history(NVDA, SPAN)
        assert 60 == yahoo._breaker.retry_in


async def test_a_trial_counts_though_nobody_waits_for_it(
    yahoo: Yahoo, server: YahooServer, stopwatch: Stopwatch
) -> None:
    """Whoever sent it gave up, since another part of the question was refused: its answer is heard all the same."""
    server.fail(Asked.CHART, Trouble.RATE_LIMIT, times=1)
    with pytest.raises(RateLimited):
        await yahoo.history(NVDA, SPAN)
    stopwatch.seconds += 60
    server.latency = 0.1
    async with asyncio.timeout(5):
        trial = asyncio.create_task(yahoo.history(Symbol("^GSPC"), SPAN))
        while not yahoo._breaker.retry_in:  # noqa: ASYNC110  # until the trial is under way
            await asyncio.sleep(0.005)
        trial.cancel()
        while yahoo._breaker.retry_in:  # noqa: ASYNC110  # the answer comes from a server in another thread
            await asyncio.sleep(0.01)

    assert NVDA == (await yahoo.history(NVDA, SPAN)).symbol


async def test_a_look_that_is_answered_429_is_one_too(yahoo: Yahoo, server: YahooServer) -> None:
    """Yahoo can be reached, but nothing is sent."""
    server.fail(Asked.LOOK, Trouble.RATE_LIMIT)
    with pytest.raises(RateLimited):
        await yahoo.history(NVDA, SPAN)
    assert [(Asked.LOOK, "query2.finance.yahoo.com")] == server.requests


async def test_a_crumb_that_says_too_many_requests_is_a_429(yahoo: Yahoo, server: YahooServer) -> None:
    """The chart is not even asked for."""
    server.fail(Asked.CRUMB, Trouble.RATE_LIMIT)
    with pytest.raises(RateLimited):
        await yahoo.history(NVDA, SPAN)
    assert not server.counts(Asked.CHART)


async def test_a_stale_crumb_is_renewed(yahoo: Yahoo, server: YahooServer) -> None:
    """401 Invalid Crumb: yfinance asks once more with another cookie."""
    server.fail(Asked.CHART, Trouble.INVALID_CRUMB, times=1)
    assert NVDA == (await yahoo.history(NVDA, SPAN)).symbol


async def test_a_crumb_that_stays_invalid_is_unreachable(yahoo: Yahoo, server: YahooServer) -> None:
    """Two requests, and Yahoo's words in the detail."""
    server.fail(Asked.CHART, Trouble.INVALID_CRUMB)
    with pytest.raises(Unreachable) as caught:
        await yahoo.history(NVDA, SPAN)
    assert "Invalid Crumb" in str(caught.value.facts["detail"])
    assert 2 == server.counts(Asked.CHART)["NVDA"]


async def test_what_cannot_be_read_is_malformed(yahoo: Yahoo, server: YahooServer) -> None:
    """Neither by us nor by yfinance."""
    server.fail(Asked.CHART, Trouble.MALFORMED)
    with pytest.raises(Malformed):
        await yahoo.history(NVDA, SPAN)


async def test_yfinance_reads_what_we_cannot(
    yahoo: Yahoo, server: YahooServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When the shape is not the one we know, Ticker.history brings the bars."""
    expected = await yahoo.history(NVDA, SPAN)
    monkeypatch.setattr("bot.providers.yahoo.chart._read_rows", lambda *_: {}["a key that is gone"])
    assert_same(expected, await yahoo.history(NVDA, SPAN))
    assert server.counts(Asked.CHART)["NVDA"] > 1


async def test_no_other_trouble_leads_to_yfinance_s_reading(
    yahoo: Yahoo, server: YahooServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It would only ask the same again, several times."""
    monkeypatch.setattr("bot.providers.yahoo.provider.read_ticker", lambda *_: pytest.fail("asked again"))
    server.fail(Asked.CHART, Trouble.BAD_GATEWAY)
    with pytest.raises(Unreachable):
        await yahoo.history(NVDA, SPAN)


async def test_both_ways_read_one_payload_alike(
    yahoo: Yahoo, server: YahooServer, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our parser and yfinance's, on a chart with a split, dividends, an empty row and the live bar twice."""
    clock.set(clock.now() - timedelta(hours=6))
    rows = session_rows("NVDA", date(2024, 6, 3), clock.now().date())
    rows[10] = (rows[10][0], None, None, None, None, None, None)
    result = chart_result("NVDA", [*rows, rows[-1]], clock.now())
    ex_day, split_day = (NEW_YORK.stamp(day, NEW_YORK.opens) for day in (date(2024, 9, 12), date(2024, 6, 10)))
    result["events"] = {
        "dividends": {str(ex_day): {"amount": 0.01, "date": ex_day}},
        "splits": {str(split_day): {"date": split_day, "numerator": 10, "denominator": 1, "splitRatio": "10:1"}},
    }
    server.give_chart("NVDA", result)
    span = Span(date(2024, 6, 13))
    ours = await yahoo.history(NVDA, span)
    monkeypatch.setattr("bot.providers.yahoo.provider.read_chart", unreadable)
    theirs = await yahoo.history(NVDA, span)
    assert_same(ours, theirs)
    assert clock.now() == ours.running
    assert (Dividend(date(2024, 9, 12), 0.01),) == ours.dividends
    assert (Split(date(2024, 6, 10), 10.0),) == ours.splits


def unreadable(*_: object) -> PriceHistory:
    """A parser that understands nothing."""
    raise Malformed("yahoo", "not today")


def assert_same(one: PriceHistory, other: PriceHistory) -> None:
    """Two histories agree in every field."""
    for name in PriceHistory.__slots__:
        np.testing.assert_array_equal(getattr(one, name), getattr(other, name), err_msg=name)


async def test_many_symbols_are_fetched_side_by_side(yahoo: Yahoo, server: YahooServer) -> None:
    """Thirty questions at once, each asked upstream exactly once, with one cookie and one crumb."""
    symbols = [Symbol(f"S{number}") for number in range(30)]
    histories = await asyncio.gather(*(yahoo.history(symbol, SPAN) for symbol in symbols))
    assert symbols == [each.symbol for each in histories]
    assert dict.fromkeys(symbols, 1) == server.counts(Asked.CHART)
    assert 1 == server.counts(Asked.CRUMB)["query1.finance.yahoo.com"]


async def test_one_who_stops_waiting_harms_no_other(yahoo: Yahoo) -> None:
    """A cancelled question leaves its thread and its place behind."""
    leaver = asyncio.create_task(yahoo.history(NVDA, SPAN))
    stayer = asyncio.create_task(yahoo.history(Symbol("AMD"), SPAN))
    await asyncio.sleep(0)
    leaver.cancel()
    assert "AMD" == (await stayer).symbol


async def test_the_provider_can_be_left_while_a_question_hangs(connected: Any, server: YahooServer) -> None:
    """Closing does not wait for Yahoo."""
    async with connected(open_session=lambda: server.open_session(total_seconds=0.5)) as yahoo:
        await yahoo.history(NVDA, SPAN)
        server.fail(Asked.CHART, Trouble.HANG)
        hanging = asyncio.create_task(yahoo.history(NVDA, SPAN))
        while server.counts(Asked.CHART)["NVDA"] < 2:  # noqa: ASYNC110  # the server lives in another thread
            await asyncio.sleep(0.01)
        hanging.cancel()
    with pytest.raises(asyncio.CancelledError):
        await hanging


async def test_share_counts_come_dated(yahoo: Yahoo, server: YahooServer) -> None:
    """As the fundamentals endpoint has them."""
    server.give_shares("NVDA", [(1_736_812_800, 24_489_999_360)])
    counts = await yahoo.share_counts(NVDA)
    assert [(date(2025, 1, 14), 24_489_999_360.0)] == [(each.as_of, each.shares) for each in counts]


async def test_names_are_searched(yahoo: Yahoo, server: YahooServer) -> None:
    """Private companies, which have no symbol, are left out."""
    apple = {"symbol": "AAPL", "exchange": "NMS", "quoteType": "EQUITY", "longname": "Apple Inc."}
    server.give_quotes("apple & co", [{"name": "Apple Ventures"}, apple])
    assert ["Apple Inc."] == [each.name for each in await yahoo.search("apple & co")]


async def test_a_healthy_yahoo_is_said_to_be_so(yahoo: Yahoo) -> None:
    """For `selloff doctor`."""
    assert Health(ok=True, message="health.yahoo") == await yahoo.check()

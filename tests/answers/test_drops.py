"""What `!drop` says, over prices held in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.answers.pictures import file_stem
from bot.answers.reply import Tone
from bot.domain.errors import (
    NoSuchSession,
    NotListed,
    UnclearDate,
    UnknownInstrument,
    UserError,
)
from bot.domain.instruments import Symbol
from bot.domain.prices import Dividend, Origin, Source, Split
from tests.builders.drops import GSPC, NVDA, WEEK, drop, market, said
from tests.builders.histories import days_of, history_of
from tests.fakes.studio import PNG, FakeStudio


async def test_the_day_of_the_rout_reads_as_published() -> None:
    """-16.97 %, 118.42 from 142.62, about $592.7 bn, and the S&P 500 down 1.46 %."""
    lines = said(await drop("NVDA", "2025-01-27", market(NVDA, GSPC))).splitlines()
    assert lines == [
        "Nvidia fell 16.97 % on 27 January 2025",
        "NVDA · Nasdaq · session of Monday 27 January 2025",
        "**-16.97 %**: **$118.42** from $142.62 on 24 January 2025",
        "About **$592.7 bn** of market value erased (24.49 bn shares on 15 November 2024, a rounded count)",
        "At the open: -12.49 %",
        "Low of the day: -18.17 %",
        "Open to close: -5.11 %",
        "S&P 500 that day: -1.46 %",
        "NVDA · Nasdaq · Yahoo Finance, delayed, as of 7 February 2025 22:00 UTC"
        " · split-adjusted, not dividend-adjusted",
    ]


async def test_a_rise_reads_as_a_rise() -> None:
    """+8.93 % the day after: the title, the tone, the value added."""
    reply = await drop("nvidia", "28 jan 2025", market(NVDA, GSPC))
    assert reply.tone is Tone.RISE
    assert "Nvidia rose 8.93 % on 28 January 2025" in said(reply)
    assert "About **$258.9 bn** of market value added" in said(reply)  # 10.57 x 24.49 bn


async def test_the_picture_has_its_alt_text_from_the_numbers() -> None:
    """A screen reader hears the period, the finding and the extremes."""
    reply = await drop("NVDA", "2025-01-27", market(NVDA, GSPC))
    assert reply.picture is not None
    assert (reply.picture.filename, reply.picture.png) == ("drop-NVDA-2025-01-27.png", PNG)
    assert reply.picture.alt.replace("\N{NO-BREAK SPACE}", " ") == (
        "Chart of Nvidia, 22 January 2025 to 28 January 2025, in US dollars. Nvidia fell 16.97 % on 27 January 2025, "
        "from $142.62 to $118.42. Highest close $147.22 on 23 January 2025, lowest $118.42 on 27 January 2025."
    )


async def test_a_weekend_is_answered_with_the_session_before_it() -> None:
    """Sunday 26 January 2025 is answered with Friday's session, and says so."""
    text = said(await drop("NVDA", "2025-01-26", market(NVDA, GSPC)))
    assert "Nvidia fell 3.12 % on 24 January 2025" in text
    assert "Sunday 26 January 2025 was not a trading day on Nasdaq: this is the session before it." in text


async def test_the_day_of_mourning_is_no_session() -> None:
    """New York was closed on 9 January 2025; Wednesday the 8th answers for it."""
    history = history_of(
        days_of("2025-01-07", "2025-01-08", "2025-01-10"), [140.14, 140.11, 135.91], symbol=Symbol("NVDA")
    )
    assert "on 8 January 2025" in said(await drop("NVDA", "2025-01-09", market(history)))


async def test_a_date_still_to_come_is_explained() -> None:
    """It is 7 February 2025 in New York."""
    with pytest.raises(NoSuchSession) as caught:
        await drop("NVDA", "2025-02-08", market(NVDA))
    assert (caught.value.message, caught.value.facts["today"]) == ("error.future", date(2025, 2, 7))


async def test_a_session_that_has_not_begun_says_when_it_opens() -> None:
    """At noon UTC New York has not opened; it opens at 14:30 UTC."""
    with pytest.raises(NoSuchSession) as caught:
        await drop("NVDA", "2025-01-29", market(NVDA), now=datetime(2025, 1, 29, 12, tzinfo=UTC))
    assert caught.value.message == "error.not-open"
    assert caught.value.facts["opens"] == datetime(2025, 1, 29, 14, 30, tzinfo=UTC)


async def test_days_before_the_first_bar_are_explained() -> None:
    """The first day known is told."""
    with pytest.raises(NoSuchSession) as caught:
        await drop("NVDA", "2025-01-10", market(NVDA))
    assert (caught.value.message, caught.value.facts["first"]) == ("error.before-first", date(2025, 1, 22))


async def test_the_first_session_has_no_previous_close() -> None:
    """It cannot be measured, and that is said."""
    with pytest.raises(NoSuchSession) as caught:
        await drop("NVDA", "2025-01-22", market(NVDA))
    assert caught.value.message == "error.first-session"


async def test_a_missing_session_is_told_with_its_neighbours() -> None:
    """The source lost the 24th: the nearest sessions it has are named."""
    history = history_of(
        days_of("2025-01-23", "2025-01-27", "2025-01-28"), [147.22, 118.42, 128.99], symbol=Symbol("NVDA")
    )
    with pytest.raises(NoSuchSession) as caught:
        await drop("NVDA", "2025-01-24", market(history))
    assert caught.value.message == "error.no-bar"
    assert (caught.value.facts["before"], caught.value.facts["after"]) == (date(2025, 1, 23), date(2025, 1, 27))


async def test_a_move_across_a_missing_session_is_not_called_a_day_s_move() -> None:
    """The 27th after a lost 24th: unknown over one day, told over both."""
    history = history_of(days_of("2025-01-23", "2025-01-27"), [147.22, 118.42], symbol=Symbol("NVDA"))
    text = said(await drop("NVDA", "2025-01-27", market(history)))
    assert "Nvidia closed at $118.42 on 27 January 2025" in text
    assert "One-day move unknown" in text
    assert "**-19.56 %** over more than one session" in text  # 118.42/147.22 - 1
    assert "market value" not in text


async def test_a_running_session_after_a_missing_one_has_not_closed() -> None:
    """The 27th is lost and the 28th still runs: nothing of it is said to be a close."""
    moment = datetime(2025, 1, 28, 17, 30, tzinfo=UTC)
    days = days_of("2025-01-23", "2025-01-24", "2025-01-28")
    history = history_of(days, [147.22, 142.62, 128.99], symbol=Symbol("NVDA"), running=moment)
    text = said(await drop("NVDA", "", market(history), now=moment))
    assert "Nvidia is at $128.99 so far on 28 January 2025" in text
    assert "the move at <t:1738085400:f> is **-9.56 %** so far, over more than one session" in text  # 128.99/142.62 - 1


async def test_no_date_means_the_latest_session_so_far_while_it_runs() -> None:
    """At 17:30 UTC the session runs: every figure is so far."""
    moment = datetime(2025, 1, 28, 17, 30, tzinfo=UTC)
    history = history_of(WEEK, NVDA.close.tolist(), symbol=Symbol("NVDA"), running=moment)
    source = market(history, GSPC)
    text = said(await drop("NVDA", "", source, now=moment))
    assert "Nvidia is up 8.93 % so far on 28 January 2025" in text
    assert "so far: **$128.99** at <t:1738085400:f>" in text
    assert source.asked[0][1].last is None


async def test_the_volume_of_a_running_session_is_so_far() -> None:
    """Half a session's volume is laid beside whole ones, and says so."""
    moment = datetime(2025, 1, 28, 17, 30, tzinfo=UTC)
    days = days_of(*(str(day) for day in range_of_sessions()))
    history = history_of(days, [10.0] * 21, symbol=Symbol("NVDA"), volume=[2e6] * 20 + [1e6], running=moment)
    text = said(await drop("NVDA", "", market(history), now=moment))
    assert "Volume: 1.00 m so far, 0.5 times the mean of 20 whole sessions" in text


def range_of_sessions() -> list[date]:
    """New York's 21 sessions up to 28 January 2025."""
    closed = {date(2025, 1, 1), date(2025, 1, 9), date(2025, 1, 20)}
    every = (date(2024, 12, 26) + timedelta(days=each) for each in range(34))
    return [day for day in every if day.weekday() < 5 and day not in closed]


async def test_a_source_behind_the_calendar_says_which_session_it_lacks() -> None:
    """The latest bar is of the 28th where the last session was on 7 February."""
    text = said(await drop("NVDA", "", market(NVDA, GSPC)))
    assert "on 28 January 2025" in text
    assert "it lacks the one of 7 February 2025" in text


async def test_kept_prices_say_why_and_as_of_when() -> None:
    """Yahoo cannot be reached: the last good prices answer, dated."""
    origin = Origin(Source.YAHOO, datetime(2025, 1, 29, 1, tzinfo=UTC), trouble="error.unreachable")
    history = history_of(WEEK, NVDA.close.tolist(), symbol=Symbol("NVDA"), origin=origin)
    text = said(await drop("NVDA", "2025-01-28", market(history)))
    assert "Yahoo Finance cannot be reached just now: these are the last good prices, as of <t:1738112400:f>" in text


async def test_the_sample_always_says_that_it_is_the_sample() -> None:
    """With live trouble and without."""
    for trouble, sentence in (
        (None, "These are figures of the sample that comes with Selloff, not live data."),
        ("error.unreachable", "Yahoo Finance cannot be reached just now, so these are figures of the sample"),
    ):
        origin = Origin(Source.SAMPLE, datetime(2025, 2, 7, tzinfo=UTC), trouble)
        history = history_of(WEEK, NVDA.close.tolist(), symbol=Symbol("NVDA"), origin=origin)
        assert sentence in said(await drop("NVDA", "2025-01-27", market(history)))


async def test_dividends_and_splits_of_the_day_are_told() -> None:
    """$2 a share went to holders and ten new shares came for one."""
    day = date(2025, 1, 27)
    history = history_of(
        WEEK, [100, 100, 100, 97, 97], symbol="NVDA", dividends=(Dividend(day, 2.0),), splits=(Split(day, 10.0),)
    )
    text = said(await drop("NVDA", "2025-01-27", market(history)))
    assert "Ex-dividend day: the price no longer includes a dividend of $2.00 a share." in text
    assert "With the dividend, the return was -1.00 %." in text
    assert "A 10-for-1 split took effect that day" in text


@pytest.mark.parametrize(("ratio", "words"), [(0.1, "1-for-10"), (1.5, "3-for-2"), (1 / 3, "1-for-3")])
async def test_a_split_reads_in_whole_shares(ratio: float, words: str) -> None:
    """Ten old shares became one, two became three, three became one."""
    history = history_of(WEEK, [100, 100, 100, 97, 97], symbol="NVDA", splits=(Split(date(2025, 1, 27), ratio),))
    assert f"A {words} split took effect that day" in said(await drop("NVDA", "2025-01-27", market(history)))


async def test_an_early_close_is_told() -> None:
    """New York closed at 13:00 on 24 December 2024."""
    history = history_of(days_of("2024-12-23", "2024-12-24"), [139.67, 140.22], symbol=Symbol("NVDA"))
    assert "The exchange closed early that day." in said(await drop("NVDA", "2024-12-24", market(history)))


async def test_other_listings_are_named() -> None:
    """Alibaba in New York names Hong Kong."""
    history = history_of(WEEK, [80, 81, 89.12, 90.0, 91], symbol="BABA")
    text = said(await drop("alibaba", "2025-01-27", market(history)))
    assert "BABA · NYSE" in text
    assert "Also listed as 9988.HK (Hong Kong)." in text


async def test_an_index_has_no_market_value_and_no_index_beside_it() -> None:
    """The S&P 500 on Black Monday's pattern: points, no currency, no shares."""
    text = said(await drop("s&p 500", "2025-01-27", market(GSPC)))
    assert "**-1.46 %**: **6,012.28** from 6,101.24" in text
    assert "market value" not in text.lower()
    assert "that day" not in text


async def test_a_failed_chart_leaves_the_figures() -> None:
    """The reply has no picture and says so."""
    reply = await drop("NVDA", "2025-01-27", market(NVDA, GSPC), studio=FakeStudio(broken=True))
    assert reply.picture is None
    assert "The chart could not be drawn this time; the figures are complete." in said(reply)
    assert "-16.97 %" in said(reply)


@pytest.mark.parametrize(
    ("words", "when", "error"),
    [
        ("", "2025-01-27", UserError),
        ("openai", "2025-01-27", NotListed),
        ("NVDA", "03/04/2024", UnclearDate),
        ("zzzzqqqq", "2025-01-27", UnknownInstrument),
    ],
)
async def test_what_cannot_be_answered_says_which_part(words: str, when: str, error: type[UserError]) -> None:
    """Each mistake has its own error."""
    with pytest.raises(error):
        await drop(words, when, market(NVDA))


def test_a_symbol_makes_a_safe_file_name() -> None:
    """No caret, equals sign or slash is left."""
    assert [file_stem(each) for each in ("NVDA", "^GSPC", "EURUSD=X", "a/b")] == ["NVDA", "_GSPC", "EURUSD_X", "a_b"]

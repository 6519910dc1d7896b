"""Dates as people write them; month and weekday names come from CLDR, not from our own tables."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.dates import DateOrder, read_day, split_words
from bot.domain.errors import UnclearDate

MONDAY = date(2025, 2, 3)
THE_DAY = date(2025, 1, 27)


@pytest.mark.parametrize(
    "text",
    [
        "2025-01-27",
        "2025/01/27",
        "2025.01.27",
        "2025-1-27",
        "20250127",
        "27/01/2025",
        "01/27/2025",
        "27.01.2025",
        "27-01-2025",
        "27/1/25",
        "27/01",
        "27 jan 2025",
        "27 JAN 2025",
        "27jan2025",
        "27-jan-25",
        "27 jan. 2025",
        "27 January",
        "January 27",
        "Jan 27, 2025",
        "January 27th, 2025",
        "27th of January 2025",
        "on the 27th of January",
        "Monday, January 27, 2025",
        "Mon 27 Jan",
        "monday 2025-01-27",
        "2025 jan 27",
        "27 janvier 2025",
        "le 27 janvier",
        "le lundi 27 janv. 2025",
        "lundi 27/01/2025",
        "du 27 janvier 2025",
        "last monday",
        "previous Monday",
        "lundi dernier",
        "lundi passé",
        "２０２５-０１-２７",
        "27\N{NO-BREAK SPACE}jan\N{NARROW NO-BREAK SPACE}2025",
        "2025\N{NON-BREAKING HYPHEN}01\N{EN DASH}27",
        "2025年1月27日",
        " 2025-01-27. ",
        "7 days ago",
        "il y a 7 jours",
        "a week ago",
        "27. Januar 2025",
        "27 de enero de 2025",
        "27 gennaio 2025",
        "27 stycznia 2025",
    ],
)
def test_the_same_day_is_read_from_many_forms(text: str) -> None:
    """27 January 2025, asked a week later, in forms people write."""
    assert read_day(text, MONDAY) == THE_DAY


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2025-02-03"),
        ("aujourd'hui", "2025-02-03"),
        ("aujourd\N{RIGHT SINGLE QUOTATION MARK}hui", "2025-02-03"),
        ("yesterday", "2025-02-02"),
        ("Hier", "2025-02-02"),
        ("avant-hier", "2025-02-01"),
        ("avant hier", "2025-02-01"),
        ("the day before yesterday", "2025-02-01"),
        ("tomorrow", "2025-02-04"),
        ("monday", "2025-02-03"),
        ("lundi", "2025-02-03"),
        ("on friday", "2025-01-31"),
        ("vendredi", "2025-01-31"),
        ("fri", "2025-01-31"),
        ("last tuesday", "2025-01-28"),
        ("mardi dernier", "2025-01-28"),
        ("this monday", "2025-02-03"),
        ("1er février", "2025-02-01"),
        ("4 february", "2024-02-04"),
        ("feb 3", "2025-02-03"),
        ("29 feb", "2024-02-29"),
        ("15 août", "2024-08-15"),
        ("31 décembre", "2024-12-31"),
        ("19/10/87", "1987-10-19"),
        ("27 jan 2031", "2031-01-27"),
        ("24/12/29", "2029-12-24"),
        ("05/05/2024", "2024-05-05"),
        ("gestern", "2025-02-02"),
    ],
)
def test_days_told_from_today(text: str, expected: str) -> None:
    """A bare weekday may be today, `last` leaves today out, a day without a year is the latest one."""
    assert date.fromisoformat(expected) == read_day(text, MONDAY)


def test_two_readings_are_explained() -> None:
    """03/04/2025 is 4 March to some and 3 April to others: both are told, with the way to write them."""
    with pytest.raises(UnclearDate) as caught:
        read_day("03/04/2025", MONDAY)

    assert caught.value.message == "error.two-dates"
    assert caught.value.facts == {
        "text": "03/04/2025",
        "first": date(2025, 3, 4),
        "second": date(2025, 4, 3),
        "first_iso": "2025-03-04",
        "second_iso": "2025-04-03",
    }


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("03/04/2025", DateOrder.DAY_FIRST, "2025-04-03"),
        ("03/04/2025", DateOrder.MONTH_FIRST, "2025-03-04"),
        ("27/01/2025", DateOrder.MONTH_FIRST, "2025-01-27"),
        ("01/27/2025", DateOrder.DAY_FIRST, "2025-01-27"),
        ("03/04", DateOrder.DAY_FIRST, "2024-04-03"),
        ("3 4 2025", DateOrder.DAY_FIRST, "2025-04-03"),
    ],
)
def test_a_known_order_decides(text: str, order: DateOrder, expected: str) -> None:
    """Where the order is known it settles two readings, and never spoils a single one."""
    assert date.fromisoformat(expected) == read_day(text, MONDAY, order=order)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("03/04", "error.two-dates"),
        ("03.04.2025", "error.two-dates"),
        ("3 4 2025", "error.two-dates"),
        ("31 february", "error.no-such-day"),
        ("31/02/2025", "error.no-such-day"),
        ("2025-13-40", "error.no-such-day"),
        ("29 feb 2023", "error.no-such-day"),
        ("sept 2025", "error.day-missing"),
        ("mars 2020", "error.day-missing"),
        ("2025-01", "error.day-missing"),
        ("last week", "error.day-missing"),
        ("la semaine dernière", "error.day-missing"),
        ("tuesday 27 jan 2025", "error.wrong-weekday"),
        ("mardi 27 janvier 2025", "error.wrong-weekday"),
        ("27 jan 1899", "error.too-early"),
        ("0000-01-01", "error.too-early"),
        ("27 gennaio 1850", "error.too-early"),
        ("", "error.unclear-date"),
        ("may", "error.unclear-date"),
        ("5", "error.unclear-date"),
        ("2025", "error.unclear-date"),
        ("nvidia", "error.unclear-date"),
        ("32 january", "error.unclear-date"),
        ("1738000000", "error.unclear-date"),
        ("27 jan 2025" * 10, "error.unclear-date"),
    ],
)
def test_what_names_no_single_day_is_said_kindly(text: str, message: str) -> None:
    """Each way of being unclear has a sentence of its own."""
    with pytest.raises(UnclearDate) as caught:
        read_day(text, MONDAY)

    assert message == caught.value.message
    assert "text" in caught.value.facts


def test_a_wrong_weekday_says_which_day_was_meant() -> None:
    """27 January 2025 was a Monday."""
    with pytest.raises(UnclearDate) as caught:
        read_day("tuesday 27 jan 2025", MONDAY)

    assert caught.value.facts["day"] == THE_DAY


@pytest.mark.parametrize(
    ("text", "subject", "when"),
    [
        ("siemens energy 27 jan 2025", "siemens energy", "27 jan 2025"),
        ("s&p 500 last monday", "s&p 500", "last monday"),
        ("brk.b yesterday", "brk.b", "yesterday"),
        ("nvda le 27 janvier 2025", "nvda", "le 27 janvier 2025"),
        ("nvda on the 27th of january 2025", "nvda", "on the 27th of january 2025"),
        ("NVDA Monday, January 27, 2025", "NVDA", "Monday, January 27, 2025"),
        ("9988.HK 2025-01-27", "9988.HK", "2025-01-27"),
        ("meta may 5", "meta", "may 5"),
        ("monday.com 2025-01-27", "monday.com", "2025-01-27"),
        ("3M 2025-01-27", "3M", "2025-01-27"),
        ("cac 40 may 25", "cac 40", "may 25"),
        ("S&P 500 27/01/2025", "S&P 500", "27/01/2025"),
        ("russell 2000 3 days ago", "russell 2000", "3 days ago"),
        ("nvda il y a une semaine", "nvda", "il y a une semaine"),
        ("nvda 27. Januar 2025", "nvda", "27. Januar 2025"),
        ("tesla, 27 jan", "tesla", "27 jan"),
        ("tesla - 27 jan", "tesla", "27 jan"),
        ("nvda fri", "nvda", "fri"),
        ("nvda vendredi", "nvda", "vendredi"),
        ("hermès hier", "hermès", "hier"),
        ("nvda\N{IDEOGRAPHIC SPACE}27\N{NO-BREAK SPACE}jan", "nvda", "27 jan"),
        ("nvda sept 2025", "nvda", "sept 2025"),
        ("nvda 03/04/2025", "nvda", "03/04/2025"),
        ("nvda 31/02/2025", "nvda", "31/02/2025"),
        ("nvda last week", "nvda", "last week"),
    ],
)
def test_the_date_at_the_end_is_told_from_the_name(text: str, subject: str, when: str) -> None:
    """Names of several words need no quotes, and an unclear date is still a date."""
    assert (subject, when) == split_words(text, MONDAY)


@pytest.mark.parametrize(
    "text",
    [
        "nvidia", "S&P 500", "nasdaq 100", "cac 40", "russell 2000", "stoxx 600", "7203.T", "may", "mars", "sun", "SUN",
        "now", "meta", "arm", "on", "MAR", "SEP", "dec", "fri", "WED", "5", "arm 5", "2025", "monday.com", "seven 7-11",
        "bank of america", "le", "today's",
    ],
)  # fmt: skip
def test_names_that_look_like_dates_stay_names(text: str) -> None:
    """Words that are names as well, and numbers in names, are no dates."""
    assert (text, "") == split_words(text, MONDAY)


@pytest.mark.parametrize("text", ["2025-01-27", "monday", "lundi dernier", "le 27 janvier 2025", "may 5", "hier"])
def test_a_date_alone_has_no_subject(text: str) -> None:
    """Where only a date was typed, nothing is named."""
    assert ("", text) == split_words(text, MONDAY)


@pytest.mark.parametrize(
    ("text", "subject"),
    [("ON 2025-01-27", "ON"), ("MAR 2025-01-27", "MAR"), ("sun 2025-01-27", "sun"), ("Wed jan 27", "Wed")],
)
def test_a_ticker_before_a_date_is_the_subject(text: str, subject: str) -> None:
    """ON, MAR and SUN are tickers; a weekday that contradicts the date is taken for one too."""
    assert (subject, text.removeprefix(f"{subject} ")) == split_words(text, MONDAY)


def test_nothing_typed_is_nothing() -> None:
    """Empty text has neither part."""
    assert split_words("  ", MONDAY) == ("", "")

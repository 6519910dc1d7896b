"""Dollars for a unit of currency, from a pair's bars."""

from __future__ import annotations

from datetime import date

import pytest

from bot.domain.instruments import Symbol
from bot.domain.rates import Rate, RateSource, rate_of_pair, whole_currency
from tests.builders.histories import days_of, history_of

FRIDAY, SUNDAY, MONDAY = date(2025, 1, 24), date(2025, 1, 26), date(2025, 1, 27)
DAYS = days_of("2025-01-23", "2025-01-24", "2025-01-27")
EURO = history_of(DAYS, [1.0415, 1.0497, 1.0491], symbol=Symbol("EURUSD=X"), currency="USD")
YEN = history_of(DAYS, [156.0, 155.9, 154.5], symbol=Symbol("JPY=X"), currency="JPY")


def test_a_pair_in_dollars_is_taken_as_it_is() -> None:
    """EURUSD=X is dollars for one euro."""
    assert rate_of_pair(EURO, "EUR", MONDAY) == Rate("EUR", 1.0491, RateSource.PAIR, MONDAY)


def test_a_pair_in_the_currency_is_turned_round() -> None:
    """JPY=X is yen for one dollar: at 154.5 a yen is $0.0064725."""
    rate = rate_of_pair(YEN, "JPY", MONDAY)
    assert rate is not None
    assert rate.dollars == pytest.approx(0.00647249, rel=1e-6)


def test_a_weekend_has_the_close_before_it() -> None:
    """Sunday's rate is Friday's, and says so."""
    assert rate_of_pair(EURO, "EUR", SUNDAY) == Rate("EUR", 1.0497, RateSource.PAIR, FRIDAY)


@pytest.mark.parametrize(("day", "known"), [(date(2025, 2, 1), True), (date(2025, 2, 2), False)])
def test_a_close_more_than_five_days_older_is_no_rate(day: date, *, known: bool) -> None:
    """27 January serves up to 1 February."""
    assert (rate_of_pair(EURO, "EUR", day) is not None) == known


def test_a_day_before_the_first_bar_has_no_rate() -> None:
    """Nothing is taken from after the day."""
    assert rate_of_pair(EURO, "EUR", date(2025, 1, 22)) is None


def test_bars_in_a_third_currency_say_nothing() -> None:
    """EURGBP=X is no rate of the euro in dollars."""
    other = history_of(DAYS, [0.84, 0.84, 0.84], symbol=Symbol("EURGBP=X"), currency="GBP")
    assert rate_of_pair(other, "EUR", MONDAY) is None


@pytest.mark.parametrize(
    ("quoted", "whole"), [("GBp", ("GBP", 0.01)), ("ILA", ("ILS", 0.01)), ("ZAc", ("ZAR", 0.01)), ("EUR", ("EUR", 1.0))]
)
def test_hundredths_are_brought_to_the_whole(quoted: str, whole: tuple[str, float]) -> None:
    """Pence, agorot and cents."""
    assert whole_currency(quoted) == whole

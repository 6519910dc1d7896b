"""Numbers as a language writes them."""

from __future__ import annotations

import pytest

from bot.charts.words import Numerals

EN = Numerals(".", ",")
FR = Numerals(",", "\N{NARROW NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("numerals", "value", "digits", "expected"),
    [
        (EN, 1234.5, 2, "1,234.50"),
        (FR, 1234.5, 2, "1\N{NARROW NO-BREAK SPACE}234,50"),
        (EN, 38915.87, 0, "38,916"),
        (EN, 0.000012, 6, "0.000012"),
        (EN, -37.63, 2, "−37.63"),
        (EN, -0.001, 2, "0.00"),
        (FR, 1_000_000, 0, "1\N{NARROW NO-BREAK SPACE}000\N{NARROW NO-BREAK SPACE}000"),
    ],
)
def test_numbers_have_the_language_s_separators(numerals: Numerals, value: float, digits: int, expected: str) -> None:
    """Decimals and thousands are divided as in the language, with a true minus and no negative zero."""
    assert expected == numerals.text(value, digits)

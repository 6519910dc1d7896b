"""Baskets as values, and those made up in a question."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.baskets import Basket, Membership, read_inline
from bot.domain.instruments import Symbol

WORDS = st.text(st.characters(blacklist_characters=",;+", blacklist_categories=("Zs", "Zl", "Zp", "Cc")), min_size=1)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("NVDA,AVGO,TSM", ("NVDA", "AVGO", "TSM")),
        ("nvda + asml  in europe;tsm", ("nvda", "asml in europe", "tsm")),
        (" NVDA , AVGO , ", ("NVDA", "AVGO")),
        ("brk.b,$AAPL", ("brk.b", "$AAPL")),
        ("NVDA,NVDA", ("NVDA", "NVDA")),
        ("chips", None),
        ("tech chinoise", None),
        ("NVDA,", None),
        (",;+", None),
        ("", None),
    ],
)
def test_words_between_dividers_are_a_basket(typed: str, expected: tuple[str, ...] | None) -> None:
    """Commas, semicolons and plus signs divide; one word is no basket."""
    assert expected == read_inline(typed)


@given(st.lists(NAMES, min_size=2, max_size=50), st.sampled_from([",", ";", "+", " , ", " + ", ",,", "; +"]))
def test_what_was_joined_is_read_back(names: list[str], divider: str) -> None:
    """From two to fifty names come back as typed and in order, whichever divider stood between them."""
    assert tuple(names) == read_inline(divider.join(names))


@given(st.lists(NAMES, min_size=51, max_size=60))
def test_more_than_fifty_are_no_basket(names: list[str]) -> None:
    """A list longer than fifty is refused as a whole, never cut short."""
    assert None is read_inline(",".join(names))


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    """What is read has two to fifty words, none empty, none with a divider or with space around it."""
    words = read_inline(text)

    assert words is None or 2 <= len(words) <= 50
    assert all(word and word == word.strip() and not set(word) & set(",;+") for word in words or ())


def basket(*days: date) -> Basket:
    """A basket whose membership rows have these dates."""
    members = tuple(Membership(Symbol(f"S{row}"), "somewhere", day) for row, day in enumerate(days))
    return Basket("test", (("en", "Test"), ("fr", "Essai")), (("en", "To test with"),), members)


def test_a_basket_says_how_old_its_membership_is() -> None:
    """The dates of the oldest and the newest row; none for an empty basket."""
    mixed = basket(date(2025, 3, 27), date(2024, 11, 7), date(2025, 1, 2))

    assert (date(2024, 11, 7), date(2025, 3, 27)) == mixed.as_of
    assert None is basket().as_of


def test_a_basket_is_named_in_the_readers_language() -> None:
    """French where it is known, English where it is not, the key where neither is."""
    test = basket()

    assert "Essai" == test.name_in("fr")
    assert "Test" == test.name_in("de")
    assert "To test with" == test.purpose_in("fr")
    assert "made-up" == Basket("made-up", (), (), ()).name_in("en")
    assert "" == Basket("made-up", (), (), ()).purpose_in("en")

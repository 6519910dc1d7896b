"""The rules by which baskets are found, on a few baskets small enough to see whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.basket_index import BasketIndex
from bot.domain.baskets import Basket


def basket(key: str, name: str, fr: str, *aliases: str) -> Basket:
    """A basket without members."""
    return Basket(key, (("en", name), ("fr", fr)), (), (), aliases)


INDEX = BasketIndex(
    (
        basket("chips", "Chips", "Puces", "semis", "semiconductors", "semi-conducteurs"),
        basket("infra", "AI infrastructure", "Infrastructure IA", "infrastructure de l'ia"),
        basket("energy", "Energy", "Énergie"),
        basket("consumer-staples", "Consumer staples", "Consommation de base"),
        basket("consumer-discretionary", "Consumer discretionary", "Consommation discrétionnaire"),
        basket("havens", "Havens", "Valeurs refuges", "refuges"),
    )
)


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("chips", "chips"),
        ("CHIPS!", "chips"),
        ("les puces", "chips"),
        ("chips stocks", "chips"),
        ("Semi conducteurs", "chips"),
        ("semiconducteurs", "chips"),
        ("semiconductros", "chips"),
        ("ai-infrastructure", "infra"),
        ("l’infrastructure de l’IA", "infra"),
        ("AI infrastructure companies", "infra"),
        ("énergie", "energy"),
        ("energie", "energy"),
        ("secteur de l'énergie", "energy"),
        ("the energy sector", "energy"),
        ("consumer stpales", "consumer-staples"),
        ("consumer staples basket", "consumer-staples"),
        ("VALEURS REFUGES", "havens"),
        ("valeurs", "havens"),
    ],
)
def test_people_find_baskets_by_what_they_call_them(typed: str, key: str) -> None:
    """Case, accents, punctuation, articles, "sector" beside a name and slips of the keyboard do not matter."""
    found = INDEX.find(typed)

    assert found is not None
    assert key == found.key


@pytest.mark.parametrize("typed", ["", "  ", "!?", "NVDA", "banks", "consumer", "sector", "puce que", "the"])
def test_what_is_no_basket_or_several_is_none(typed: str) -> None:
    """Nothing is guessed: an unknown word finds nothing, nor does the beginning of two names."""
    assert None is INDEX.find(typed)


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("consumer", ["consumer-staples", "consumer-discretionary"]),
        ("semicon", ["chips"]),
        ("enrgie secteur", ["energy"]),
        ("zzzz", []),
        ("", []),
    ],
)
def test_an_unknown_name_is_asked_back_with_the_nearest(typed: str, keys: list[str]) -> None:
    """At most three that may have been meant, best first."""
    assert keys == [each.key for each in INDEX.nearest(typed)]


def test_suggestions_begin_with_the_order_of_the_data() -> None:
    """Before anything is typed the baskets come in their own order, as many as there is room for."""
    assert ["chips", "infra", "energy"] == [each.key for each in INDEX.suggest("", 3)]
    assert ["havens"] == [each.key for each in INDEX.suggest("refu", 25)]


@given(st.text())
def test_any_text_can_be_looked_up(text: str) -> None:
    """No text is too odd: one basket or none, and never more than three nearest, each once."""
    nearest = INDEX.nearest(text)

    assert INDEX.find(text) in (None, *INDEX.baskets)
    assert len({each.key for each in nearest}) == len(nearest) <= 3


def test_a_name_that_means_two_baskets_is_refused() -> None:
    """A name that would find neither is a fault of the data, whatever its case and accents."""
    with pytest.raises(ValueError, match="means both energy and oil"):
        BasketIndex((basket("energy", "Energy", "Énergie"), basket("oil", "Oil", "Pétrole", "energie")))


def test_two_baskets_of_one_key_are_refused() -> None:
    """A key names one basket."""
    with pytest.raises(ValueError, match="twice"):
        BasketIndex((basket("oil", "Oil", "Pétrole"), basket("oil", "Crude", "Brut")))

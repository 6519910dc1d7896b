"""Questions about many instruments, as people ask them in Discord."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.converters import ORDERS, split_date, take_order
from bot.domain.questions import Question
from tests.builders.asks import catalog
from tests.chat.conftest import Room
from tests.fakes.answers import FakeAnswers

TODAY = date(2025, 2, 7)
BY_VALUE, DOWN, UP = ((("order", order),) for order in ("value", "down", "up"))
CALLED = [name for each in catalog().baskets for name in (each.key, each.name_in("en"), *each.aliases)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("!sector chips 2025-01-27", Question("sector", "chips", "2025-01-27")),
        ("!sector 27 jan 2025 chips", Question("sector", "chips", "27 jan 2025")),
        ("!sector NVDA,AVGO,TSM 2025-01-27", Question("sector", "NVDA,AVGO,TSM", "2025-01-27")),
        ("!sector NVDA, siemens energy, TSM", Question("sector", "NVDA, siemens energy, TSM")),
        ("!sector mag 7", Question("sector", "mag 7")),
        ("!sector “data centers” yesterday", Question("sector", "data centers", "yesterday")),
        ("!sector", Question("sector", "")),
        ("!rout 2025-01-27", Question("rout", "", "2025-01-27")),
        ("!rout", Question("rout", "")),
        ("!market last monday", Question("rout", "", "last monday")),
        ("!rout whenever", Question("rout", "", "whenever")),
        ("!movers", Question("movers", "")),
        ("!movers 2025-01-27", Question("movers", "", "2025-01-27")),
        ("!movers value 2025-01-27", Question("movers", "", "2025-01-27", BY_VALUE)),
        ("!movers 2025-01-27 value", Question("movers", "", "2025-01-27", BY_VALUE)),
        ("!movers chips Down", Question("movers", "chips", "", DOWN)),
        ("!movers up chips 27 jan 2025", Question("movers", "chips", "27 jan 2025", UP)),
        ("!movers chips up 27 jan 2025", Question("movers", "chips", "27 jan 2025", UP)),
        ("!movers 27 jan 2025 value, chips", Question("movers", "value, chips", "27 jan 2025")),
        ("!movers 2025-01-27, chips", Question("movers", "chips", "2025-01-27")),
        ("!heatmap", Question("heatmap", "")),
        ("!heatmap chips 2025-01-27", Question("heatmap", "chips", "2025-01-27")),
    ],
)
async def test_a_message_asks_what_was_typed(room: Room, answers: FakeAnswers, typed: str, expected: Question):
    """Basket, date and order in any sensible order, each of them optional."""
    (reply,) = await room.says(typed)

    assert [expected] == answers.questions
    assert ["Nvidia fell"] == [embed.title for embed in reply.embeds]


@pytest.mark.parametrize(
    ("command", "options", "expected"),
    [
        ("sector", {"basket": "chips", "date": "2025-01-27"}, Question("sector", "chips", "2025-01-27")),
        ("rout", {"date": "2025-01-27"}, Question("rout", "", "2025-01-27")),
        ("rout", {}, Question("rout", "")),
        ("movers", {"basket": "mag7", "order": "value"}, Question("movers", "mag7", "", BY_VALUE)),
        ("movers", {}, Question("movers", "")),
        ("heatmap", {"basket": "chips"}, Question("heatmap", "chips")),
    ],
)
async def test_a_slash_command_asks_its_options(
    room: Room, answers: FakeAnswers, command: str, options: dict[str, str], expected: Question
):
    """Every option may be left out."""
    await room.ben.slash(room.channel, command, **options)

    assert [expected] == answers.questions


@pytest.mark.parametrize("command", ["sector", "movers", "heatmap"])
async def test_baskets_are_suggested(room: Room, command: str):
    """While somebody types, there are baskets with what they gather; their keys are sent."""
    choices = await room.ben.autocomplete(room.channel, command, "basket", "hyper")

    assert "hyperscalers" == choices[0]["value"]
    assert all(len(each["name"]) <= 100 for each in choices)
    assert " · " in choices[0]["name"]


async def test_all_baskets_are_suggested_at_first(room: Room):
    """Before anything is typed the list holds as many as Discord shows, in the catalogue's order."""
    choices = await room.ben.autocomplete(room.channel, "sector", "basket", "")

    assert [each.key for each in catalog().baskets[:25]] == [each["value"] for each in choices]


@given(st.sampled_from(CALLED), st.sampled_from(["", "2025-01-27", "27 jan 2025", "yesterday", "last monday"]))
def test_no_basket_is_taken_for_a_date(name: str, when: str):
    """Whatever a basket is called, a date before or after it is told from it, and without one there is none."""
    assert (name, when) == split_date(f"{name} {when}".strip(), TODAY)
    assert (name, when) == split_date(f"{when} {name}".strip(), TODAY)


@given(st.lists(st.sampled_from([*ORDERS, "chips", "NVDA,UP", "x"]), max_size=4))
def test_an_order_is_taken_from_the_ends_alone(words: list[str]):
    """At most one word goes, and only from the beginning or the end."""
    order, rest = take_order(" ".join(words))

    assert rest.split() in ([words] if not order else [words[1:], words[:-1]])
    assert bool(order) == any(each in ORDERS for each in (*words[:1], *words[-1:]))

"""Keeping the values used last."""

from __future__ import annotations

from bot.providers.memory import Recent


def test_the_value_used_longest_ago_makes_room() -> None:
    """A look counts as use."""
    recent = Recent[str, int](2)
    recent.put("a", 1)
    recent.put("b", 2)

    recent.get("a")
    recent.put("c", 3)

    assert [recent.get(key) for key in "abc"] == [1, None, 3]
    assert len(recent) == 2


def test_a_value_can_be_replaced() -> None:
    """The same key takes no second place."""
    recent = Recent[str, int](2)
    for value in (1, 2, 3):
        recent.put("a", value)

    assert (recent.get("a"), len(recent)) == (3, 1)

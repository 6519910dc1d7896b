"""A question with options, as buttons vary it."""

from __future__ import annotations

from bot.domain.questions import Question


def test_options_replace_those_of_their_name_and_keep_the_rest() -> None:
    """The second page by value, then the third: still by value."""
    first = Question("sector", "chips", "2025-01-27").but(page="2", by="value")
    assert first.but(page="3") == Question("sector", "chips", "2025-01-27", (("by", "value"), ("page", "3")))
    assert (first.option("page"), first.option("csv")) == ("2", None)


def test_the_order_in_which_options_come_does_not_matter() -> None:
    """Equal questions are one question, and share a button's key."""
    assert Question("a", "b").but(x="1").but(y="2") == Question("a", "b").but(y="2").but(x="1")

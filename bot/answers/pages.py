"""A long list in pages: which rows are asked for, and the buttons to the others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, inf

from bot.answers.reply import Choice
from bot.charts.inputs import ROWS
from bot.domain.questions import Question
from bot.domain.sectors import MemberMove
from bot.i18n.speech import Speech

BY_MOVE, BY_VALUE, DOWN, UP = "move", "value", "down", "up"


@dataclass(frozen=True, slots=True)
class Page:
    """Rows `first` to `last` (from 1) of `count`, in an order."""

    rows: tuple[MemberMove, ...]
    number: int
    pages: int
    count: int
    order: str

    @property
    def first(self) -> int:
        """The place of the first row in the whole list."""
        return (self.number - 1) * ROWS + 1

    @property
    def last(self) -> int:
        """The place of the last row."""
        return self.first + len(self.rows) - 1


def ranked(members: Sequence[MemberMove], order: str) -> tuple[MemberMove, ...]:
    """Members from the largest fall, the largest rise or the most value erased on; unknown values come last."""

    def place(member: MemberMove) -> tuple[float, float, str]:
        value = inf if member.value is None else member.value
        lead = {UP: -member.move, BY_VALUE: value}.get(order, member.move)
        return lead, member.move, member.instrument.symbol

    return tuple(sorted(members, key=place))


def page_of(members: Sequence[MemberMove], order: str, asked: str | None) -> Page:
    """The page asked for, or the nearest one that there is."""
    pages = max(1, ceil(len(members) / ROWS))
    number = min(max(1, int(asked) if asked and asked.isdecimal() else 1), pages)
    rows = ranked(members, order)[(number - 1) * ROWS : number * ROWS]
    return Page(rows, number, pages, len(members), order)


def page_choices(speech: Speech, question: Question, page: Page, option: str, orders: Sequence[str]) -> list[Choice]:
    """Previous, next, and the other orders, each in place of the message; none for a list of one page and one order.

    `option` names the order among the question's options. Orders lead to their first page.
    """
    choices: list[Choice] = []
    if page.pages > 1:
        back = question.but(page=str(page.number - 1))
        ahead = question.but(page=str(page.number + 1))
        choices.append(Choice(speech.plain("page.previous"), back, in_place=True, open=page.number > 1))
        choices.append(Choice(speech.plain("page.next"), ahead, in_place=True, open=page.number < page.pages))
    for order in orders:
        if order != page.order:
            other = question.but(**{option: order, "page": "1"})
            choices.append(Choice(speech.plain(f"page.by.{order}"), other, in_place=True))
    return choices


def csv_choice(speech: Speech, question: Question) -> Choice:
    """The whole table as a file."""
    return Choice(speech.plain("page.csv"), question.but(csv="1"))

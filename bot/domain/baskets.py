"""Baskets: named groups of instruments whose every membership says where it comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from bot.domain.instruments import Symbol

FEWEST_INLINE, MOST_INLINE = 2, 50
"""How many instruments a basket made up in the question may name."""

_DIVIDER = re.compile(r"[,;+]")


@dataclass(frozen=True, slots=True)
class Membership:
    """One instrument in a basket, as `source` had it on `as_of`."""

    symbol: Symbol
    source: str
    as_of: date


@dataclass(frozen=True, slots=True)
class Basket:
    """A group asked about by name: `key` is what one types, `names` and `purposes` hold (language, text) pairs.

    `index` is shown beside it. `stand_in` says that its one member is a fund taken for a sector whose membership
    has no free source.
    """

    key: str
    names: tuple[tuple[str, str], ...]
    purposes: tuple[tuple[str, str], ...]
    members: tuple[Membership, ...]
    aliases: tuple[str, ...] = ()
    index: Symbol | None = None
    stand_in: bool = False

    def name_in(self, language: str) -> str:
        """What it is called in a language (a two-letter code), else in English, else its key."""
        names = dict(self.names)
        return names.get(language) or names.get("en") or self.key

    def purpose_in(self, language: str) -> str:
        """What it gathers, in one line; empty for a basket made up in the question."""
        purposes = dict(self.purposes)
        return purposes.get(language) or purposes.get("en") or ""

    @property
    def as_of(self) -> tuple[date, date] | None:
        """The dates of the oldest and the newest of its membership rows; None for an empty basket."""
        days = sorted(each.as_of for each in self.members)
        return (days[0], days[-1]) if days else None


def read_inline(text: str) -> tuple[str, ...] | None:
    """The words of a basket made up in the question: `NVDA, asml in europe + TSM` names three instruments.

    Commas, semicolons and plus signs divide it; empty places are passed over, and each word is kept as it was
    typed. None when it is no such list: when nothing divides it, or it names fewer than 2 or more than 50.
    """
    words = tuple(" ".join(word.split()) for word in _DIVIDER.split(text) if word.strip())
    return words if FEWEST_INLINE <= len(words) <= MOST_INLINE else None

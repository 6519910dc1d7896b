"""Baskets: named groups of instruments whose every membership says where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from bot.domain.instruments import Symbol


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

"""Exchanges by their codes, by the symbols of their shares, and by the places people name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.domain.instruments import Exchange, Symbol
from bot.domain.spelling import plain

_LONGEST = 4
"""Words in the longest name of a place (New York Stock Exchange)."""
_LINKS = frozenset(
    {"in", "on", "at", "of", "the", "from", "a", "au", "aux", "en", "sur", "dans", "l", "listing", "listed", "shares"}
)
"""Words between a name and its place, in English and French."""


@dataclass(frozen=True, slots=True)
class Venue:
    """An exchange with Yahoo's suffix for its symbols, Yahoo's codes, and what people call it or its country."""

    exchange: Exchange
    suffix: str = ""
    yahoo: tuple[str, ...] = ()
    called: tuple[str, ...] = ()


class Places:
    """All exchanges."""

    def __init__(self, venues: Iterable[Venue]) -> None:
        """Build the indexes."""
        venues = tuple(venues)
        self._exchanges = {venue.exchange.code: venue.exchange for venue in venues}
        self._suffixes = {venue.suffix: venue.exchange for venue in venues if venue.suffix}
        self.yahoo: Mapping[str, str] = {code: venue.exchange.code for venue in venues for code in venue.yahoo}
        self._named: dict[str, frozenset[str]] = {}
        for venue in venues:
            for name in _names(venue):
                self._named[name] = self._named.get(name, frozenset()) | {venue.exchange.code}

    def exchange(self, code: str) -> Exchange:
        """The exchange of this code.

        Raises:
            KeyError: there is none.
        """
        return self._exchanges[code]

    def exchange_of_suffix(self, symbol: Symbol) -> Exchange | None:
        """The exchange that a symbol's suffix names (`.AS`, `=X`, `-USD`), or None."""
        if symbol.endswith("=X"):
            return self._exchanges.get("24/5")
        if symbol.endswith(("-USD", "-EUR")):
            return self._exchanges.get("24/7")
        dot = symbol.rfind(".")
        return self._suffixes.get(symbol[dot:]) if dot > 0 else None

    def readings(self, words: str) -> Iterator[tuple[str, frozenset[str]]]:
        """Every way to read plain words as a name with a place around it: the name, and the place's exchanges.

        `asml in amsterdam` -> (`asml`, {XAMS}). The longest place comes first.
        """
        split = words.split()
        for length in range(min(_LONGEST, len(split) - 1), 0, -1):
            for place, name in ((split[-length:], split[:-length]), (split[:length], split[length:])):
                codes = self._named.get(" ".join(place))
                rest = _unlinked(name)
                if codes and rest:
                    yield " ".join(rest), codes


def _names(venue: Venue) -> set[str]:
    exchange = venue.exchange
    names = {exchange.name, exchange.place, *venue.called, *([exchange.region.value] if exchange.region else [])}
    return {plain(name) for name in names}


def _unlinked(name: list[str]) -> list[str]:
    first, last = 0, len(name)
    while first < last and name[first] in _LINKS:
        first += 1
    while last > first and name[last - 1] in _LINKS:
        last -= 1
    return name[first:last]

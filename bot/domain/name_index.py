"""Looking names and symbols up: exactly, by their first words, by their spelling, and as they are being typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from bot.domain.instruments import Symbol
from bot.domain.spelling import plain, squeezed, symbol_forms, trimmed

_SHORTEST_LEADING = 4
_SHORTEST_SPELLED = 5
_SHORTEST_LIKE = 3
_LIKENESS = 70.0
"""Percent of letters in common from which a name is worth suggesting; symbols lie closer together."""
_SYMBOL_LIKENESS = 80.0


@dataclass(frozen=True, slots=True)
class Hit:
    """The listing number `listing` (0 is the default) of the entry number `entry`."""

    entry: int
    listing: int = 0


@dataclass(frozen=True, slots=True)
class _Key:
    words: str
    squeezed: str
    entry: int


class NameIndex:
    """Entries are numbers, in the order they were added: the smaller, the more often asked for."""

    def __init__(self) -> None:
        self._symbols: dict[str, Hit] = {}
        self._listings: list[int] = []
        self._keys: list[_Key] = []
        self._whole: dict[str, tuple[int, ...]] = {}
        self._trimmed: dict[str, tuple[int, ...]] = {}
        self._squeezed: list[str] = []

    def add(self, symbols: Iterable[Symbol], names: Iterable[str]) -> None:
        """Add the next entry.

        Raises:
            ValueError: one of its symbols belongs to an earlier entry.
        """
        entry = len(self._listings)
        count = 0
        for count, symbol in enumerate(symbols, 1):
            if symbol in self._symbols:
                raise ValueError(f"symbol {symbol} occurs twice")
            self._symbols[symbol] = Hit(entry, count - 1)
        self._listings.append(count)
        for words in {squeezed(words): words for words in map(plain, names)}.values():
            self._add_key(words, entry)

    def symbol(self, text: str) -> Hit | None:
        """The listing whose symbol `text` spells."""
        return next((self._symbols[form] for form in symbol_forms(text) if form in self._symbols), None)

    def whole(self, words: str) -> tuple[int, ...]:
        """Entries of exactly that name, nothing left out."""
        return self._whole.get(squeezed(words), ())

    def named(self, words: str) -> tuple[int, ...]:
        """Entries of that name, whole if there are any, else without articles and legal forms."""
        whole, bare = squeezed(words), squeezed(trimmed(words))
        for index, key in ((self._whole, whole), (self._trimmed, whole), (self._whole, bare), (self._trimmed, bare)):
            if key in index:
                return index[key]
        return ()

    def leading(self, words: str) -> tuple[int, ...]:
        """Entries with a name that begins with these words, as `goldman` does for Goldman Sachs."""
        start = trimmed(words) + " "
        if len(start) <= _SHORTEST_LEADING:
            return ()
        return tuple(sorted({key.entry for key in self._keys if key.words.startswith(start)}))

    def spelled(self, words: str) -> tuple[int, ...]:
        """Entries whose name differs by a slip of the keyboard, and those only one slip further away.

        In five letters one may be missing, too many or swapped; from six on also wrong; from eight on two slips
        are allowed. Shorter words are left alone: too many names lie close together there.
        """
        typed = squeezed(trimmed(words))
        if len(typed) < _SHORTEST_SPELLED:
            return ()
        near = process.extract(
            typed, self._squeezed, scorer=OSA.distance, score_cutoff=1 if len(typed) < 8 else 2, limit=None
        )
        slips = [(slips, self._keys[row].entry) for key, slips, row in near if _is_slip(typed, key)]
        best = min(slips, default=(0, 0))[0]
        return tuple(sorted({entry for count, entry in slips if count <= best + 1}))

    def ranked(self, text: str, limit: int) -> tuple[Hit, ...]:
        """What `text` may become when typed on, or was meant to be.

        The whole name or symbol comes first, then one it begins, one with a word it begins, one that it goes on
        from (`apple hospitality`), then likeness. Among equals the default listings come first, then the order
        of the entries.
        """
        words = plain(text)
        typed = squeezed(words)
        ranks = self._starting(words, typed, text.strip().removeprefix("$").upper())
        if len(ranks) < limit and len(typed) >= _SHORTEST_LIKE:
            self._add_alike(ranks, typed, limit)
        best = sorted(ranks, key=lambda hit: (ranks[hit], hit.listing, hit.entry))
        return tuple(best[:limit])

    def _starting(self, words: str, typed: str, symbol: str) -> dict[Hit, float]:
        ranks: dict[Hit, float] = {}
        for key in self._keys:
            if key.squeezed.startswith(typed):
                self._rank(ranks, key.entry, 0 if key.squeezed == typed else 1)
            elif f" {words}" in key.words:
                self._rank(ranks, key.entry, 2)
            elif words.startswith(f"{key.words} "):
                self._rank(ranks, key.entry, 3)
        for known, hit in self._symbols.items():
            if symbol and known.lstrip("^").startswith(symbol.lstrip("^")):
                rank = 0 if known.lstrip("^") == symbol.lstrip("^") else 1
                ranks[hit] = min(rank, ranks.get(hit, rank))
        return ranks

    def _add_alike(self, ranks: dict[Hit, float], typed: str, limit: int) -> None:
        names = process.extract(typed, self._squeezed, scorer=fuzz.ratio, score_cutoff=_LIKENESS, limit=limit)
        for _, likeness, row in names:
            self._rank(ranks, self._keys[row].entry, 5 - likeness / 100)
        symbols = process.extract(
            typed.upper(), list(self._symbols), scorer=fuzz.ratio, score_cutoff=_SYMBOL_LIKENESS, limit=limit
        )
        for symbol, likeness, _ in symbols:
            ranks.setdefault(self._symbols[symbol], 5 - likeness / 100)

    def _rank(self, ranks: dict[Hit, float], entry: int, rank: float) -> None:
        for listing in range(self._listings[entry]):
            hit = Hit(entry, listing)
            ranks[hit] = min(rank, ranks.get(hit, rank))

    def _add_key(self, words: str, entry: int) -> None:
        if not words:
            return
        whole, bare = squeezed(words), squeezed(trimmed(words))
        self._keys.append(_Key(words, whole, entry))
        self._squeezed.append(bare)
        self._whole[whole] = _with(self._whole.get(whole, ()), entry)
        if bare != whole:
            self._trimmed[bare] = _with(self._trimmed.get(bare, ()), entry)


def _with(entries: tuple[int, ...], entry: int) -> tuple[int, ...]:
    return entries if entry in entries else (*entries, entry)


def _is_slip(typed: str, name: str) -> bool:
    if len(name) < _SHORTEST_SPELLED:
        return False
    return len(typed) > _SHORTEST_SPELLED or len(typed) != len(name) or sorted(typed) == sorted(name)

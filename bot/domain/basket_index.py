"""Finds baskets by what people call them, with the same forgiveness as instruments."""

from __future__ import annotations

from collections.abc import Iterable

from bot.domain.baskets import Basket
from bot.domain.instruments import Symbol
from bot.domain.name_index import NameIndex
from bot.domain.spelling import plain, squeezed

_BESIDE = frozenset(
    {"basket", "companies", "company", "panier", "entreprises", "sector", "sectors", "secteur", "secteurs", "societes"}
)
_NEAREST = 3


class BasketIndex:
    """Baskets by key, name in any language and alias, in the order in which they were given."""

    def __init__(self, baskets: Iterable[Basket]) -> None:
        """Build the index, once.

        Raises:
            ValueError: two baskets share a key, or a name or alias under which neither would be found.
        """
        self.baskets = tuple(baskets)
        self._index = NameIndex()
        owners: dict[str, str] = {}
        for basket in self.baskets:
            called = (basket.key, *(name for _, name in basket.names), *basket.aliases)
            # A key stands where an instrument has its symbol, in capitals as symbols are.
            self._index.add((Symbol(basket.key.upper()),), called)
            for name in called:
                owner = owners.setdefault(squeezed(plain(name)), basket.key)
                if owner != basket.key:
                    raise ValueError(f"{name!r} means both {owner} and {basket.key}")

    def find(self, text: str) -> Basket | None:
        """The basket of that name.

        The first of these that finds something decides: the whole name; the name without articles and without
        "sector", "basket", "stocks" and the like beside it; its first words; a slip of the keyboard. None when
        nothing fits, or several do equally well.
        """
        words = plain(text)
        bare = _without_beside(words)
        for found in (
            self._index.named(words),
            self._index.named(bare),
            self._index.leading(bare),
            self._index.spelled(bare),
        ):
            if found:
                return self.baskets[found[0]] if len(found) == 1 else None
        return None

    def nearest(self, text: str) -> tuple[Basket, ...]:
        """Up to three baskets that may have been meant; none for an empty text."""
        return self.suggest(_without_beside(plain(text)), _NEAREST) if plain(text) else ()

    def suggest(self, text: str, limit: int) -> tuple[Basket, ...]:
        """Up to `limit` baskets for what has been typed so far, best first; in their own order for no text."""
        return tuple(self.baskets[hit.entry] for hit in self._index.ranked(text, limit))


def _without_beside(words: str) -> str:
    kept = words.split()
    while len(kept) > 1 and kept[-1] in _BESIDE:
        kept.pop()
    while len(kept) > 1 and kept[0] in _BESIDE:
        kept.pop(0)
    return " ".join(kept)

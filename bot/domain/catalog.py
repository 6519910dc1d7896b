"""The instruments the bot knows by name, and how it reads what people call them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.basket_index import BasketIndex
from bot.domain.baskets import Basket
from bot.domain.errors import AmbiguousInstrument, NotListed, UnknownInstrument
from bot.domain.instruments import Exchange, Instrument, Kind, Listing, Symbol
from bot.domain.name_index import Hit, NameIndex
from bot.domain.places import Places, Venue
from bot.domain.prices import ShareCount
from bot.domain.spelling import plain, squeezed, trimmed

_CHOICES = 5
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """A company, index, fund, pair or coin as the data files tell it: `listings` begin with the default one.

    `called` are other names in any language, `names` (language, name) pairs. `curated` is False for what comes
    from a wider list and is not to be trusted over this one.
    """

    name: str
    kind: Kind
    listings: tuple[Listing, ...]
    called: tuple[str, ...] = ()
    names: tuple[tuple[str, str], ...] = ()
    curated: bool = True


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A company without shares of its own on any exchange; `closest` are the symbols to offer instead."""

    name: str
    called: tuple[str, ...]
    closest: tuple[Symbol, ...]


class Catalog:
    """Finds instruments by symbol, name, nickname, place and spelling, and baskets by name."""

    def __init__(
        self,
        venues: Iterable[Venue],
        entries: Iterable[Entry],
        unlisted: Iterable[Unlisted] = (),
        shares: Mapping[Symbol, tuple[ShareCount, ...]] = MappingProxyType({}),
        baskets: Iterable[Basket] = (),
    ) -> None:
        """Build the indexes, once.

        Raises:
            ValueError: two entries share a symbol, two baskets a name, or a basket holds an unknown instrument.
        """
        self._places = Places(venues)
        self._entries = sorted(entries, key=lambda entry: not entry.curated)
        self._index = NameIndex()
        self._instruments: dict[Symbol, Instrument] = {}
        for entry in self._entries:
            self._index.add(
                (listing.symbol for listing in entry.listings),
                (entry.name, *(name for _, name in entry.names), *entry.called),
            )
            self._instruments |= {listing.symbol: _instrument(entry, listing) for listing in entry.listings}
        self._unlisted = {
            squeezed(plain(name)): company for company in unlisted for name in (company.name, *company.called)
        }
        self._shares = dict(shares)
        self._baskets = BasketIndex(baskets)
        for basket in self._baskets.baskets:
            self._require_known(basket)

    @property
    def yahoo_exchanges(self) -> Mapping[str, str]:
        """Our exchange code by Yahoo's: `NMS` and `NGM` are XNAS."""
        return self._places.yahoo

    def exchange(self, code: str) -> Exchange:
        """The exchange of a MIC, `24/7` or `24/5`.

        Raises:
            KeyError: no such exchange is described in the data.
        """
        return self._places.exchange(code)

    def exchange_of_yahoo(self, code: str) -> Exchange | None:
        """The exchange behind one of Yahoo's codes (NMS, GER, JPX), or None where we do not know it."""
        mic = self._places.yahoo.get(code)
        return None if mic is None else self._places.exchange(mic)

    def exchange_of_symbol(self, symbol: Symbol) -> Exchange | None:
        """Where a symbol trades: known ones by their listing, others by their suffix; None for a bare unknown one."""
        known = self._instruments.get(symbol)
        return known.listing.exchange if known else self._places.exchange_of_suffix(symbol)

    def get(self, symbol: str) -> Instrument | None:
        """The instrument of exactly this symbol, or None."""
        return self._instruments.get(Symbol(symbol))

    def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """Dated shares outstanding known for a symbol, oldest first; empty where there are none."""
        return self._shares.get(symbol, ())

    def find(self, text: str) -> Instrument:
        """The one instrument that `text` means.

        The first of these that finds something decides:

        1. a symbol, in any case, with or without `$` (`$NVDA`, `brk.b`, `700 hk`). Two words of the same letters
           are told apart by case: DOW is the company, `dow`, which is also a nickname, the index;
        2. a name or nickname, whole, then without articles and legal forms;
        3. a company that is known to be unlisted;
        4. a symbol or name with a place before or after it (`alibaba hong kong`, `asml in europe`);
        5. a symbol, then a name, of the wider list;
        6. the first words of a name (`goldman`);
        7. a slip of the keyboard in a curated name (`nvida`; NameIndex.spelled says how far).

        A text after `$` is read as a symbol only.

        Raises:
            AmbiguousInstrument: several readings are equally good; at most five of them.
            NotListed: the company has no shares on any exchange.
            UnknownInstrument: nothing fits; with the three nearest. A new ticker ends here too.
        """
        hits = self._hits(text)
        if len(hits) == 1:
            return self._at(hits[0])
        if hits:
            raise AmbiguousInstrument(text, tuple(self._at(hit) for hit in hits[:_CHOICES]))
        raise UnknownInstrument(text, self._nearest(text))

    def suggest(self, text: str, limit: int = 25) -> tuple[Instrument, ...]:
        """Up to `limit` instruments for what has been typed so far, best first: NameIndex.ranked says how."""
        return tuple(self._at(hit) for hit in self._index.ranked(text, limit))

    @property
    def baskets(self) -> tuple[Basket, ...]:
        """The built-in baskets, in the order of the data."""
        return self._baskets.baskets

    def basket(self, text: str) -> Basket | None:
        """The one basket that `text` names in English or French, or None: BasketIndex.find says how."""
        return self._baskets.find(text)

    def nearest_baskets(self, text: str) -> tuple[Basket, ...]:
        """Up to three baskets to ask back with when `basket` found none."""
        return self._baskets.nearest(text)

    def suggest_baskets(self, text: str, limit: int = 25) -> tuple[Basket, ...]:
        """Up to `limit` baskets for what has been typed so far, best first."""
        return self._baskets.suggest(text, limit)

    def _require_known(self, basket: Basket) -> None:
        symbols = [each.symbol for each in basket.members]
        if basket.index:
            symbols.append(basket.index)
        if unknown := [symbol for symbol in symbols if symbol not in self._instruments]:
            raise ValueError(f"basket {basket.key} holds unknown instruments: {', '.join(unknown)}")

    def _hits(self, text: str) -> tuple[Hit, ...]:
        typed = text.strip()
        if typed.startswith("$"):
            hit = self._index.symbol(typed)
            return (hit,) if hit else ()
        words = plain(typed)
        if exact := self._curated(typed, words):
            return exact
        if company := self._unlisted.get(squeezed(words)):
            raise NotListed(company.name, tuple(self._instruments[symbol] for symbol in company.closest))
        return self._placed(words) or self._exactly(typed, words) or self._loosely(words)

    def _exactly(self, typed: str, words: str) -> tuple[Hit, ...]:
        if curated := self._curated(typed, words):
            return curated
        if hit := self._index.symbol(typed):
            return (hit,)
        return _defaults(self._index.named(words))

    def _curated(self, typed: str, words: str) -> tuple[Hit, ...]:
        hit = self._trusted(self._index.symbol(typed))
        nicknamed = () if typed.isupper() else self._index.whole(words)
        if hit and (not nicknamed or hit.entry in nicknamed):
            return (hit,)
        named = tuple(entry for entry in self._index.named(words) if self._entries[entry].curated)
        hit = hit or self._trusted(self._index.symbol(trimmed(words)))
        return _defaults(named) or ((hit,) if hit else ())

    def _trusted(self, hit: Hit | None) -> Hit | None:
        return hit if hit and self._entries[hit.entry].curated else None

    def _loosely(self, words: str) -> tuple[Hit, ...]:
        return _defaults(self._index.leading(words) or self._spelled(words))

    def _spelled(self, words: str) -> tuple[int, ...]:
        # A slip is forgiven only towards a name that people are known to type.
        near = self._index.spelled(words)
        return near if any(self._entries[entry].curated for entry in near) else ()

    def _placed(self, words: str) -> tuple[Hit, ...]:
        for name, codes in self._places.readings(words):
            found = self._exactly(name, name) or _defaults(self._spelled(name))
            hits = tuple(hit for each in found for hit in self._listed_at(each.entry, codes))
            if hits:
                return hits
        return ()

    def _listed_at(self, entry: int, codes: frozenset[str]) -> tuple[Hit, ...]:
        listings = self._entries[entry].listings
        return tuple(Hit(entry, row) for row, each in enumerate(listings) if each.exchange.code in codes)[:1]

    def _nearest(self, text: str) -> tuple[Instrument, ...]:
        elsewhere = [hit for name, _ in self._places.readings(plain(text)) for hit in self._curated(name, name)]
        if elsewhere:
            listings = self._entries[elsewhere[0].entry].listings
            return tuple(self._instruments[listing.symbol] for listing in listings[:_NEAREST])
        if not plain(text):
            return ()
        near: dict[int, Instrument] = {}
        for hit in self._index.ranked(text, _NEAREST * 3):
            near.setdefault(hit.entry, self._at(hit))
        return tuple(near.values())[:_NEAREST]

    def _at(self, hit: Hit) -> Instrument:
        return self._instruments[self._entries[hit.entry].listings[hit.listing].symbol]


def _defaults(entries: Iterable[int]) -> tuple[Hit, ...]:
    return tuple(Hit(entry) for entry in entries)


def _instrument(entry: Entry, listing: Listing) -> Instrument:
    others = tuple(each for each in entry.listings if each is not listing)
    return Instrument(entry.name, entry.kind, listing, others, entry.names)

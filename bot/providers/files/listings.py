"""What the folder's symbols are: as instruments.toml says, else the catalogue, else the symbol itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.domain.catalog import Catalog
from bot.domain.instruments import Exchange, Instrument, Kind, Listing, Symbol
from bot.domain.spelling import plain
from bot.providers.files.folder import Folder
from bot.providers.files.records import Note
from bot.providers.files.tables import BadFile

HOME = "XNYS"
"""Where a symbol without a suffix trades, as long as nobody says otherwise."""

MARKS = ((Kind.CURRENCY, "=X"), (Kind.FUTURE, "=F"), (Kind.CRYPTO, "-USD"), (Kind.CRYPTO, "-EUR"))
NOTHING = Note()


class Listings:
    """The instruments of one folder. Its methods block and raise as the folder's do."""

    def __init__(self, folder: Folder, catalog: Catalog) -> None:
        self._folder = folder
        self._catalog = catalog

    def instrument(self, symbol: Symbol) -> Instrument:
        """What a symbol is; one that nobody knows goes by its symbol and trades where its suffix says."""
        return self._instrument(symbol, self._folder.notes().get(symbol, NOTHING))

    def search(self, text: str) -> tuple[Instrument, ...]:
        """The instrument of the symbol `text`, else those of that name or alias, else those where it begins a word."""
        notes = self._folder.notes()
        symbols = [self._symbol(stem, notes) for stem in sorted(self._folder.stems())]
        called = {symbol: self._names(symbol, notes.get(symbol, NOTHING)) for symbol in symbols}
        wanted = plain(text)
        found = (
            [symbol for symbol in symbols if symbol == text.strip().upper()]
            or [symbol for symbol in symbols if wanted in called[symbol]]
            or [symbol for symbol in symbols if wanted and any(f" {wanted}" in f" {name}" for name in called[symbol])]
        )
        return tuple(self._instrument(symbol, notes.get(symbol, NOTHING)) for symbol in found)

    def _names(self, symbol: Symbol, note: Note) -> tuple[str, ...]:
        instrument = self._instrument(symbol, note)
        names = (instrument.name, *(name for _, name in instrument.names), *note.aliases)
        return tuple(words for words in map(plain, names) if words)

    def _symbol(self, stem: str, notes: Mapping[Symbol, Note]) -> Symbol:
        """The symbol that a file's name stands for: a known one, else `^` in front and `=` elsewhere for `_`."""
        guess = Symbol(("^" + stem[1:] if stem.startswith("_") else stem).replace("_", "="))
        options = (Symbol(stem), guess)
        return next((each for each in options if each in notes or self._catalog.get(each)), guess)

    def _instrument(self, symbol: Symbol, note: Note) -> Instrument:
        known = self._catalog.get(symbol)
        kind = note.kind or (known.kind if known else _kind(symbol))
        exchange = self._exchange(symbol, note)
        return Instrument(
            name=note.name or (known.name if known else symbol),
            kind=kind,
            listing=Listing(symbol, exchange, _currency(symbol, kind, exchange, known, note)),
            also=known.also if known else (),
            names=known.names if known and not note.name else (),
        )

    def _exchange(self, symbol: Symbol, note: Note) -> Exchange:
        if note.exchange is None:
            return self._catalog.exchange_of_symbol(symbol) or self._catalog.exchange(HOME)
        try:
            return self._catalog.exchange(note.exchange)
        except KeyError:
            fault = f"{symbol} exchange is {note.exchange!r}, not a code that Selloff knows"
            raise BadFile(Path("instruments.toml"), fault) from None


def _kind(symbol: Symbol) -> Kind:
    if symbol.startswith("^"):
        return Kind.INDEX
    return next((kind for kind, mark in MARKS if symbol.endswith(mark)), Kind.EQUITY)


def _currency(symbol: Symbol, kind: Kind, exchange: Exchange, known: Instrument | None, note: Note) -> str:
    if note.currency is not None:
        return note.currency
    if known and known.listing.exchange == exchange:
        return known.listing.currency
    if kind is Kind.INDEX:
        return ""
    if kind in (Kind.CURRENCY, Kind.CRYPTO):
        return symbol.removesuffix("=X")[-3:]
    return exchange.currency

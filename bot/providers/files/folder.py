"""The folder: which file belongs to which symbol, and what has been read of each."""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import Lock

from bot.domain.instruments import Symbol
from bot.domain.prices import Dividend, ShareCount, Split
from bot.providers.files.bars import FileBars, read_bars
from bot.providers.files.records import Note, read_actions, read_notes, read_shares
from bot.providers.files.tables import FileVersion

KEPT_SYMBOLS = 64
NO_BARS = frozenset({"SHARES", "ACTIONS"})
UNDERSCORED = str.maketrans("^=", "__")


class Folder:
    """Reads what is asked of it, and again only where a file's time or size has changed.

    Its methods block; call them in a thread, from several at once if need be. All raise OSError where the
    folder or a file cannot be opened, and BadFile where one cannot be read.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reading = Lock()
        self._bars = lru_cache(KEPT_SYMBOLS)(read_bars)
        self._notes = lru_cache(1)(read_notes)
        self._shares = lru_cache(1)(read_shares)
        self._actions = lru_cache(1)(read_actions)

    def stems(self) -> Mapping[str, str]:
        """The names of the symbols' files by their upper-case stem: `_GSPC` to `_GSPC.csv`."""
        # Read backwards, so that of NVDA.csv and nvda.csv the first is the one that stays.
        names = sorted(os.listdir(self._path), reverse=True)  # noqa: PTH208 - names are wanted, not paths
        stems = {name[:-4].upper(): name for name in names if name.lower().endswith(".csv")}
        return {stem: name for stem, name in stems.items() if stem and stem not in NO_BARS}

    def file_of(self, symbol: Symbol) -> Path | None:
        """The symbol's file, under its exact name or with `_` for `^` and `=`.

        A symbol is only ever compared with the names that the folder lists: no path is made of it.
        """
        stems = self.stems()
        name = stems.get(symbol) or stems.get(symbol.translate(UNDERSCORED))
        return self._path / name if name else None

    def bars(self, symbol: Symbol, today: date) -> tuple[FileVersion, FileBars] | None:
        """The symbol's bars up to `today` and the version of the file they stand in; None where it has no file."""
        path = self.file_of(symbol)
        if path is None or not path.is_file():
            return None
        version = FileVersion.of(path)
        with self._reading:
            return version, self._bars(version, today)

    def notes(self) -> Mapping[Symbol, Note]:
        """What instruments.toml says, by symbol."""
        version = self._beside("instruments.toml")
        return self._notes(version) if version else {}

    def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """The symbol's lines of shares.csv, oldest first."""
        version = self._beside("shares.csv")
        return self._shares(version).get(symbol, ()) if version else ()

    def actions(self, symbol: Symbol) -> tuple[tuple[Split, ...], tuple[Dividend, ...]]:
        """The symbol's splits and dividends of actions.csv, oldest first."""
        version = self._beside("actions.csv")
        return self._actions(version).get(symbol, ((), ())) if version else ((), ())

    def _beside(self, name: str) -> FileVersion | None:
        path = self._path / name
        return FileVersion.of(path) if path.is_file() else None

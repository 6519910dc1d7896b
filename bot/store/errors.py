"""Why the database cannot be used. Each stops the start; none is mended by overwriting.

StoreError                 the message's facts hold `database`, its address without a password
├── StoreDamaged           not a database, or one that contradicts itself
├── StoreLocked            another program keeps it locked
├── StoreNewer             a later Selloff has changed its tables
└── StoreUnreachable       cannot be opened: no such folder, no right, no server
"""

from __future__ import annotations

from bot.domain.errors import BotError


class StoreError(BotError):
    """The database cannot be used; `database` is its address without a password."""

    def __init__(self, message: str, database: str, **facts: object) -> None:
        super().__init__(message, database=database, **facts)
        self.database = database


class StoreDamaged(StoreError):
    """The file is not a database, or its pages contradict each other (`detail`, in the database's words)."""

    def __init__(self, database: str, detail: str) -> None:
        super().__init__("error.store-damaged", database, detail=detail)


class StoreLocked(StoreError):
    """Another program has held the lock for longer than we wait."""

    def __init__(self, database: str) -> None:
        super().__init__("error.store-locked", database)


class StoreNewer(StoreError):
    """The tables are at `revision`, which this version of the program does not know."""

    def __init__(self, database: str, revision: str) -> None:
        super().__init__("error.store-newer", database, revision=revision)


class StoreUnreachable(StoreError):
    """It cannot be opened (`detail`, in the system's or the database's words)."""

    def __init__(self, database: str, detail: str) -> None:
        super().__init__("error.store-unreachable", database, detail=detail)

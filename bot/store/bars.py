"""The histories kept between runs, one blob per symbol."""

from __future__ import annotations

import logging

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.instruments import Symbol
from bot.domain.ports import Clock
from bot.domain.prices import PriceHistory
from bot.store.blobs import UnreadableBlob, pack, unpack
from bot.store.tables import bars
from bot.store.upserts import insert_into

_log = logging.getLogger(__name__)


class StoredBars:
    """A BarStore in the database.

    Bars can always be fetched again, so trouble with the database costs a fetch and a warning in the log, never
    an answer; what cannot be read counts as absent, and the next save replaces it.
    """

    def __init__(self, engine: AsyncEngine, clock: Clock) -> None:
        self._engine = engine
        self._clock = clock

    async def load(self, symbol: Symbol) -> PriceHistory | None:
        """The kept history of final sessions, or None."""
        try:
            async with self._engine.connect() as connection:
                blob = await connection.scalar(select(bars.c.blob).where(bars.c.symbol == symbol))
            return None if blob is None else unpack(blob)
        except (SQLAlchemyError, UnreadableBlob):
            _log.warning("kept bars of %s cannot be read, they will be fetched again", symbol, exc_info=True)
            return None

    async def save(self, history: PriceHistory) -> None:
        """Replace what is kept under this symbol.

        Raises:
            ValueError: the history is not one of final sessions only.
        """
        row = {"version": history.version, "saved_at": self._clock.now(), "blob": pack(history)}
        try:
            async with self._engine.begin() as connection:
                insert = insert_into(bars, connection).values(symbol=history.symbol, **row)
                await connection.execute(insert.on_conflict_do_update(index_elements=[bars.c.symbol], set_=row))
        except SQLAlchemyError:
            _log.warning("bars of %s cannot be kept, they will be fetched again", history.symbol, exc_info=True)

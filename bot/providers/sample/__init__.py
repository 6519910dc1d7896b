"""The bundled sample: public closes of July 2024 to February 2025, so that the bot can answer without a network.

The data files lie in this package, in the format of docs/market-data-folder.md; SOURCES.md says where each figure
comes from, sample.toml what moment they stand for.
"""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from pydantic import AwareDatetime, BaseModel, ConfigDict

from bot.domain.catalog import Catalog
from bot.domain.errors import OutOfRange
from bot.domain.instruments import Instrument, Symbol
from bot.domain.ports import Clock, Health, MarketData
from bot.domain.prices import PriceHistory, ShareCount, Source, Span
from bot.providers.files import Files

FOLDER = Path(__file__).parent


class Contents(BaseModel):
    """sample.toml: the dates of the first and the last session, and the moment the figures stand for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    first: date
    last: date
    as_of: AwareDatetime


class Sample(MarketData):
    """The sample as a MarketData: a folder of files that answers only for the days it holds."""

    def __init__(self, files: Files, contents: Contents, catalog: Catalog, clock: Clock) -> None:
        self._files = files
        self._catalog = catalog
        self._contents = contents
        self._clock = clock

    async def history(self, symbol: Symbol, span: Span) -> PriceHistory:
        """The symbol's bars, if the day that the question cannot do without lies among them.

        Raises:
            NoSuchSymbol: it is none of the sample's.
            OutOfRange: the day lies before its first bar or after its last one.
        """
        history = await self._files.history(symbol, span)
        needed = span.session or span.last or self._clock.now().date()
        if not history.first_day <= needed <= history.last_day:
            raise OutOfRange(Source.SAMPLE, symbol, (history.first_day, history.last_day))
        return history

    async def share_counts(self, symbol: Symbol) -> tuple[ShareCount, ...]:
        """The catalogue's counts: they are as old as the sample, and in the split terms of its prices."""
        return self._catalog.share_counts(symbol)

    async def search(self, text: str) -> tuple[Instrument, ...]:
        """The sample's instruments that `text` names."""
        return await self._files.search(text)

    async def check(self) -> Health:
        """Whether the bundled files are there, and for which days."""
        health = await self._files.check()
        return Health(health.ok, "health.sample", f"{self._contents.first} to {self._contents.last}")


def open_sample(catalog: Catalog, clock: Clock) -> Sample:
    """The bundled sample, as of the moment that its sample.toml states."""
    contents = Contents.model_validate(tomllib.loads((FOLDER / "sample.toml").read_text(encoding="utf-8")))
    files = Files(FOLDER, source=Source.SAMPLE, catalog=catalog, clock=clock, as_of=contents.as_of)
    return Sample(files, contents, catalog, clock)

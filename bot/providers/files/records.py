"""The optional files beside the bars: instruments.toml, shares.csv and actions.csv."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, TypeAdapter, ValidationError

from bot.domain.instruments import Kind, Symbol
from bot.domain.prices import Dividend, Quality, ShareCount, Split
from bot.providers.files.tables import BadFile, FileVersion, read_table

Positive = Annotated[FiniteFloat, Field(gt=0)]
SymbolText = Annotated[str, Field(min_length=1)]


class Note(BaseModel):
    """What instruments.toml says of a symbol; what it leaves out is taken from the catalogue."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str | None = None
    kind: Kind | None = None
    exchange: str | None = None
    currency: str | None = None
    aliases: tuple[str, ...] = ()


class ShareRow(BaseModel):
    """A line of shares.csv. `terms_of` is the day in whose split terms it counts; left out, that is `as_of`."""

    symbol: SymbolText
    as_of: date
    shares: Positive
    quality: Quality = Quality.EXACT
    terms_of: date | None = None


class Action(StrEnum):
    """What actions.csv can tell of a day."""

    SPLIT = "split"
    DIVIDEND = "dividend"


class ActionRow(BaseModel):
    """A line of actions.csv: `value` is new shares for an old one, or cash per share."""

    symbol: SymbolText
    date: date
    kind: Action
    value: Positive


Row = TypeVar("Row", ShareRow, ActionRow)
Events = Mapping[Symbol, tuple[tuple[Split, ...], tuple[Dividend, ...]]]

_NOTES = TypeAdapter(dict[str, Note])


def read_notes(version: FileVersion) -> Mapping[Symbol, Note]:
    """The tables of instruments.toml by symbol.

    Raises:
        BadFile: it is not TOML, or a table holds something else than documented.
    """
    try:
        tables = tomllib.loads(version.path.read_text(encoding="utf-8"))
        return {Symbol(symbol.upper()): note for symbol, note in _NOTES.validate_python(tables).items()}
    except UnicodeDecodeError as error:
        raise BadFile(version.path, "not a text file in UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BadFile(version.path, f"not TOML: {error}") from error
    except ValidationError as error:
        raise BadFile(version.path, _first_fault(error)) from error


def read_shares(version: FileVersion) -> Mapping[Symbol, tuple[ShareCount, ...]]:
    """Share counts by symbol, oldest first.

    Raises:
        BadFile: a line cannot be read.
    """
    counts: defaultdict[Symbol, list[ShareCount]] = defaultdict(list)
    for row in _rows(version.path, ShareRow, ("symbol", "as_of", "shares")):
        count = ShareCount(row.as_of, row.shares, row.quality, row.terms_of or row.as_of)
        counts[Symbol(row.symbol.upper())].append(count)
    return {symbol: tuple(sorted(found, key=lambda count: count.as_of)) for symbol, found in counts.items()}


def read_actions(version: FileVersion) -> Events:
    """Splits and dividends by symbol, oldest first.

    Raises:
        BadFile: a line cannot be read.
    """
    splits: defaultdict[Symbol, list[Split]] = defaultdict(list)
    dividends: defaultdict[Symbol, list[Dividend]] = defaultdict(list)
    for row in _rows(version.path, ActionRow, ("symbol", "date", "kind", "value")):
        symbol = Symbol(row.symbol.upper())
        if row.kind is Action.SPLIT:
            splits[symbol].append(Split(row.date, row.value))
        else:
            dividends[symbol].append(Dividend(row.date, row.value))
    return {
        symbol: (
            tuple(sorted(splits[symbol], key=lambda split: split.day)),
            tuple(sorted(dividends[symbol], key=lambda dividend: dividend.day)),
        )
        for symbol in splits.keys() | dividends.keys()
    }


def _rows(path: Path, model: type[Row], required: tuple[str, ...]) -> list[Row]:
    table = read_table(path, required)
    rows: list[Row] = []
    for number, record in enumerate(table.records()):
        try:
            rows.append(model.model_validate(record))
        except ValidationError as error:
            raise BadFile(path, _first_fault(error), table.line_of(number)) from error
    return rows


def _first_fault(error: ValidationError) -> str:
    fault = error.errors(include_url=False, include_context=False)[0]
    return f"{' '.join(map(str, fault['loc']))} is {str(fault['input'])[:40]!r}: {fault['msg']}"

"""A history as one piece of bytes: 2,500 bars are read in some 50 µs, where rows of a table take 2,600.

offset  bytes    content (all numbers little-endian)
0       4        "SBAR"
4       2        layout: 1
6       2        zero
8       4        length of the header, a multiple of 8
12      4        number of bars, n
16      4        CRC-32 of everything after these 24 bytes
20      4        zero
24               header: JSON, padded with blanks
        8 n      days since 1970-01-01, int64
        8 n each open, high, low, close, adjusted, volume, float64
"""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np
import orjson
from pydantic import TypeAdapter

from bot.domain.instruments import Symbol
from bot.domain.prices import Dividend, Floats, Origin, PriceHistory, Source, Split

_FRONT = struct.Struct("<4sHHIIII")
_MAGIC, _LAYOUT = b"SBAR", 1
_COLUMNS = ("open", "high", "low", "close", "adjusted", "volume")


class UnreadableBlob(ValueError):
    """The bytes are not a history of this layout, or not all of one."""


@dataclass(frozen=True, slots=True)
class _Header:
    symbol: str
    currency: str
    exchange: str
    timezone: str
    source: Source
    fetched_at: datetime
    asked_from: date
    first_trade: date | None
    name: str | None
    kind: str | None
    splits: tuple[Split, ...]
    dividends: tuple[Dividend, ...]
    version: int


_header = TypeAdapter(_Header)


def pack(history: PriceHistory) -> bytes:
    """The bytes of a history of final sessions.

    Raises:
        ValueError: the last session was still running, or newer bars are known to be missing.
    """
    if history.running is not None or history.origin.trouble is not None:
        raise ValueError(f"{history.symbol}: only a history of final sessions can be kept")
    facts = _Header(
        symbol=history.symbol,
        currency=history.currency,
        exchange=history.exchange,
        timezone=history.timezone,
        source=history.origin.source,
        fetched_at=history.origin.fetched_at,
        asked_from=history.asked_from,
        first_trade=history.first_trade,
        name=history.name,
        kind=history.kind,
        splits=history.splits,
        dividends=history.dividends,
        version=history.version,
    )
    header = orjson.dumps(facts)
    header += b" " * (-len(header) % 8)  # so that the arrays lie where a processor likes them
    columns = (np.asarray(getattr(history, column), dtype="<f8").tobytes() for column in _COLUMNS)
    body = b"".join((header, history.days.astype("datetime64[D]").astype("<i8").tobytes(), *columns))
    return _FRONT.pack(_MAGIC, _LAYOUT, 0, len(header), len(history), zlib.crc32(body), 0) + body


def unpack(blob: bytes) -> PriceHistory:
    """The history in a blob; its arrays are read-only views of these bytes.

    Raises:
        UnreadableBlob: another layout, cut short, or changed.
    """
    if len(blob) < _FRONT.size:
        raise UnreadableBlob(f"{len(blob)} bytes")
    magic, layout, _, header_size, rows, checksum, _ = _FRONT.unpack_from(blob)
    if (magic, layout) != (_MAGIC, _LAYOUT):
        raise UnreadableBlob(f"layout {magic!r} {layout}")
    body = memoryview(blob)[_FRONT.size :]
    if len(body) != header_size + (1 + len(_COLUMNS)) * 8 * rows or zlib.crc32(body) != checksum:
        raise UnreadableBlob("cut short or changed")
    try:
        facts = _header.validate_json(bytes(body[:header_size]))
    except ValueError as error:
        raise UnreadableBlob("a header of another kind") from error
    start, stride = _FRONT.size + header_size, 8 * rows
    days = np.frombuffer(blob, "<i8", rows, start).astype("datetime64[D]")
    days.flags.writeable = False

    def column(name: str) -> Floats:
        return np.frombuffer(blob, "<f8", rows, start + stride * (1 + _COLUMNS.index(name)))

    return PriceHistory(
        symbol=Symbol(facts.symbol),
        currency=facts.currency,
        exchange=facts.exchange,
        timezone=facts.timezone,
        days=days,
        open=column("open"),
        high=column("high"),
        low=column("low"),
        close=column("close"),
        adjusted=column("adjusted"),
        volume=column("volume"),
        origin=Origin(facts.source, facts.fetched_at),
        asked_from=facts.asked_from,
        first_trade=facts.first_trade,
        name=facts.name,
        kind=facts.kind,
        splits=facts.splits,
        dividends=facts.dividends,
        version=facts.version,
    )

"""Histories as bytes."""

from __future__ import annotations

import struct
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.instruments import Symbol
from bot.domain.prices import Dividend, Origin, PriceHistory, Source, Split
from bot.store.blobs import UnreadableBlob, pack, unpack
from tests.builders.histories import days_of, history_of

DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))
ANY_FLOAT = st.floats(allow_nan=True, allow_infinity=True)
PLAIN_FLOAT = st.floats(allow_nan=False, allow_infinity=False)
# JSON cannot hold half of a surrogate pair.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MOMENTS = st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive


@st.composite
def histories(draw: st.DrawFn) -> PriceHistory:
    """Any history of final sessions, also absurd ones."""
    days = sorted(draw(st.sets(DAYS, max_size=30)))

    def column() -> np.ndarray:
        return np.array(draw(st.lists(ANY_FLOAT, min_size=len(days), max_size=len(days))), dtype=np.float64)

    return PriceHistory(
        symbol=Symbol(draw(TEXT)),
        currency=draw(TEXT),
        exchange=draw(TEXT),
        timezone=draw(TEXT),
        days=np.array(days, dtype="datetime64[D]"),
        open=column(),
        high=column(),
        low=column(),
        close=column(),
        adjusted=column(),
        volume=column(),
        origin=Origin(draw(st.sampled_from(Source)), draw(MOMENTS)),
        asked_from=draw(DAYS),
        first_trade=draw(st.none() | DAYS),
        name=draw(st.none() | TEXT),
        kind=draw(st.none() | TEXT),
        splits=tuple(draw(st.lists(st.builds(Split, DAYS, PLAIN_FLOAT), max_size=3))),
        dividends=tuple(draw(st.lists(st.builds(Dividend, DAYS, PLAIN_FLOAT), max_size=3))),
        version=draw(st.integers(1, 2**31)),
    )


def assert_same(expected: PriceHistory, actual: PriceHistory) -> None:
    """Every field is equal, arrays bit by bit."""
    for field in fields(PriceHistory):
        one, other = getattr(expected, field.name), getattr(actual, field.name)
        if isinstance(one, np.ndarray):
            assert (one.dtype, one.tobytes()) == (other.dtype, other.tobytes()), field.name
        else:
            assert one == other, field.name


@given(histories())
def test_a_history_survives_its_bytes(history: PriceHistory) -> None:
    """What is unpacked is what was packed, with NaN, events, empty text and no bars at all."""
    assert_same(history, unpack(pack(history)))


def test_the_layout_is_the_one_written_down() -> None:
    """One bar of NVDA lies where the module's table says, so that a later version can read it."""
    history = history_of(days_of("2025-01-27"), [118.42], volume=[818_830_900.0])

    blob = pack(history)

    magic, layout, _, header_size, rows, _, _ = struct.unpack_from("<4sHHIIII", blob)
    assert (b"SBAR", 1, 1) == (magic, layout, rows)
    # 2025-01-27 is 20,115 days after 1970-01-01: 55 years of 365 days, 14 leap days and 26 days of January.
    assert (55 * 365 + 14 + 26,) == struct.unpack_from("<q", blob, 24 + header_size)
    assert (118.42,) == struct.unpack_from("<d", blob, 24 + header_size + 8 * 4)
    assert (818_830_900.0,) == struct.unpack_from("<d", blob, 24 + header_size + 8 * 6)
    assert len(blob) == 24 + header_size + 8 * 7


@pytest.mark.parametrize("change", ["cut", "grown", "flipped", "other layout", "other file", "empty"])
def test_bytes_that_were_changed_are_refused(change: str) -> None:
    """Neither part of a blob nor a changed one is taken for a history."""
    blob = pack(history_of(days_of("2025-01-24", "2025-01-27"), [142.62, 118.42]))
    broken = {
        "cut": blob[:-1],
        "grown": blob + b"\0",
        "flipped": blob[:-3] + bytes([blob[-3] ^ 1]) + blob[-2:],
        "other layout": blob[:4] + b"\2" + blob[5:],
        "other file": b"%PDF" + blob[4:],
        "empty": b"",
    }[change]

    with pytest.raises(UnreadableBlob):
        unpack(broken)


def test_a_header_of_another_kind_is_refused() -> None:
    """A blob whose header lacks a field is refused although its sum is right."""
    import zlib

    header = b'{"symbol":"NVDA"}       '
    blob = struct.pack("<4sHHIIII", b"SBAR", 1, 0, len(header), 0, zlib.crc32(header), 0) + header

    with pytest.raises(UnreadableBlob):
        unpack(blob)


def test_only_final_sessions_can_be_packed() -> None:
    """A running session, or bars known to be behind, are refused."""
    history = history_of(days_of("2025-01-27"), [118.42])
    running = replace(history, running=datetime(2025, 1, 27, 16, tzinfo=UTC))
    behind = replace(history, origin=replace(history.origin, trouble="error.unreachable"))

    for each in (running, behind):
        with pytest.raises(ValueError, match="final"):
            pack(each)


def test_ten_years_of_bars_unpack_in_well_under_a_millisecond() -> None:
    """2,500 bars: best of twenty, so that a busy machine does not decide."""
    days = np.arange("2016-01-01", "2022-11-05", dtype="datetime64[D]")[:2_500]
    blob = pack(history_of(days, [100.0] * len(days)))

    def took() -> float:
        start = perf_counter()
        unpack(blob)
        return perf_counter() - start

    assert min(took() for _ in range(20)) < 0.001

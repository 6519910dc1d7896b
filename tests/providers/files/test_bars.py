"""Reading one symbol's CSV file."""

from __future__ import annotations

import csv
import io
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.prices import Dividend, Split
from bot.providers.files.bars import FileBars, read_bars
from bot.providers.files.tables import BadFile, FileVersion

TODAY = date(2025, 2, 7)
HEADER = "Date,Open,High,Low,Close,Adj Close,Volume\n"
ROW = "2025-01-27,124.8,128.4,116.7,118.42,118.4,818831000\n"


def _read(path: Path, text: str) -> FileBars:
    path.write_text(text, encoding="utf-8")
    return read_bars(FileVersion.of(path), TODAY)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the file of a test is written."""
    return tmp_path / "NVDA.csv"


def test_columns_as_yfinance_writes_them(file: Path):
    """Each column of a row lands under its own name."""
    bars = _read(file, HEADER + ROW).bars

    assert [date(2025, 1, 27)] == bars.days.tolist()
    columns = (bars.open, bars.high, bars.low, bars.close, bars.adjusted, bars.volume)
    assert [124.8, 128.4, 116.7, 118.42, 118.4, 818831000.0] == [column[0] for column in columns]


def test_columns_in_any_order_and_lower_case(file: Path):
    """Columns are found by name, whatever their order; others are passed over."""
    bars = _read(file, "volume,note,close,date\n5,x,118.42,2025-01-27\n").bars

    assert (118.42, 5.0) == (bars.close[0], bars.volume[0])


def test_absent_columns_and_empty_fields_are_unknown(file: Path):
    """What a file does not say is NaN, never zero."""
    bars = _read(file, "date,open,close\n2025-01-24,,142.62\n2025-01-27,124.8,118.42\n").bars

    assert np.isnan(bars.open[0])
    assert np.isnan(bars.adjusted).all()
    assert np.isnan(bars.volume).all()
    assert [142.62, 118.42] == bars.close.tolist()


@pytest.mark.parametrize("stamp", ["2025-01-27 00:00:00-05:00", "2025-01-27T00:00:00Z", "2025-01-27 01:00:00-02:00"])
def test_local_midnight_is_its_date(file: Path, stamp: str):
    """A stamp as yfinance writes it is the session's local date."""
    bars = _read(file, f"Date,Close\n{stamp},118.42\n").bars

    assert [date(2025, 1, 27)] == bars.days.tolist()


def test_events_of_yfinances_own_columns(file: Path):
    """Dividends and splits stand in columns of zeros; only what is above zero happened."""
    held = _read(file, "Date,Close,Dividends,Stock Splits\n2024-06-10,121.79,0.0,10.0\n2024-12-05,145.06,0.01,0.0\n")

    assert (Split(date(2024, 6, 10), 10.0),) == held.splits
    assert (Dividend(date(2024, 12, 5), 0.01),) == held.dividends


def test_the_arrays_are_shared_and_so_read_only(file: Path):
    """Nobody can change what the next answer will read."""
    bars = _read(file, HEADER + ROW).bars

    with pytest.raises(ValueError, match="read-only"):
        bars.close[0] = 0.0


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "NVDA.csv, line 1: the header has no column date and no column close"),
        ("Date;Close\n2025-01-27;1\n", "NVDA.csv, line 1: the header has no column date and no column close"),
        ("Date,Close,close\n", "NVDA.csv, line 1: the header names a column twice"),
        (HEADER, "NVDA.csv: no rows below the header"),
        (HEADER + ROW + "2025-01-28,1,2\n", "NVDA.csv, line 3: 3 fields where the header has 7"),
        (
            "Date,Close\n2025-01-24,1\n\n27/01/2025,2\n",
            "NVDA.csv, line 4: date is '27/01/2025', not a local session date such as 2025-01-27",
        ),
        (
            "Date,Close\n2025-01-26 15:00:00+00:00,2\n",
            "NVDA.csv, line 2: date is '2025-01-26 15:00:00+00:00', not a local session date such as 2025-01-27",
        ),
        ("Date,Close\n,2\n", "NVDA.csv, line 2: date is '', not a local session date such as 2025-01-27"),
        ('Date,Close\n2025-01-27,"1,234"\n', "NVDA.csv, line 2: close is '1,234', not a number"),
        ("Date,Close\n2025-01-27,inf\n", "NVDA.csv, line 2: close is 'inf', not a number"),
        ('Date,Close\n2025-01-27,"1\n', "NVDA.csv: not a CSV file (unexpected end of data)"),
    ],
)
def test_a_fault_is_told_by_file_and_line(file: Path, text: str, fault: str):
    """Whoever fills the folder reads which line to mend, and no path."""
    with pytest.raises(BadFile) as caught:
        _read(file, text)

    assert fault == str(caught.value)


def test_a_file_that_is_no_text(file: Path):
    """A spreadsheet saved under the wrong name is told apart from a faulty line."""
    file.write_bytes(b"PK\x03\x04\xff\xfe")

    with pytest.raises(BadFile, match=r"^NVDA.csv: not a text file in UTF-8$"):
        read_bars(FileVersion.of(file), TODAY)


def test_a_byte_order_mark_is_no_part_of_the_header(file: Path):
    """Excel begins its CSV files with one."""
    bars = _read(file, "\ufeffDate,Close\n2025-01-27,118.42\n").bars

    assert [118.42] == bars.close.tolist()


closes = st.dictionaries(st.dates(date(1927, 1, 1), TODAY), st.floats(0.0001, 1e6), min_size=1, max_size=30)


@given(closes=closes, seed=st.randoms())
def test_what_was_written_is_read_exactly(tmp_path_factory: pytest.TempPathFactory, closes: dict[date, float], seed):
    """Any closes, in any order of rows, come back to the last bit, oldest first."""
    rows = list(closes.items())
    seed.shuffle(rows)
    text = io.StringIO()
    csv.writer(text).writerows([("Date", "Close"), *rows])

    bars = _read(tmp_path_factory.getbasetemp() / "ANY.csv", text.getvalue()).bars

    assert sorted(closes.items()) == list(zip(bars.days.tolist(), bars.close.tolist(), strict=True))


@given(text=st.text(max_size=200))
def test_any_text_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, text: str):
    """Whatever stands in a file, reading it ends in bars or in a named fault."""
    path = tmp_path_factory.getbasetemp() / "ODD.csv"
    path.write_bytes(("Date,Close\n2025-01-27,1\n" + text).encode("utf-8", "surrogatepass"))

    try:
        told = str(read_bars(FileVersion.of(path), TODAY).bars.days)
    except BadFile as fault:
        told = str(fault)

    assert str(path.parent) not in told

"""instruments.toml, shares.csv and actions.csv."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.domain.instruments import Kind, Symbol
from bot.domain.prices import Dividend, Quality, ShareCount, Split
from bot.providers.files.records import Note, read_actions, read_notes, read_shares
from bot.providers.files.tables import BadFile, FileVersion


def _written(path: Path, text: str) -> FileVersion:
    path.write_text(text, encoding="utf-8")
    return FileVersion.of(path)


def test_notes_of_instruments(tmp_path: Path):
    """A table per symbol, every line of it optional."""
    version = _written(
        tmp_path / "instruments.toml",
        '["^GSPC"]\nname = "S&P 500"\ncurrency = ""\naliases = ["spx"]\n[gld]\nkind = "fund"\n',
    )

    expected = {
        Symbol("^GSPC"): Note(name="S&P 500", currency="", aliases=("spx",)),
        Symbol("GLD"): Note(kind=Kind.FUND),
    }
    assert expected == read_notes(version)


def test_share_counts_come_oldest_first_with_their_terms(tmp_path: Path):
    """A count is exact and in its own day's terms unless the line says otherwise."""
    version = _written(
        tmp_path / "shares.csv",
        "symbol,as_of,shares,quality,terms_of,source\n"
        "NVDA,2024-11-15,24490000000,rounded,,press\n"
        "NVDA,2024-05-24,24598341970,,2024-06-10,10-Q\n",
    )

    expected = (
        ShareCount(date(2024, 5, 24), 24598341970.0, Quality.EXACT, date(2024, 6, 10)),
        ShareCount(date(2024, 11, 15), 24490000000.0, Quality.ROUNDED, date(2024, 11, 15)),
    )
    assert expected == read_shares(version)[Symbol("NVDA")]


def test_actions_come_oldest_first(tmp_path: Path):
    """Splits and dividends of one file are told apart by their kind."""
    version = _written(
        tmp_path / "actions.csv",
        "symbol,date,kind,value\nNVDA,2024-12-05,dividend,0.01\nNVDA,2024-06-10,split,10\nnvda,2024-06-11,dividend,0.01\n",
    )

    expected = (
        (Split(date(2024, 6, 10), 10.0),),
        (Dividend(date(2024, 6, 11), 0.01), Dividend(date(2024, 12, 5), 0.01)),
    )
    assert expected == read_actions(version)[Symbol("NVDA")]


@pytest.mark.parametrize(
    ("name", "text", "fault"),
    [
        ("instruments.toml", "[NVDA\n", "instruments.toml: not TOML: "),
        ("instruments.toml", '[NVDA]\nnme = "Nvidia"\n', "instruments.toml: NVDA nme is 'Nvidia': Extra inputs"),
        ("instruments.toml", '[NVDA]\nkind = "share"\n', "instruments.toml: NVDA kind is 'share': Input should be"),
        ("shares.csv", "symbol,shares\nNVDA,1\n", "shares.csv, line 1: the header has no column as_of"),
        (
            "shares.csv",
            "symbol,as_of,shares\nNVDA,2024-11-15,1\nAMD,2024-10-25,0\n",
            "shares.csv, line 3: shares is '0': Input should be greater than 0",
        ),
        (
            "actions.csv",
            "symbol,date,kind,value\nNVDA,10/06/2024,split,10\n",
            "actions.csv, line 2: date is '10/06/2024': Input should be a valid date",
        ),
        (
            "actions.csv",
            "symbol,date,kind,value\nNVDA,2024-06-10,merger,10\n",
            "actions.csv, line 2: kind is 'merger': Input should be 'split' or 'dividend'",
        ),
    ],
)
def test_a_fault_is_told_by_file_and_line(tmp_path: Path, name: str, text: str, fault: str):
    """Whoever fills the folder reads which line to mend, and no path."""
    read = {"instruments.toml": read_notes, "shares.csv": read_shares, "actions.csv": read_actions}[name]

    with pytest.raises(BadFile) as caught:
        read(_written(tmp_path / name, text))

    assert str(caught.value).startswith(fault)
    assert str(tmp_path) not in str(caught.value)

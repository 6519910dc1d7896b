"""Which file belongs to which symbol, and when it is read again."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.domain.instruments import Symbol
from bot.providers.files.folder import Folder

TODAY = date(2025, 2, 7)


def _write(path: Path, close: float = 118.42, at: int = 1_700_000_000) -> None:
    path.write_text(f"Date,Close\n2025-01-27,{close}\n", encoding="utf-8")
    os.utime(path, (at, at))


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("NVDA", "NVDA.csv"),
        ("NVDA", "nvda.csv"),
        ("^GSPC", "^GSPC.csv"),
        ("^GSPC", "_GSPC.csv"),
        ("GC=F", "GC_F.csv"),
        ("9988.HK", "9988.HK.csv"),
        ("M&M.NS", "M&M.NS.csv"),
    ],
)
def test_a_symbol_finds_its_file(tmp_path: Path, symbol: str, name: str):
    """The name is the symbol, capitals or not, with `_` for `^` and `=` if need be."""
    _write(tmp_path / name)

    assert tmp_path / name == Folder(tmp_path).file_of(Symbol(symbol))


def test_the_exact_name_goes_before_the_underscored_one(tmp_path: Path):
    """Of two files that could be meant, the one spelled like the symbol is."""
    _write(tmp_path / "_GSPC.csv")
    _write(tmp_path / "^GSPC.csv")

    assert tmp_path / "^GSPC.csv" == Folder(tmp_path).file_of(Symbol("^GSPC"))


@pytest.mark.parametrize("symbol", ["AMD", "_GSPC.CSV", "GSPC", "=GSPC.X", "SHARES", "ACTIONS", ""])
def test_what_has_no_file_has_none(tmp_path: Path, symbol: str):
    """Neither another symbol nor the files beside the bars are taken for it."""
    for name in ("NVDA.csv", "_GSPC.csv", "shares.csv", "actions.csv", ".csv", "AMD.txt"):
        _write(tmp_path / name)

    assert Folder(tmp_path).file_of(Symbol(symbol)) is None


@given(text=st.text(max_size=400) | st.from_regex(r"(\.\.?[/\\])*[A-Za-z_^=.\0/\\]{1,12}", fullmatch=True))
@example("../SECRET")
@example("..\\SECRET")
@example("/etc/passwd")
@example("CON")
@example("NVDA\0")
@example("NVDA.csv/../../SECRET")
@example("A" * 100_000)
def test_no_symbol_leaves_the_folder(tmp_path_factory: pytest.TempPathFactory, text: str):
    """Whatever is asked for, only a file that the folder itself lists is read."""
    outside = tmp_path_factory.getbasetemp()
    inside = outside / "prices"
    inside.mkdir(exist_ok=True)
    _write(outside / "SECRET.csv")
    _write(inside / "NVDA.csv")

    found = Folder(inside).file_of(Symbol(text))

    assert found == (inside / "NVDA.csv" if text == "NVDA" else None)


def test_a_file_is_read_once_while_it_stays_the_same(tmp_path: Path):
    """The second answer uses the very arrays of the first."""
    _write(tmp_path / "NVDA.csv")
    folder = Folder(tmp_path)

    first = folder.bars(Symbol("NVDA"), TODAY)
    second = folder.bars(Symbol("NVDA"), TODAY)

    assert first is not None
    assert second is not None
    assert first[1] is second[1]


def test_a_changed_file_is_read_again(tmp_path: Path):
    """A file of equal size and later time has other closes to tell."""
    _write(tmp_path / "NVDA.csv", close=142.62, at=1_700_000_000)
    folder = Folder(tmp_path)
    folder.bars(Symbol("NVDA"), TODAY)
    _write(tmp_path / "NVDA.csv", close=118.42, at=1_700_000_001)

    found = folder.bars(Symbol("NVDA"), TODAY)

    assert found is not None
    assert [118.42] == found[1].bars.close.tolist()


def test_files_that_come_and_go_are_noticed(tmp_path: Path):
    """The folder is looked at anew each time."""
    folder = Folder(tmp_path)
    before = folder.bars(Symbol("NVDA"), TODAY)
    _write(tmp_path / "NVDA.csv")
    there = folder.bars(Symbol("NVDA"), TODAY)
    (tmp_path / "NVDA.csv").unlink()
    after = folder.bars(Symbol("NVDA"), TODAY)

    assert (None, True, None) == (before, there is not None, after)


def test_a_directory_is_no_file(tmp_path: Path):
    """A folder called like a symbol holds no bars of it."""
    (tmp_path / "NVDA.csv").mkdir()

    assert Folder(tmp_path).bars(Symbol("NVDA"), TODAY) is None

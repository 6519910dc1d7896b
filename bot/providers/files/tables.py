"""CSV files as columns of text, and what is wrong with one, by file name and line."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path


class BadFile(Exception):
    """A file of the folder that cannot be read; the sentence names file, line and fault, never a path."""

    def __init__(self, path: Path, fault: str, line: int | None = None) -> None:
        where = path.name if line is None else f"{path.name}, line {line}"
        super().__init__(f"{where}: {fault}")


@dataclass(frozen=True, slots=True)
class FileVersion:
    """A file as it is now: what has been read of it may be kept for as long as this stays equal."""

    path: Path
    mtime_ns: int
    size: int

    @classmethod
    def of(cls, path: Path) -> FileVersion:
        """The present version of a regular file.

        Raises:
            OSError: there is none, or it may not be looked at.
        """
        stat = path.stat()
        return cls(path, stat.st_mtime_ns, stat.st_size)


@dataclass(frozen=True, slots=True)
class Table:
    """The columns of a CSV file under their lower-case names, one text per row; blank lines are left out."""

    path: Path
    columns: Mapping[str, tuple[str, ...]]

    def line_of(self, row: int) -> int | None:
        """The line of the file on which a row ends; reads the file again, so for faults only."""
        with self.path.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.reader(lines)
            filled = (reader.line_num for cells in reader if cells)
            return next(islice(filled, row + 1, None), None)

    def records(self) -> Iterator[dict[str, str]]:
        """The rows as mappings from column to text, for small files; empty fields are left out."""
        for cells in zip(*self.columns.values(), strict=True):
            yield {name: cell for name, cell in zip(self.columns, cells, strict=True) if cell}


def read_table(path: Path, required: tuple[str, ...]) -> Table:
    """Read a CSV file whose header holds at least the `required` columns, in any case and order.

    Raises:
        BadFile: it is not text, has no such header, or a row is longer or shorter than the header.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = [cells for cells in csv.reader(lines, strict=True) if cells]
    except UnicodeDecodeError as error:
        raise BadFile(path, "not a text file in UTF-8") from error
    except csv.Error as error:
        raise BadFile(path, f"not a CSV file ({error})") from error
    header = [cell.strip().lower() for cell in rows[0]] if rows else []
    missing = [name for name in required if name not in header]
    if missing:
        raise BadFile(path, f"the header has no column {' and no column '.join(missing)}", line=1)
    if len(set(header)) < len(header):
        raise BadFile(path, "the header names a column twice", line=1)
    try:
        columns = list(zip(*rows[1:], strict=True)) or [()] * len(header)
        return Table(path, dict(zip(header, columns, strict=True)))
    except ValueError:
        raise _ragged(path, len(header)) from None


def _ragged(path: Path, width: int) -> BadFile:
    with path.open(encoding="utf-8-sig", newline="") as lines:
        reader = csv.reader(lines)
        for cells in reader:
            if cells and len(cells) != width:
                return BadFile(path, f"{len(cells)} fields where the header has {width}", reader.line_num)
    return BadFile(path, "changed while it was read")

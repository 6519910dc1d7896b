"""A folder of bars behind the MarketData port."""

from __future__ import annotations

import csv
import os
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.domain.errors import Malformed, NoSuchSymbol, OutOfRange, Unreachable
from bot.domain.instruments import Symbol
from bot.domain.ports import Health
from bot.domain.prices import Dividend, Origin, Quality, ShareCount, Source, Span, Split
from bot.providers.files import Files
from tests.builders.catalogs import small_catalog
from tests.fakes.clock import FakeClock

NVDA = Symbol("NVDA")
JANUARY = Span(date(2025, 1, 1), date(2025, 1, 31), date(2025, 1, 27))
PRICES = Path(__file__).parents[4] / "shared" / "data" / "prices"
needs_prices = pytest.mark.skipif(not PRICES.is_dir(), reason="the price files for tests are not here")


def _files(folder: Path, now: datetime = datetime(2026, 9, 1, 12, tzinfo=UTC)) -> Files:
    return Files(folder, source=Source.FILES, catalog=small_catalog(), clock=FakeClock(now))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two sessions of Nvidia, last changed on 2025-02-08 at noon."""
    path = tmp_path / "NVDA.csv"
    path.write_text("Date,Close\n2025-01-24,142.62\n2025-01-27,118.42\n", encoding="utf-8")
    changed = datetime(2025, 2, 8, 12, tzinfo=UTC).timestamp()
    os.utime(path, (changed, changed))
    return tmp_path


async def test_a_history_carries_what_is_known_of_it(folder: Path):
    """Bars come with name, place and currency, as of the file's own time of change."""
    history = await _files(folder).history(NVDA, JANUARY)

    assert ("Nvidia", "equity", "XNYS", "America/New_York", "USD") == (
        history.name, history.kind, history.exchange, history.timezone, history.currency
    )  # fmt: skip
    assert [142.62, 118.42] == history.close.tolist()
    assert Origin(Source.FILES, datetime(2025, 2, 8, 12, tzinfo=UTC)) == history.origin
    assert (date(2025, 1, 24), None, None) == (history.asked_from, history.first_trade, history.running)


async def test_events_of_both_files_are_joined(folder: Path):
    """actions.csv adds to the columns of the bars, and is believed where both name a day."""
    (folder / "NVDA.csv").write_text(
        "Date,Close,Dividends,Stock Splits\n2024-06-10,121.79,0,10\n2024-06-11,120.91,0.1,0\n2025-01-27,118.42,0,0\n",
        encoding="utf-8",
    )
    (folder / "actions.csv").write_text(
        "symbol,date,kind,value\nNVDA,2024-06-11,dividend,0.01\nNVDA,2024-12-05,dividend,0.01\n", encoding="utf-8"
    )

    history = await _files(folder).history(NVDA, JANUARY)

    assert (Split(date(2024, 6, 10), 10.0),) == history.splits
    assert (Dividend(date(2024, 6, 11), 0.01), Dividend(date(2024, 12, 5), 0.01)) == history.dividends


async def test_share_counts_are_those_of_the_folder(folder: Path):
    """A symbol without a line has none."""
    (folder / "shares.csv").write_text("symbol,as_of,shares\nNVDA,2024-11-15,24490000000\n", encoding="utf-8")
    files = _files(folder)

    day = date(2024, 11, 15)
    assert (ShareCount(day, 24490000000.0, Quality.EXACT, day),) == await files.share_counts(NVDA)
    assert () == await files.share_counts(Symbol("AMD"))


async def test_a_symbol_without_a_file_does_not_exist(folder: Path):
    """What the folder does not hold, it says so of."""
    with pytest.raises(NoSuchSymbol):
        await _files(folder).history(Symbol("AMD"), JANUARY)


async def test_the_latest_bars_are_the_last_ones_however_old(folder: Path):
    """A span without an end is answered with what there is; the answer says which session it is of."""
    history = await _files(folder).history(NVDA, Span(date(2026, 1, 1)))

    assert date(2025, 1, 27) == history.last_day


@pytest.mark.parametrize(
    "span",
    [
        Span(date(2024, 1, 1), date(2025, 1, 23)),
        Span(date(2025, 1, 28), date(2025, 1, 31)),
        Span(date(2025, 1, 25), date(2025, 1, 26)),
    ],
)
async def test_days_without_a_bar_are_out_of_range(folder: Path, span: Span):
    """A file that holds nothing of the span is told apart from an unknown symbol."""
    with pytest.raises(OutOfRange):
        await _files(folder).history(NVDA, span)


@pytest.mark.parametrize("row", ["2025-01-24,", "2025-01-24,0", "2099-01-02,5"], ids=["unknown", "zero", "to come"])
@pytest.mark.parametrize("span", [JANUARY, Span(date(2025, 1, 1))], ids=["a day", "the latest"])
async def test_a_file_without_a_single_bar_is_out_of_range(tmp_path: Path, row: str, span: Span):
    """Rows there are, but none that is a session's bar."""
    (tmp_path / "NVDA.csv").write_text(f"Date,Close\n{row}\n", encoding="utf-8")

    with pytest.raises(OutOfRange) as caught:
        await _files(tmp_path).history(NVDA, span)

    assert "error.out-of-range" == caught.value.message


async def test_tomorrow_is_not_read(folder: Path):
    """Late on the 26th in New York it is the 27th in UTC, but no session of the 27th has been."""
    late = datetime(2025, 1, 27, 3, tzinfo=UTC)

    history = await _files(folder, now=late).history(NVDA, JANUARY)

    assert date(2025, 1, 24) == history.last_day


async def test_a_faulty_file_is_named_without_its_path(folder: Path, caplog: pytest.LogCaptureFixture):
    """Reader and log learn the line to mend; neither learns where the folder lies."""
    (folder / "NVDA.csv").write_text("Date,Close\n2025-01-27,a lot\n", encoding="utf-8")

    with pytest.raises(Malformed) as caught:
        await _files(folder).history(NVDA, JANUARY)

    assert "NVDA.csv, line 2: close is 'a lot', not a number" == caught.value.facts["detail"]
    assert str(folder) not in str(caught.value)
    assert ["files: NVDA.csv, line 2: close is 'a lot', not a number"] == caplog.messages


async def test_a_folder_that_is_not_there_is_unreachable(tmp_path: Path):
    """A disk that is not mounted is no reason to say that a symbol does not exist."""
    with pytest.raises(Unreachable) as caught:
        await _files(tmp_path / "gone").history(NVDA, JANUARY)

    assert "No such file or directory" == caught.value.facts["detail"]


async def test_health_counts_the_symbols(folder: Path):
    """The files beside the bars are not symbols."""
    (folder / "shares.csv").touch()

    assert Health(ok=True, message="health.files", detail="1") == await _files(folder).check()


async def test_an_empty_or_absent_folder_is_not_well(tmp_path: Path):
    """Each is told as what it is."""
    empty = Health(ok=False, message="health.files.empty")
    absent = Health(ok=False, message="health.files.unreadable", detail="No such file or directory")

    assert empty == await _files(tmp_path).check()
    assert absent == await _files(tmp_path / "gone").check()


async def test_search_answers_names(folder: Path):
    """The catalogue's name of a file's symbol finds it."""
    assert [NVDA] == [found.symbol for found in await _files(folder).search("nvidia")]


def _raw_closes(name: str, keep: Callable[[dict[str, str]], bool] = bool) -> dict[str, float]:
    with (PRICES / name).open(newline="") as lines:
        return {row["Date"]: float(row["Close"]) for row in csv.DictReader(lines) if row["Close"] and keep(row)}


@needs_prices
async def test_black_monday_from_a_century_of_bars():
    """The S&P 500 fell from 282.70 to 224.84 on 1987-10-19, -20.47 %."""
    span = Span(date(1987, 10, 1), date(1987, 10, 31), date(1987, 10, 19))

    history = await _files(PRICES).history(Symbol("^GSPC"), span)

    row = history.at(date(1987, 10, 19))
    assert row is not None
    assert (282.70, 224.84) == (round(history.close[row - 1], 2), round(history.close[row], 2))
    assert -20.47 == round(100 * (history.close[row] / history.close[row - 1] - 1), 2)


@needs_prices
async def test_index_levels_from_1927_are_all_kept():
    """Bars of a close alone are bars: every close of the file is in the history, by plain reading of the CSV."""
    history = await _files(PRICES).history(Symbol("^GSPC"), Span(date(1927, 1, 1)))

    closes = _raw_closes("_GSPC.csv")
    assert closes == {day.isoformat(): close for day, close in zip(history.days.tolist(), history.close, strict=True)}
    assert date(1927, 12, 30) == history.first_day


@needs_prices
async def test_filler_bars_are_left_out():
    """A vendor repeated Siemens Energy's close without volume on four sessions; those are missing, not flat."""
    history = await _files(PRICES).history(Symbol("ENR.DE"), Span(date(2025, 1, 1)))

    real = _raw_closes("ENR.DE.csv", lambda row: row["Volume"] != "0")
    assert list(real) == [day.isoformat() for day in history.days.tolist()]
    assert {"2025-01-17", "2025-01-20", "2025-01-21", "2025-01-24"} == set(_raw_closes("ENR.DE.csv")) - set(real)


@needs_prices
async def test_every_file_opens_as_it_is():
    """No file of the folder needs a change before it can be read."""
    files = _files(PRICES)

    for path in sorted(PRICES.glob("*.csv")):
        symbol = {"GC_F": "GC=F"}.get(path.stem, path.stem.replace("_", "^"))
        history = await files.history(Symbol(symbol), Span(date(1900, 1, 1)))
        assert len(history) > 0


@needs_prices
async def test_a_century_of_bars_is_read_quickly():
    """Some 25,000 rows take well under a tenth of a second of CPU; half a second leaves room for a slow machine."""
    files = _files(PRICES)
    began = time.process_time()

    history = await files.history(Symbol("^GSPC"), Span(date(1927, 1, 1)))

    assert len(history) > 24_000
    assert time.process_time() - began < 0.5

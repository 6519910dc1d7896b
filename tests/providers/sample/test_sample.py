"""The bundled sample: every figure as published, and none that was not."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from bot.domain.catalog import Catalog
from bot.domain.errors import NoSuchSymbol, OutOfRange
from bot.domain.instruments import Symbol
from bot.domain.ports import Health
from bot.domain.prices import Origin, Quality, Source, Span
from bot.providers.names import load_catalog
from bot.providers.sample import FOLDER, Sample, open_sample
from tests.fakes.clock import FakeClock

CLOSES = Path(__file__).parents[4] / "shared" / "facts" / "closes"
SYMBOLS = sorted(path.stem.replace("_", "^") for path in FOLDER.glob("*.csv"))
WINDOW = Span(date(2024, 7, 1), date(2025, 2, 7), date(2025, 1, 27))


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    """The real catalogue."""
    return load_catalog()


@pytest.fixture(scope="module")
def sample(catalog: Catalog) -> Sample:
    """The sample, long after its last day."""
    return open_sample(catalog, FakeClock(datetime(2026, 9, 1, tzinfo=UTC)))


def _span(day: date) -> Span:
    """What a question about one day asks for."""
    return Span(day.replace(year=day.year - 1), day.replace(year=day.year + 1), day)


@pytest.mark.skipif(not CLOSES.is_dir(), reason="the table of public figures is not here")
@pytest.mark.parametrize("symbol", SYMBOLS)
async def test_every_figure_is_the_published_one(sample: Sample, symbol: str):
    """Bars hold exactly the rows of the public table that have a close, to the last digit."""
    history = await sample.history(Symbol(symbol), WINDOW)

    with (CLOSES / f"{symbol.replace('^', '_')}.csv").open(newline="") as lines:
        rows = [row for row in csv.DictReader(lines) if row["close"]]
    assert [row["date"] for row in rows] == [day.isoformat() for day in history.days.tolist()]
    for column in ("open", "high", "low", "close", "volume"):
        published = [float(row[column] or "nan") for row in rows]
        assert np.array_equal(published, getattr(history, column), equal_nan=True)


@pytest.mark.skipif(not CLOSES.is_dir(), reason="the table of public figures is not here")
def test_no_symbol_of_the_public_table_is_left_out():
    """The sample has a file for each file of the table."""
    assert sorted(path.name for path in CLOSES.glob("*.csv")) == sorted(path.name for path in FOLDER.glob("*.csv"))


@pytest.mark.parametrize(
    ("symbol", "percent"),
    [
        ("NVDA", -16.97),
        ("AVGO", -17.40),
        ("TSM", -13.33),
        ("MU", -11.71),
        ("ARM", -10.19),
        ("ORCL", -13.79),
        ("VST", -28.27),
        ("ASML", -5.75),
        ("ASML.AS", -7.01),
        ("ENR.DE", -19.95),
        ("9984.T", -8.32),
        ("9988.HK", 2.95),
        ("META", 1.91),
        ("AAPL", 3.18),
        ("^GSPC", -1.46),
        ("^IXIC", -3.07),
    ],
)
async def test_the_moves_of_the_27th_of_january(sample: Sample, symbol: str, percent: float):
    """Close on close before, as the press printed it for the session of 2025-01-27."""
    history = await sample.history(Symbol(symbol), WINDOW)

    row = history.at(date(2025, 1, 27))
    assert row is not None
    assert percent == round(100 * (history.close[row] / history.close[row - 1] - 1), 2)


async def test_nvidias_closes(sample: Sample):
    """118.42 from 142.62, in dollars, under the company's name."""
    history = await sample.history(Symbol("NVDA"), WINDOW)

    row = history.at(date(2025, 1, 27))
    assert row is not None
    assert ([142.62, 118.42], "USD") == (history.close[row - 1 : row + 1].tolist(), history.currency)


async def test_siemens_energy_has_gaps_and_a_bare_close(sample: Sample):
    """Sessions without a trustworthy close stay missing; the 24th of January has a close and nothing else."""
    history = await sample.history(Symbol("ENR.DE"), WINDOW)

    assert [None] * 3 == [history.at(date(2025, 1, day)) for day in (17, 20, 21)]
    row = history.at(date(2025, 1, 24))
    assert row is not None
    assert 60.36 == history.close[row]
    assert np.isnan([history.open[row], history.high[row], history.low[row], history.volume[row]]).all()


@pytest.mark.parametrize("symbol", SYMBOLS)
async def test_the_catalogue_knows_every_symbol(sample: Sample, catalog: Catalog, symbol: str):
    """Name, exchange and currency of each are the catalogue's: the sample needs no instruments.toml."""
    history = await sample.history(Symbol(symbol), WINDOW)

    known = catalog.get(symbol)
    assert known is not None
    expected = (known.name, known.kind, known.listing.exchange.code, known.listing.currency)
    assert expected == (history.name, history.kind, history.exchange, history.currency)


@pytest.mark.parametrize(
    ("symbol", "day"),
    [
        ("NVDA", date(2024, 6, 28)),
        ("NVDA", date(2025, 2, 10)),
        ("NVDA", date(2026, 8, 31)),
        ("NVDA", date(1987, 10, 19)),
        ("LRCX", date(2024, 8, 22)),
    ],
)
async def test_a_day_outside_is_out_of_range(sample: Sample, symbol: str, day: date):
    """The sample never invents: also where the days around one would be there."""
    with pytest.raises(OutOfRange):
        await sample.history(Symbol(symbol), _span(day))


async def test_the_latest_session_is_out_of_range(sample: Sample):
    """Nobody who asks for now is answered with February 2025."""
    with pytest.raises(OutOfRange):
        await sample.history(Symbol("NVDA"), Span(date(2024, 7, 1)))


@pytest.mark.parametrize(("symbol", "day"), [("NVDA", date(2024, 7, 1)), ("LRCX", date(2024, 8, 23))])
async def test_the_first_day_is_inside(sample: Sample, symbol: str, day: date):
    """Its first bar is the session that the table begins with."""
    history = await sample.history(Symbol(symbol), _span(day))

    assert day == history.first_day


async def test_an_unknown_symbol_is_no_part_of_it(sample: Sample):
    """A symbol without a file is not answered with another one."""
    with pytest.raises(NoSuchSymbol):
        await sample.history(Symbol("SAP.DE"), WINDOW)


async def test_it_stands_for_its_last_close_not_for_the_day_of_the_clone(sample: Sample):
    """Its source is the sample, as of 16:00 in New York on 2025-02-07."""
    history = await sample.history(Symbol("NVDA"), WINDOW)

    assert Origin(Source.SAMPLE, datetime(2025, 2, 7, 21, tzinfo=UTC)) == history.origin


async def test_health_says_which_days_it_holds(sample: Sample):
    """What sample.toml says of its window is what the files hold."""
    assert Health(ok=True, message="health.sample", detail="2024-07-01 to 2025-02-07") == await sample.check()


async def test_share_counts_come_with_their_quality(sample: Sample):
    """Nvidia's 24.49 bn shares are a rounded count."""
    counts = await sample.share_counts(Symbol("NVDA"))

    assert [(24_490_000_000.0, Quality.ROUNDED)] == [(count.shares, count.quality) for count in counts]


async def test_it_is_searched_by_name(sample: Sample):
    """The catalogue's names find its symbols."""
    assert ["ENR.DE"] == [found.symbol for found in await sample.search("siemens energy")]


def test_every_file_has_its_source_kept():
    """SOURCES.md names each symbol of the sample."""
    sources = (FOLDER / "SOURCES.md").read_text(encoding="utf-8")

    assert [] == [symbol for symbol in SYMBOLS if symbol not in sources]

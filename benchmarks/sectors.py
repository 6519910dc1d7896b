"""The cases of baskets: thirty shares cold and warm, their pictures, and a whole market that two ask about."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from benchmarks.baskets import FIRST_THIRTY, MARKET, PAIR, THIRTY, cold_baskets, market, sector, trading_days
from benchmarks.floor import CONCURRENCY, fetch, get_all, paths_of
from benchmarks.measures import AtLeast, AtMost, Case, Target, TimesFloor, TimesNaive
from benchmarks.processes import child
from benchmarks.questions import charts_of
from benchmarks.wire import Channel, Upstream, channel
from tests.wire.yahoo_bars import venue_of

SETTLE = 2.0
"""Seconds for a bot to finish what it does in the background after its first answers."""
WIDE = 30
"""Requests at the same time where a basket of thirty is to come at once."""
APART = 0.5
"""Seconds after which the second person asks about the market."""
MARKET_PATIENCE = 2_500
"""Milliseconds until a count must be seen: two seconds of silence, and its way to Discord."""


class SectorBench:
    """Runs the rounds and keeps every value by case. Times are milliseconds."""

    def __init__(self, upstream: Upstream, folder: Path, rounds: int, say: Callable[[str], None]) -> None:
        self._upstream = upstream
        self._folder = folder / "sectors"
        self._rounds = range(rounds)
        self._say = say
        self.ours: defaultdict[str, list[float]] = defaultdict(list)
        self.naive: defaultdict[str, list[float]] = defaultdict(list)
        self.floor: defaultdict[str, list[float]] = defaultdict(list)

    async def run(self) -> None:
        """Everything, the quick parts first."""
        self._folder.mkdir()
        await self._charts()
        *days, before = await trading_days(datetime.now(UTC).date(), len(self._rounds) + 1)
        for number, day in enumerate(days):
            self._say(f"fetching baskets, round {number + 1}")
            await self._floors()
            await self._gathering(number, day)
            self._say(f"asking our bot about baskets, round {number + 1}")
            await self._wide(number, day)
            await self._default(number, day)
        await self._naive(days, before)

    async def _charts(self) -> None:
        self._say("drawing baskets")
        async with child(self._folder, "benchmarks.basket_charts") as process:
            times = await process.ask()
        self.ours["bars"], self.naive["bars"] = times["bars"], times["naive"]
        self.ours["tiles"], self.floor["tiles"] = times["tiles"], times["bars"]

    async def _floors(self) -> None:
        """As many connections as will be used are open before anything is timed, as they are for the bot."""
        await fetch(self._upstream, FIRST_THIRTY, WIDE)
        for *shares, index in cold_baskets():
            seconds = await get_all(self._upstream, paths_of([*shares, index], shares), WIDE)
            self.floor["fetching"].append(seconds * 1e3)
        for case, symbols in (("cold", THIRTY), ("market", market())):
            self.floor[case].append(await fetch(self._upstream, symbols, CONCURRENCY) * 1e3)

    async def _gathering(self, number: int, day: date) -> None:
        folder = self._round_folder(f"direct-{number}")
        settings = self._wide_env() | {
            "SELLOFF_MARKET_DATA": "yahoo",
            "SELLOFF_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'selloff.db'}",
            "SELLOFF_CACHE_DIR": str(folder / "cache"),
        }
        await self._upstream.reset()
        async with child(folder, "benchmarks.gathering", str(day), env=settings) as process:
            times = await process.ask()
        self.ours["fetching"] += times["fetching"]
        self.ours["warm"] += times["answering"]
        self.floor["warm"] += times["drawing"]
        charts = charts_of(FIRST_THIRTY) | {PAIR}.union(*cold_baskets())
        self.ours["asked wrongly"].append(await self._not_once(_shares(charts), charts))

    async def _wide(self, number: int, day: date) -> None:
        """The same cold basket as an answer on the wire."""
        folder = self._round_folder(f"wide-{number}")
        async with channel(folder, "benchmarks.subject", env=self._wide_env()) as bot:
            await _warm_up(bot, day)
            self.ours["cold, wide"].append((await bot.ask(sector(THIRTY, day))).seconds * 1e3)

    async def _default(self, number: int, day: date) -> None:
        """The cold basket, then the market, with the default number of requests at the same time."""
        folder = self._round_folder(f"default-{number}")
        async with channel(folder, "benchmarks.subject_market", env=self._upstream.env) as bot:
            await _warm_up(bot, day)
            self.ours["cold"].append((await bot.ask(sector(THIRTY, day))).seconds * 1e3)
            await asyncio.sleep(SETTLE)
            await self._market(bot, day)

    async def _market(self, bot: Channel, day: date) -> None:
        """One asks for a heatmap of the market; the other, a little later, for its ranking as bars."""
        await self._upstream.reset()
        start = time.monotonic()
        told = await bot.ask(f"!heatmap {MARKET} {day}", f"!sector {MARKET} {day}", apart=APART)
        self.ours["market"].append(told.seconds * 1e3)
        posted, edited = bot.counts_shown(start)
        self.ours["counts posted"].append(len(posted))
        self.ours["counts edited"].append(len(edited))
        self.ours["first count"] += [seconds * 1e3 for seconds in posted[:1]]
        symbols = set(market())
        self.ours["market asked wrongly"].append(await self._not_once(symbols, symbols))

    async def _naive(self, days: Sequence[date], before: date) -> None:
        """All rounds in one process, which profits from yfinance's own caches."""
        async with channel(self._round_folder("naive"), "benchmarks.naive", env=self._upstream.env) as bot:
            await _warm_up(bot, before)
            for number, day in enumerate(days):
                self._say(f"asking the naive bot about baskets, round {number + 1}")
                told = await bot.ask(sector(THIRTY, day))
                self.naive["cold"].append(told.seconds * 1e3)
        self.naive["cold, wide"] = self.naive["cold"]

    async def _not_once(self, shares: set[str], charts: set[str]) -> int:
        """How many share counts and charts are missing, superfluous or were asked for several times."""
        wrong = 0
        for kind, wanted in (("shares", shares), ("chart", charts)):
            asked = await self._upstream.counts(kind)
            wrong += len(wanted.symmetric_difference(asked) | {one for one, times in asked.items() if times != 1})
        return wrong

    def _wide_env(self) -> dict[str, str]:
        return {**self._upstream.env, "SELLOFF_FETCH_CONCURRENCY": str(WIDE)}

    def _round_folder(self, name: str) -> Path:
        folder = self._folder / name
        folder.mkdir()
        return folder

    def cases(self) -> list[Case]:
        """The rows of the table."""

        def case(name: str, key: str, target: Target | None = None, unit: str = "ms") -> Case:
            return Case(name, unit, self.ours[key], self.naive[key], self.floor[key], target)

        none = AtMost(0, always=True)
        rows = [
            case("basket of 30, cold, 30 requests at once", "cold, wide", TimesNaive(6)),
            case("  its bars and share counts alone", "fetching", TimesFloor(1.25)),
            case("  not requested exactly once", "asked wrongly", none, "requests"),
            case(f"basket of 30, cold, {CONCURRENCY} requests at once", "cold"),
            case("basket of 30, bars warm", "warm", TimesFloor(1.3)),
            case("chart of 20 bars", "bars"),
            case("heatmap of 100 tiles", "tiles", TimesFloor(3)),
            case("market of 200, cold, asked about twice", "market"),
            case("  first count shown", "first count", AtMost(MARKET_PATIENCE)),
            case("  counts posted, one for each who asked", "counts posted", AtLeast(2), "messages"),
            case("  edits of them", "counts edited", AtLeast(1), "edits"),
            case("  not requested exactly once", "market asked wrongly", none, "requests"),
        ]
        return [row for row in rows if row.ours]


def _shares(charts: set[str]) -> set[str]:
    """Those of them that are companies."""
    return {each for each in charts if venue_of(each).kind == "EQUITY"}


async def _warm_up(bot: Channel, day: date) -> None:
    """One answer about a basket of another market."""
    await bot.ask(sector(FIRST_THIRTY, day))
    await asyncio.sleep(SETTLE)

"""The cases: what both bots are asked, round by round, and the rows that come of it."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from benchmarks.floor import fetch
from benchmarks.measures import AtMost, Case, TimesNaive
from benchmarks.processes import child, proportional_memory
from benchmarks.questions import ALONE, AT_ONCE, FEW, FIRST, MANY, UNKNOWN, asked_day, charts_of, drop
from benchmarks.wire import Channel, Upstream, channel

SETTLE = 2.0
"""Seconds for a bot to finish what it does in the background after its first answer."""
WARM_REPEATS = 5

Samples = defaultdict[str, list[float]]
Say = Callable[[str], None]


class Bench:
    """Runs the rounds and keeps every value by bot and case. Times are milliseconds."""

    def __init__(self, upstream: Upstream, folder: Path, rounds: int, say: Say) -> None:
        self._upstream = upstream
        self._folder = folder
        self._rounds = range(rounds)
        self._say = say
        self._today = datetime.now(UTC).date()
        self.ours: Samples = defaultdict(list)
        self.naive: Samples = defaultdict(list)
        self.floor: Samples = defaultdict(list)

    async def run(self) -> None:
        """Everything, the quick parts first."""
        await self._charts()
        await self._floors()
        for number in self._rounds:
            await self._subject(number)
        for _ in self._rounds:
            await self._start()
        await self._naive()

    async def _charts(self) -> None:
        self._say("drawing charts")
        async with child(self._folder, "benchmarks.charts", str(self._folder / "matplotlib")) as process:
            times: Mapping[str, list[float]] = await process.ask()
        self.ours["chart"], self.ours["chart by worker"] = times["ours"], times["worker"]
        self.naive["chart"] = self.naive["chart by worker"] = times["naive"]
        self.floor["chart"] = self.floor["chart by worker"] = times["floor"]

    async def _floors(self) -> None:
        self._say("fetching bare")
        await fetch(self._upstream, FEW)
        for _ in self._rounds:
            for name, symbols in (("few", FEW), ("many", MANY), ("cold", (ALONE,))):
                self.floor[name].append(await fetch(self._upstream, symbols) * 1e3)

    async def _subject(self, number: int) -> None:
        """One round of our bot: a new process with an empty disk."""
        self._say(f"asking our bot, round {number + 1}")
        folder, day = self._round_folder(number), asked_day(self._today, number)
        folder.mkdir()
        async with channel(folder, "benchmarks.subject", env=self._upstream.env) as bot:
            await bot.ask(*(drop(symbol, day) for symbol in FIRST))
            await asyncio.sleep(SETTLE)
            await self._alone(self.ours, bot, day)
            await self._upstream.reset()
            await self._at_once(self.ours, "few", bot, FEW, day)
            asked = await self._upstream.counts("chart")
            self.ours["charts"].append(len(asked))
            wrong = charts_of(FEW).symmetric_difference(asked) | {one for one, times in asked.items() if times != 1}
            self.ours["charts asked wrongly"].append(len(wrong))
            await self._at_once(self.ours, "few again", bot, FEW, day)
            await self._at_once(self.ours, "many", bot, MANY, day)
            for case in ("unknown", "unknown again"):
                await self._upstream.reset()
                await bot.say(drop(UNKNOWN, day))
                self.ours[case].append(await self._upstream.total())

    async def _start(self) -> None:
        """`selloff run` from its start, with all it kept in the first round."""
        self._say("starting our bot")
        day = asked_day(self._today, 0)
        async with channel(self._round_folder(0), "bot", "run", env=self._upstream.env) as bot:
            self.ours["ready"].append((bot.identified - bot.started) * 1e3)
            answer = await bot.ask(drop(FEW[0], day))
            self.ours["ready and answered"].append((bot.identified - bot.started + answer.seconds) * 1e3)
            await asyncio.sleep(SETTLE)
            memory = proportional_memory(bot.bot.pid)
            if memory:
                self.ours["memory"].append(sum(memory.values()))
                self.ours["memory of the bot alone"].append(memory[bot.bot.pid])

    async def _naive(self) -> None:
        """All rounds in one process: it keeps nothing but yfinance's own caches, and each round has its own day."""
        folder = self._folder / "naive"
        folder.mkdir()
        async with channel(folder, "benchmarks.naive", env=self._upstream.env) as bot:
            before = asked_day(self._today, len(self._rounds))
            await bot.ask(*(drop(symbol, before) for symbol in FIRST))
            for number in self._rounds:
                self._say(f"asking the naive bot, round {number + 1}")
                day = asked_day(self._today, number)
                await self._alone(self.naive, bot, day)
                await self._at_once(self.naive, "few", bot, FEW, day)
                await self._at_once(self.naive, "many", bot, MANY, day)

    async def _alone(self, samples: Samples, bot: Channel, day: date) -> None:
        """One question at a time: nothing known of it, then other days within the same bars, then the same again."""
        samples["cold"].append((await bot.ask(drop(ALONE, day))).seconds * 1e3)
        later = [drop(ALONE, day + timedelta(days=7 * week)) for week in range(1, 3)]
        for case in ("bars warm", "reply warm"):
            samples[case].extend([(await bot.ask(question)).seconds * 1e3 for question in later])

    async def _at_once(self, samples: Samples, case: str, bot: Channel, symbols: Sequence[str], day: date) -> None:
        """Fifty questions at the same time about these symbols, and the longest stall meanwhile."""
        await bot.stall()
        told = await bot.ask(*[drop(symbols[at % len(symbols)], day) for at in range(AT_ONCE)])
        stall = await bot.stall()
        samples[case].append(told.seconds * 1e3)
        samples[f"{case}, stall"].append(stall.wall_ms)
        samples[f"{case}, stall computing"].append(stall.cpu_ms)

    def _round_folder(self, number: int) -> Path:
        return self._folder / f"round-{number}"

    def cases(self) -> list[Case]:
        """The rows of the table; memory is left out where the system does not tell it."""

        def case(name: str, key: str, unit: str = "ms", target: TimesNaive | AtMost | None = None) -> Case:
            return Case(name, unit, self.ours[key], self.naive[key], self.floor[key], target)

        none, once = AtMost(0, always=True), "requests"
        rows = [
            case("50 at once, 10 symbols", "few", target=TimesNaive(30)),
            case("50 at once, 50 symbols", "many", target=TimesNaive(5)),
            case("50 at once, 10 symbols, asked again", "few again"),
            case("one question, cold", "cold", target=TimesNaive(2)),
            case("one question, bars warm", "bars warm"),
            case("one question, reply warm", "reply warm"),
            case("longest stall, 10 symbols", "few, stall", target=AtMost(10)),
            case("  of which computing", "few, stall computing"),
            case("longest stall, 50 symbols", "many, stall"),
            case("longest stall, 10 symbols again", "few again, stall"),
            case("charts requested, 10 symbols", "charts", once),
            case("  not exactly once", "charts asked wrongly", "charts", none),
            case("unknown symbol, first time", "unknown", once, AtMost(2, always=True)),
            case("unknown symbol, again", "unknown again", once, none),
            case("line chart", "chart", target=TimesNaive(3.5)),
            case("line chart, by a chart process", "chart by worker", target=TimesNaive(3.5)),
            case("start to ready, warm disk", "ready", target=AtMost(3000)),
            case("start to first answer, warm disk", "ready and answered"),
            case("memory, idle, 2 chart processes", "memory", "MB", AtMost(400)),
            case("  the bot's process alone", "memory of the bot alone", "MB"),
        ]
        return [row for row in rows if row.ours]

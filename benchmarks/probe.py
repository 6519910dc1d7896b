"""What is measured inside a bot's own process: how long its event loop was kept from running."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass

TICK = 0.001
TAKE = b"take\n"


@dataclass(frozen=True, slots=True)
class Stall:
    """The longest time for which nothing could begin on the loop, in milliseconds.

    `cpu_ms` of it the loop's own thread was computing; the rest it waited for the interpreter's lock or a core.
    """

    wall_ms: float = 0.0
    cpu_ms: float = 0.0


class LoopMonitor:
    """Asks to be woken every millisecond and notes by how much it was woken late. It cannot see less than that."""

    def __init__(self) -> None:
        self._longest = Stall()

    def take(self) -> Stall:
        """The longest stall since this was last asked."""
        longest, self._longest = self._longest, Stall()
        return longest

    async def watch(self) -> None:
        """Watch until cancelled."""
        while True:
            wall, cpu = time.perf_counter(), time.thread_time()
            await asyncio.sleep(TICK)
            late = time.perf_counter() - wall - TICK
            if late * 1e3 > self._longest.wall_ms:
                self._longest = Stall(late * 1e3, (time.thread_time() - cpu) * 1e3)


@asynccontextmanager
async def probed() -> AsyncIterator[None]:
    """Watch the running loop; answer each `take` on standard input with one line of JSON on standard output."""
    monitor = LoopMonitor()
    loop = asyncio.get_running_loop()
    requests = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(requests), sys.stdin)

    async def answer() -> None:
        while await requests.readline() == TAKE:
            print(json.dumps(asdict(monitor.take())), flush=True)

    tasks = [asyncio.create_task(monitor.watch()), asyncio.create_task(answer())]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

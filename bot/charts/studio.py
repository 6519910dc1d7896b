"""Studio: the processes that draw, what they are drawing now, and the pictures they drew lately.

Drawing holds the interpreter for milliseconds, so it happens in processes of its own (threads would not help). They
are started as programs rather than by multiprocessing: that would import the bot's own main module, with everything
it loads, into each of them; one dead worker would break the whole pool; and workers would outlive a killed parent.
"""

from __future__ import annotations

import asyncio
import logging
import os
import pickle
import sys
from asyncio.subprocess import PIPE, Process
from collections import OrderedDict
from hashlib import blake2b
from pathlib import Path
from types import TracebackType
from typing import Self

from platformdirs import user_cache_path

from bot.charts.errors import ChartError

PATIENCE = 20.0
"""Seconds a process may take to start, or to draw one chart, before it counts as dead."""

_HEAD = 4
_ROOT = Path(__file__).resolve().parents[2]

log = logging.getLogger(__name__)


class Studio:
    """Draws charts in `workers` processes; keeps the last `kept` pictures (about 25 kB each).

    Use as an async context manager: entering starts the processes in the background, leaving ends them.
    `cache` is a folder for matplotlib's font list.
    """

    def __init__(self, workers: int = 2, kept: int = 256, cache: Path | None = None) -> None:
        self._workers = [_Worker(cache or user_cache_path("selloff") / "matplotlib") for _ in range(workers)]
        self._idle: asyncio.Queue[_Worker] = asyncio.Queue()
        self._limit = kept
        self._kept: OrderedDict[bytes, bytes] = OrderedDict()
        self._drawing: dict[bytes, asyncio.Task[bytes]] = {}
        self._warming: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self._warming = [asyncio.create_task(self._warm(worker)) for worker in self._workers]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        tasks = [*self._warming, *self._drawing.values()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await asyncio.gather(*(worker.close() for worker in self._workers))

    async def warm(self) -> None:
        """Wait until every process has loaded all it needs."""
        await asyncio.gather(*self._warming)

    async def draw(self, chart: str, report: object, words: object, theme: str) -> bytes:
        """The chart as a PNG 1000 pixels wide. Equal requests are drawn once, also while under way.

        Raises:
            ChartError: the drawing failed, or two processes died over it.
        """
        request = pickle.dumps((chart, report, words, theme), protocol=pickle.HIGHEST_PROTOCOL)
        key = blake2b(request, digest_size=16).digest()
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._drawing:
            task = asyncio.create_task(self._draw(request))
            self._drawing[key] = task
            task.add_done_callback(lambda done: self._finish(key, done))
        # One waiter who gives up must not take the picture away from the others.
        return await asyncio.shield(self._drawing[key])

    def _finish(self, key: bytes, task: asyncio.Task[bytes]) -> None:
        del self._drawing[key]
        # Asking for the exception also marks it as seen, should every waiter have given up.
        if task.cancelled() or task.exception():
            return
        self._kept[key] = task.result()
        if len(self._kept) > self._limit:
            self._kept.popitem(last=False)

    async def _draw(self, request: bytes) -> bytes:
        """Draw in the next idle process; if that one dies, once more in a new one in its place."""
        worker = await self._idle.get()
        try:
            try:
                return await worker.draw(request)
            except _WorkerDied as first:
                log.warning("a chart process died, drawing again: %s", first)
            return await worker.draw(request)
        except _WorkerDied as second:
            raise ChartError(f"two chart processes died over one chart; the second {second}") from second
        finally:
            self._idle.put_nowait(worker)

    async def _warm(self, worker: _Worker) -> None:
        try:
            await worker.start()
        except _WorkerDied as error:
            # Drawing tries again, and tells its caller if that fails too.
            log.warning("a chart process did not start: %s", error)
        finally:
            self._idle.put_nowait(worker)


class _WorkerDied(Exception):
    """A process ended, or did not answer in time."""


class _Worker:
    """One chart process, started when needed and again after it died. Used by one task at a time."""

    def __init__(self, cache: Path) -> None:
        self._cache = cache
        self._process: Process | None = None

    async def start(self) -> Process:
        """The running process, ready to draw."""
        if self._process is None or self._process.returncode is not None:
            environment = {
                "MPLCONFIGDIR": str(self._cache),
                "MPL_IGNORE_SYSTEM_FONTS": "1",  # a scan of the machine's fonts takes seconds; ours are named directly
                "PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.environ.get("PYTHONPATH")])),
            }
            self._process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                "bot.charts.worker",
                stdin=PIPE,
                stdout=PIPE,
                env=os.environ | environment,
                start_new_session=True,  # a Ctrl-C in the terminal is for the bot alone
            )
            await self._answer(self._process)
        return self._process

    async def draw(self, request: bytes) -> bytes:
        """The picture for a request.

        Raises:
            ChartError: the drawing failed; the process lives on.
            _WorkerDied: the process did not survive it.
        """
        process = await self.start()
        return await self._answer(process, len(request).to_bytes(_HEAD, "big") + request)

    async def close(self) -> None:
        """End the process; one that is idle ends by itself once its input closes."""
        if self._process and self._process.stdin:
            self._process.stdin.close()
            await self._end(self._process, PATIENCE)

    async def _answer(self, process: Process, request: bytes = b"") -> bytes:
        assert process.stdin  # made with PIPE
        assert process.stdout
        try:
            async with asyncio.timeout(PATIENCE):
                process.stdin.write(request)
                await process.stdin.drain()
                length = int.from_bytes(await process.stdout.readexactly(_HEAD), "big")
                answer = await process.stdout.readexactly(length)
        except TimeoutError as error:
            await self._end(process, 0)
            raise _WorkerDied(f"gave no answer within {PATIENCE:.0f} seconds") from error
        except (EOFError, OSError) as error:
            await self._end(process, PATIENCE)
            raise _WorkerDied(f"ended with code {process.returncode}") from error
        except asyncio.CancelledError:
            # Its answer is still to come and would be taken for the next one.
            await self._end(process, 0)
            raise
        if answer[0]:
            raise ChartError(answer[1:].decode())
        return answer[1:]

    async def _end(self, process: Process, patience: float) -> None:
        self._process = None
        try:
            async with asyncio.timeout(patience):
                await process.wait()
        except TimeoutError:
            if process.returncode is None:
                process.kill()
            await process.wait()

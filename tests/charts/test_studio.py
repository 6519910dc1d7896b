"""The processes that draw: shared work, lost processes, and ends of every kind."""

from __future__ import annotations

import asyncio
import os
import pickle
import select
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
import pytest_asyncio

from bot.charts import studio as module
from bot.charts.errors import ChartError
from bot.charts.studio import Studio
from bot.charts.worker import Easel
from tests.charts.scenes import SCENES

REPORT = SCENES["fall"].report()
WORDS = SCENES["fall"].words["en"]

shared = pytest.mark.asyncio(loop_scope="module")
needs_pidfd = pytest.mark.skipif(not hasattr(os, "pidfd_open"), reason="waits on processes by Linux's pidfd")


class Deadly:
    """A report that ends the process that unpickles it."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return os._exit, (3,)


class Stuck:
    """A report that keeps the process that unpickles it busy for an hour."""

    def __reduce__(self) -> tuple[object, tuple[int]]:
        return time.sleep, (3600,)


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty folder, as on a fresh machine."""
    return tmp_path_factory.mktemp("matplotlib")


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def studio(cache: Path) -> AsyncIterator[Studio]:
    """One studio with one process for the tests that leave it healthy."""
    async with Studio(workers=1, kept=3, cache=cache) as open_studio:
        yield open_studio


def _pid(studio: Studio) -> int:
    process = studio._workers[0]._process
    assert process
    return process.pid


@shared
async def test_a_chart_is_what_an_easel_draws(studio: Studio) -> None:
    """The picture is the same whether it was drawn here or in another process."""
    expected = Easel().draw("drop", REPORT, WORDS, "dark")
    assert expected == await studio.draw("drop", REPORT, WORDS, "dark")


@shared
async def test_equal_requests_are_drawn_once(studio: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    """Fifty who ask for one chart at once share one drawing, and later ones get it from memory."""
    words = replace(WORDS, title="Equal requests")
    drawn: list[bytes] = []
    draw = studio._workers[0].draw

    async def counted(request: bytes) -> bytes:
        drawn.append(request)
        return await draw(request)

    monkeypatch.setattr(studio._workers[0], "draw", counted)
    # Each waiter brings a report and words of its own, equal but not the same objects.
    requests = [(SCENES["fall"].report(), pickle.loads(pickle.dumps(words))) for _ in range(50)]
    pictures = await asyncio.gather(*(studio.draw("drop", *each, "dark") for each in requests))
    again = await studio.draw("drop", REPORT, words, "dark")
    assert 1 == len(drawn)
    assert {again} == set(pictures)


@shared
async def test_only_the_latest_pictures_are_kept(studio: Studio) -> None:
    """Memory is bounded: the oldest picture makes room for the newest."""
    for number in range(5):
        await studio.draw("drop", REPORT, replace(WORDS, title=f"Picture {number}"), "dark")
    assert 3 == len(studio._kept)


@shared
async def test_one_who_gives_up_harms_no_other(studio: Studio) -> None:
    """A cancelled waiter leaves the drawing to those who still want it."""
    words = replace(WORDS, title="Cancelled by one")
    impatient, patient = (asyncio.create_task(studio.draw("drop", REPORT, words, "dark")) for _ in range(2))
    await asyncio.sleep(0)
    impatient.cancel()
    assert (await patient).startswith(b"\x89PNG")
    assert impatient.cancelled()


@shared
async def test_a_failed_drawing_is_named_and_leaves_the_process_alive(studio: Studio) -> None:
    """An error inside a drawing comes back as ChartError with its traceback; nothing is restarted."""
    await studio.warm()
    before = _pid(studio)
    with pytest.raises(ChartError, match="AttributeError"):
        await studio.draw("drop", None, WORDS, "dark")
    assert before == _pid(studio)


@shared
async def test_a_lost_process_is_replaced(studio: Studio) -> None:
    """A process killed from outside costs a new start, not an answer."""
    await studio.warm()
    before = _pid(studio)
    os.kill(before, signal.SIGKILL)
    picture = await studio.draw("drop", REPORT, replace(WORDS, title="After a crash"), "dark")
    assert picture.startswith(b"\x89PNG")
    assert before != _pid(studio)


async def test_a_chart_that_kills_processes_is_given_up(cache: Path) -> None:
    """After the second dead process the chart fails by name, and others are drawn as before."""
    async with Studio(workers=1, cache=cache) as studio:
        with pytest.raises(ChartError, match="ended with code 3"):
            await studio.draw("drop", Deadly(), WORDS, "dark")
        assert (await studio.draw("drop", REPORT, WORDS, "dark")).startswith(b"\x89PNG")


async def test_a_stuck_process_is_ended(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that gives no answer in time is killed instead of being waited for."""
    async with Studio(workers=1, cache=cache) as studio:
        await studio.warm()
        monkeypatch.setattr(module, "PATIENCE", 0.05)
        with pytest.raises(ChartError, match="no answer"):
            await studio.draw("drop", Stuck(), WORDS, "dark")


async def test_leaving_ends_the_processes_in_the_middle_of_work(cache: Path) -> None:
    """A studio closes although a drawing is under way; its waiter is told by cancellation."""
    async with Studio(workers=1, cache=cache) as studio:
        await studio.warm()
        process = studio._workers[0]._process
        waiter = asyncio.create_task(studio.draw("drop", Stuck(), WORDS, "dark"))
        await asyncio.sleep(0)
    assert process
    assert process.returncode is not None
    with pytest.raises(asyncio.CancelledError):
        await waiter


_HOST = """
import asyncio, sys
from pathlib import Path
from bot.charts.studio import Studio

async def main():
    async with Studio(workers=2, cache=Path(sys.argv[1])) as studio:
        await studio.warm()
        print(*(worker._process.pid for worker in studio._workers), flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@needs_pidfd
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT])
def test_chart_processes_end_with_their_parent(end: signal.Signals, cache: Path) -> None:
    """Whether the bot is killed or stopped by Ctrl-C, its chart processes go, and say nothing about it."""
    host = subprocess.Popen(
        [sys.executable, "-c", _HOST, str(cache)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert host.stdout
    descriptors = [os.pidfd_open(int(pid)) for pid in host.stdout.readline().split()]
    host.send_signal(end)
    for descriptor in descriptors:
        # A pidfd can be read once its process has ended.
        ended, _, _ = select.select([descriptor], [], [], 10)
        os.close(descriptor)
        assert ended
    _, errors = host.communicate(timeout=10)
    assert "worker" not in errors


def test_asking_costs_the_event_loop_next_to_nothing() -> None:
    """What crosses to a chart process is some kilobytes, not the price history."""
    assert len(pickle.dumps(("drop", REPORT, WORDS, "dark"), protocol=pickle.HIGHEST_PROTOCOL)) < 8_000

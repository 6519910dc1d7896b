"""Child processes of a benchmark: started, talked to line by line, weighed and ended."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 60.0
LOG_LIMIT = 4_000

_NOT_PASSED_ON = (
    *("SELLOFF_", "DISCORD_"),
    *("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"),
    *("CURL_CA_BUNDLE", "REQUESTS_CA_BUNDLE", "SSL_CERT_"),
)


class Ended(Exception):
    """A child process ended, or said nothing, where it was to go on; the message holds the end of its log."""


class Child:
    """A Python module that runs in a process of its own and says one line of JSON when asked or when it is ready."""

    def __init__(self, process: Process, log: Path) -> None:
        self._process = process
        self._log = log

    @property
    def pid(self) -> int:
        """Its process id."""
        return self._process.pid

    async def ask(self, line: bytes = b"") -> Any:
        """Write a line to it, if any, and read its next line as JSON.

        Raises:
            Ended: it has no more to say.
        """
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(line)
        async with asyncio.timeout(PATIENCE):
            answer = await self._process.stdout.readline()
        if not answer:
            raise self.ended()
        return json.loads(answer)

    def ended(self) -> Ended:
        """What to raise when it does not do what it should."""
        return Ended(f"{self._log.stem}: {self.log_end()}")

    def log_end(self) -> str:
        """The last it wrote on standard error."""
        return self._log.read_text("utf-8", "replace")[-LOG_LIMIT:]

    async def end(self) -> None:
        """Ask it to end; make it, when it does not."""
        if self._process.returncode is None:
            self._process.terminate()
            try:
                async with asyncio.timeout(PATIENCE):
                    await self._process.wait()
            except TimeoutError:
                self._process.kill()
                await self._process.wait()


@asynccontextmanager
async def child(
    folder: Path, module: str, *arguments: str, env: Mapping[str, str] | None = None
) -> AsyncIterator[Child]:
    """Run `python -m module` in `folder`, where its log goes too, until the block ends."""
    log = folder / f"{module}.log"
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=errors,
            cwd=folder,
            env=_clean_environment() | {"PYTHONPATH": paths} | dict(env or {}),
        )
    running = Child(process, log)
    try:
        yield running
    finally:
        await running.end()


def _clean_environment() -> dict[str, str]:
    """This process's environment without the operator's own settings and network."""
    return {name: value for name, value in os.environ.items() if not name.upper().startswith(_NOT_PASSED_ON)}


def proportional_memory(pid: int) -> dict[int, float] | None:
    """PSS in MB of a process and all below it, by process id; None where the system does not tell (not Linux).

    PSS counts a page shared by n processes as an n-th to each, so that the sum is what they take together.
    """
    if not Path("/proc/self/smaps_rollup").exists():
        return None
    found = {pid: _pss(pid)}
    for task in Path(f"/proc/{pid}/task").iterdir():
        for below in (task / "children").read_text().split():
            found |= proportional_memory(int(below)) or {}
    return found


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 / 1e6 for line in lines if line.startswith("Pss:"))

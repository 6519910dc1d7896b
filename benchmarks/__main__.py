"""`python -m benchmarks`: measure everything in one run, print the table, write it as JSON.

The exit code is 1 when a target is missed.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.cases import Bench
from benchmarks.machine import machine_facts
from benchmarks.measures import Case
from benchmarks.processes import ROOT
from benchmarks.sectors import SectorBench
from benchmarks.table import render
from benchmarks.wire import upstream

RESULT = ROOT / "benchmarks" / "results" / "latest.json"


async def measure(rounds: int) -> list[Case]:
    """Run all cases in a folder that is thrown away afterwards."""
    start = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - start:5.0f} s  {what}", file=sys.stderr, flush=True)

    with TemporaryDirectory(prefix="selloff-bench-") as folder:
        async with upstream(Path(folder)) as yahoo:
            questions = Bench(yahoo, Path(folder), rounds, say)
            sectors = SectorBench(yahoo, Path(folder), rounds, say)
            await questions.run()
            await sectors.run()
    return [*questions.cases(), *sectors.cases()]


def main() -> int:
    """Run the benchmarks; the exit code says whether every target is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, default=RESULT, metavar="PATH", help="where the result is written")
    parser.add_argument("--rounds", type=int, default=3, help="rounds, of which medians are shown (3)")
    options = parser.parse_args()
    facts = machine_facts()
    cases = asyncio.run(measure(options.rounds))
    print("\n".join(f"{name}: {value}" for name, value in facts.items()), render(cases), sep="\n\n")
    options.json.parent.mkdir(parents=True, exist_ok=True)
    document = {"machine": facts, "rounds": options.rounds, "cases": [case.as_json() for case in cases]}
    options.json.write_text(json.dumps(document, indent=2) + "\n", "utf-8")
    missed = [case.name.strip() for case in cases if case.missed]
    if missed:
        print(f"\nmissed: {', '.join(missed)}")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())

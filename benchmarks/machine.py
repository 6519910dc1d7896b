"""What was measured on, for whoever compares two results."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("aiohttp", "curl_cffi", "discord.py", "matplotlib", "numpy", "pandas", "SQLAlchemy", "yfinance")


def machine_facts() -> dict[str, str]:
    """Cores, processor, system, Python and the libraries that matter."""
    load = os.getloadavg() if hasattr(os, "getloadavg") else ()
    return {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "cores": str(os.cpu_count()),
        "processor": _processor(),
        "system": platform.platform(),
        "load before": " ".join(f"{each:.1f}" for each in load),
        "python": platform.python_version(),
        **{each: version(each) for each in LIBRARIES},
    }


def _processor() -> str:
    """The processor's name where Linux tells it, else its architecture."""
    facts = Path("/proc/cpuinfo")
    lines = facts.read_text().splitlines() if facts.exists() else []
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())

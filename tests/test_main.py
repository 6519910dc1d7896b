"""The command line as people run it: real services over the bundled sample, in processes of their own."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, variable

SELLOFF = [sys.executable, "-m", "bot"]
ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Nothing of this machine's settings; everything written goes to a folder of the tests' own."""
    folder = tmp_path_factory.mktemp("selloff")
    names = {variable(field) for field in Settings.model_fields} | {"SELLOFF_QUESTION"}
    return {name: value for name, value in os.environ.items() if name not in names} | {
        "PYTHONPATH": str(ROOT),
        "SELLOFF_MARKET_DATA": "sample",
        "SELLOFF_CHART_WORKERS": "1",
        "SELLOFF_CACHE_DIR": str(folder / "cache"),
        "SELLOFF_DATABASE_URL": f"sqlite+aiosqlite:///{folder / 'selloff.db'}",
    }


def selloff(*arguments: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a verb to its end."""
    return subprocess.run(
        [*SELLOFF, *arguments], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_ask_prints_the_messages_as_json(environment: dict[str, str], tmp_path: Path):
    """One JSON document with a list for each question, errors included; the chart is where it says."""
    questions = ["!drop NVDA 2025-01-27", "/drop siemens energy 27 jan 2025", "!drop zzzzqq 2025-01-27"]

    done = selloff("ask", "--json", "--charts", "charts", *questions, folder=tmp_path, environment=environment)

    assert 0 == done.returncode, done.stderr
    (nvidia,), (siemens,), (unknown,) = json.loads(done.stdout)
    assert "fell 16.97" in nvidia["embeds"][0]["title"].replace("\N{NO-BREAK SPACE}", " ")
    assert "fell 19.95" in siemens["embeds"][0]["title"].replace("\N{NO-BREAK SPACE}", " ")
    assert {"content", "embeds", "components", "attachments"} <= set(unknown)
    assert "zzzzqq" in unknown["embeds"][0]["description"]
    (chart,) = nvidia["attachments"]
    picture = (tmp_path / chart["path"]).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert (len(picture), "charts") == (chart["size"], Path(chart["path"]).parent.name)
    assert "Nvidia fell" in chart["description"]


def test_ask_reads_its_question_from_the_environment(environment: dict[str, str], tmp_path: Path):
    """What `make ask` puts there is asked as it stands; the reply is readable text, the log stays out of it."""
    done = selloff("ask", folder=tmp_path, environment=environment | {"SELLOFF_QUESTION": "!drop $NVDA 2025-01-27"})

    lines = done.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()
    assert (0, "> !drop $NVDA 2025-01-27") == (done.returncode, lines[0])
    assert "Nvidia fell 16.97 % on 27 January 2025" == lines[1]
    assert (tmp_path / "out" / "drop-NVDA-2025-01-27.png").is_file()


def test_a_question_without_a_reply_fails(environment: dict[str, str], tmp_path: Path):
    """Talk that is no command gets no reply, and the exit code says so."""
    done = selloff("ask", "--json", "hello", "/nonsense", folder=tmp_path, environment=environment)

    assert (1, [[], []]) == (done.returncode, json.loads(done.stdout))
    assert "hello: no reply" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "given"),
    [
        (["ask"], {}),
        (["ask", "--as", "nobody", "!drop"], {}),
        (["ask", "--locale", "tlh", "!drop"], {}),
        (["sing"], {}),
        (["run"], {"SELLOFF_TYPO": "1"}),
        (["ask", "!drop nvda"], {"SELLOFF_THEME": "s3cret"}),
    ],
)
def test_bad_usage_is_told_at_once(
    environment: dict[str, str], tmp_path: Path, arguments: list[str], given: dict[str, str]
):
    """Exit code 2, nothing on standard output, no traceback and no value of a setting."""
    done = selloff(*arguments, folder=tmp_path, environment=environment | given)

    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr
    assert "s3cret" not in done.stderr
    assert all(name in done.stderr for name in given)


def test_a_database_that_cannot_be_opened_is_one_sentence(environment: dict[str, str], tmp_path: Path):
    """What is not a database is left as it is, and the start ends with a sentence."""
    (tmp_path / "broken.db").write_text("not a database " * 100, "utf-8")
    address = {"SELLOFF_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path / 'broken.db'}"}

    done = selloff("ask", "!drop nvda", folder=tmp_path, environment=environment | address)

    assert 1 == done.returncode
    assert re.fullmatch(r"selloff: The database [^\n]+ is damaged [^\n]+\n", done.stderr)


def test_doctor_says_what_is_ok(environment: dict[str, str], tmp_path: Path):
    """A line on each thing; without a token the local channel is what opens."""
    done = selloff("doctor", folder=tmp_path, environment=environment)

    lines = done.stdout.splitlines()
    assert (0, "") == (done.returncode, done.stderr)
    assert ["versions", "token", "intents", "database", "market data", "cache folder"] == [
        line[4:18].strip() for line in lines
    ]
    assert all(line.startswith("ok  ") for line in lines)


def test_doctor_says_what_to_do(environment: dict[str, str], tmp_path: Path):
    """Trouble is marked and the setting named; the token and passwords are not shown."""
    given = {
        "DISCORD_TOKEN": "s3cret.s3cret.s3cret",
        "SELLOFF_DISCORD_API": "http://127.0.0.1:9/api/v10",
        "SELLOFF_DATABASE_URL": f"sqlite+aiosqlite:///{tmp_path}",
        "SELLOFF_CACHE_DIR": str(tmp_path / ".env" / "cache"),
    }
    (tmp_path / ".env").write_text("", "utf-8")

    done = selloff("doctor", folder=tmp_path, environment=environment | given)

    troubled = [line[4:18].strip() for line in done.stdout.splitlines() if line.startswith("!!  ")]
    assert 1 == done.returncode
    assert ["token", "intents", "database", "cache folder"] == troubled
    assert "SELLOFF_CACHE_DIR" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_the_local_channel_ends_cleanly(environment: dict[str, str], tmp_path: Path):
    """It prints its address and the example's answer, ends on Ctrl-C with code 0, and leaves no process behind."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = str(free.getsockname()[1])
    with subprocess.Popen(
        [*SELLOFF, "run"],
        cwd=tmp_path,
        env=environment | {"SELLOFF_LOCAL_PORT": port, "SELLOFF_LOG_LEVEL": "WARNING"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stdout is not None
        said = ""
        while "Ctrl-C" not in said and (line := running.stdout.readline()):
            said += line
        workers = children_of(running.pid)
        running.send_signal(signal.SIGINT)
        _, complaints = running.communicate(timeout=20)

    assert f"http://127.0.0.1:{port}/#" in said
    assert "Nvidia fell 16.97 % on 27 January 2025" in said.replace("\N{NO-BREAK SPACE}", " ")
    assert (0, "") == (running.returncode, complaints)
    assert workers
    assert not [pid for pid in workers if Path(f"/proc/{pid}").exists()]


def children_of(parent: int) -> list[int]:
    """The processes started by a process, where the system has /proc."""
    found: list[int] = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields: list[Any] = status.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(status.parent.name))
    return found

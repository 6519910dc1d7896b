"""Who may import whom: the house's layers, held by import-linter (pyproject.toml, `tool.importlinter`)."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from grimp import ImportGraph
from importlinter.api import read_configuration
from importlinter.contracts.forbidden import ForbiddenContract
from importlinter.contracts.layers import LayersContract
from importlinter.contracts.protected import ProtectedContract
from importlinter.domain.contract import Contract

ROOT = Path(__file__).parents[1]
PYPROJECT = ROOT / "pyproject.toml"
BY_NAME = re.compile(r"""(?:import_module|__import__)\(\s*["'](\w+)""")
KINDS = {kind.type_name: kind for kind in (ForbiddenContract, LayersContract, ProtectedContract)}
CONFIGURATION = read_configuration(str(PYPROJECT))

TOP = ("__main__", "chat", "services", "settings", "logs", "answers", "charts", "providers", "store", "i18n", "domain")
HOUSE = (*TOP, "domain.drops", "domain.instruments", "domain.prices")
LIBRARIES = ("alembic", "curl_cffi", "discord", "exchange_calendars", "matplotlib", "pandas", "pytickersymbols")
LIBRARIES += ("sqlalchemy", "yfinance")

IMPORT_ALL_CHARTS = """
import importlib, pkgutil, sys
import bot.charts
for module in pkgutil.walk_packages(bot.charts.__path__, "bot.charts."):
    importlib.import_module(module.name)
print(*sorted({"pandas", "exchange_calendars", "matplotlib.pyplot", "discord"} & sys.modules.keys()))
"""


def test_the_code_keeps_its_contracts():
    """Every contract holds for the tree as it is; import-linter prints the chain that breaks one."""
    # In a process of its own: it sets logging up anew and thereby silences every logger there is.
    lint = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(sys.argv[1], no_cache=True))"
    checked = subprocess.run(
        [sys.executable, "-c", lint, PYPROJECT], cwd=PYPROJECT.parent, capture_output=True, text=True, check=False
    )
    assert (0, True) == (checked.returncode, "0 broken" in checked.stdout), checked.stdout + checked.stderr


def _house(*imports: tuple[str, str]) -> ImportGraph:
    """The packages of the plan, empty but for the given imports."""
    graph = ImportGraph()
    for module in ("bot", "cogs", *(f"bot.{each}" for each in HOUSE)):
        graph.add_module(module)
    for library in LIBRARIES:
        graph.add_module(library, is_squashed=True)
    for importer, imported in imports:
        graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="")
    return graph


def _contract(options: dict[str, Any]) -> Contract:
    return KINDS[options["type"]](options["name"], CONFIGURATION["session_options"], options)


def _broken(graph: ImportGraph) -> list[str]:
    return [
        options["id"]
        for options in CONFIGURATION["contracts_options"]
        if not _contract(options).check(graph, verbose=False).kept
    ]


@pytest.mark.parametrize(
    ("importer", "imported"),
    [
        ("cogs.drops", "bot.answers.drops"),
        ("cogs.drops", "discord"),
        ("bot.__main__", "bot.chat.client"),
        ("bot.chat.desk", "bot.services"),
        ("bot.services", "bot.settings"),
        ("bot.services", "bot.store.bars"),
        ("bot.answers.drops", "bot.charts.studio"),
        ("bot.charts.drop", "bot.domain.drops"),
        ("bot.providers.yahoo", "yfinance"),
        ("bot.domain.sessions", "exchange_calendars"),
    ],
)
def test_what_the_plan_allows_is_allowed(importer: str, imported: str):
    """The arrows that the house needs break no contract."""
    assert [] == _broken(_house((importer, imported)))


@pytest.mark.parametrize(
    ("importer", "imported", "contract"),
    [
        ("bot.domain.drops", "bot.answers.drops", "layers"),
        ("bot.answers.drops", "bot.chat.render", "layers"),
        ("bot.answers.drops", "bot.settings", "layers"),
        ("bot.providers.cached", "bot.store.bars", "layers"),
        ("bot.charts.drop", "bot.i18n.speech", "layers"),
        ("bot.logs", "bot.settings", "layers"),
        ("bot.chat.client", "cogs.drops", "cogs-above"),
        ("cogs.drops", "bot.services", "cogs-thin"),
        ("cogs.drops", "bot.providers.files", "cogs-thin"),
        ("bot.answers.drops", "discord", "discord"),
        ("bot.services", "discord", "discord"),
        ("bot.chat.render", "matplotlib", "matplotlib"),
        ("bot.services", "sqlalchemy", "sqlalchemy"),
        ("bot.domain.bars", "yfinance", "yfinance"),
        ("bot.services", "curl_cffi", "yfinance"),
        ("bot.chat.render", "pandas", "pandas"),
        ("cogs.drops", "pandas", "pandas"),
    ],
)
def test_what_the_plan_forbids_breaks_a_contract(importer: str, imported: str, contract: str):
    """Each forbidden arrow breaks the contract that was made against it, and no other."""
    assert [contract] == _broken(_house((importer, imported)))


def test_a_chart_worker_may_not_load_pandas_through_others():
    """Pandas two imports away is still a hundred megabytes in every worker."""
    graph = _house(("bot.charts.drop", "bot.domain.losses"), ("bot.domain.losses", "pandas"))

    assert ["chart-worker"] == _broken(graph)


def test_a_stray_module_has_no_place():
    """A file that no layer names fails, whatever it imports."""
    graph = _house()
    graph.add_module("bot.helpers")

    assert ["layers"] == _broken(graph)


def test_imports_by_name_keep_to_the_plan():
    """A library imported late, by its name as a text, is invisible to import-linter but bound to the same place."""
    places = {"yfinance": "bot/providers"}

    found = [
        (library, path.relative_to(ROOT).as_posix())
        for package in ("bot", "cogs")
        for path in (ROOT / package).rglob("*.py")
        for library in BY_NAME.findall(path.read_text(encoding="utf-8"))
    ]

    assert [] == [(library, path) for library, path in found if not path.startswith(places.get(library, "nowhere"))]


def test_a_chart_process_stays_light():
    """A fresh interpreter that has imported all of bot.charts has seen neither pandas nor pyplot nor Discord."""
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL_CHARTS], capture_output=True, text=True, timeout=60, check=False
    )

    assert (0, "", "\n") == (done.returncode, done.stderr, done.stdout)

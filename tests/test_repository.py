"""What every tracked file must keep to."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CODE = ("bot", "cogs")
LONGEST = 300
REASON = re.compile(rf"\b{LONGEST}\s+lines\b")
MACHINE_PATH = re.compile(r"(?<![\w.}])/(?:home|root|tmp|work|Users|mnt)/\w|\b[A-Z]:\\\\?Users\b")
REGISTRY = re.compile(
    r"py" r"pi\.(?:org|python\.org)|python" r"hosted\.org|npm" r"js\.(?:org|com)|--(?:extra-)?index" r"-url"
)


def _tracked() -> list[Path]:
    """The files git knows that are still there."""
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> dict[str, str]:
    """The tracked text files by their name in the repository."""
    texts: dict[str, str] = {}
    for path in _tracked():
        data = path.read_bytes()
        if b"\0" not in data:
            texts[path.relative_to(ROOT).as_posix()] = data.decode("utf-8")
    return texts


def _lines_with(pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in _texts().items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_module_is_long_without_a_reason():
    """A Python file above 300 lines says in its docstring why it is longer than 300 lines."""
    unexplained = [
        f"{name}: {len(text.splitlines())} lines"
        for name, text in _texts().items()
        if name.endswith(".py")
        and len(text.splitlines()) > LONGEST
        and not REASON.search(ast.get_docstring(ast.parse(text)) or "")
    ]

    assert [] == unexplained


def test_no_file_names_a_path_of_one_machine():
    """What is in the repository works wherever it is cloned."""
    assert [] == _lines_with(MACHINE_PATH)


def test_no_file_names_a_package_registry():
    """Where packages come from is for whoever installs them to say."""
    assert [] == _lines_with(REGISTRY)


def test_every_data_file_is_installed():
    """What lies beside the code lies in a package, under a name that setuptools is told to install."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["setuptools"]
    installed = options["package-data"]["*"]

    data = [path for path in _tracked() if path.relative_to(ROOT).parts[0] in CODE and path.suffix != ".py"]
    left_out = [
        path.relative_to(ROOT).as_posix()
        for path in data
        if not ((path.parent / "__init__.py").is_file() and any(fnmatch(path.name, each) for each in installed))
    ]

    assert [] == left_out
    assert any(path.suffix == ".csv" for path in data)


def test_constraints_are_exact_versions_only():
    """constraints.txt pins every package once, by name and version."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    names = [line.partition("==")[0].lower() for line in lines]

    assert [] == [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)]
    assert len(set(names)) == len(names)

"""Which cogs there are. The bot knows their package by name only: cogs import the bot, never the other way round."""

from __future__ import annotations

from importlib.util import find_spec
from pkgutil import iter_modules

PACKAGE = "cogs"


def cog_names() -> tuple[str, ...]:
    """The module names of all cogs, in alphabetical order."""
    package = find_spec(PACKAGE)
    if package is None or package.submodule_search_locations is None:
        raise ModuleNotFoundError(f"the package {PACKAGE} is not installed", name=PACKAGE)
    return tuple(sorted(f"{PACKAGE}.{each.name}" for each in iter_modules(package.submodule_search_locations)))

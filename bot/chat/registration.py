"""Which slash commands Discord already has, so that they are sent only when they have changed."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path
from typing import Any

from discord import app_commands
from discord.http import Route

log = logging.getLogger(__name__)


class Registration:
    """A digest of the registered commands, one small file an application, in a folder of the operator's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def is_new(self, tree: app_commands.CommandTree[Any]) -> bool:
        """Whether the tree's commands differ from those last registered."""
        try:
            return self._file(tree).read_text("ascii") != digest(tree)
        except (OSError, UnicodeDecodeError):
            return True

    def remember(self, tree: app_commands.CommandTree[Any]) -> None:
        """Keep the tree's commands as registered; where they cannot be kept, the next start registers them again."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file(tree).write_text(digest(tree), "ascii")
        except OSError as error:
            log.warning("the registered commands cannot be noted in %s: %s", self._folder, error.strerror)

    def _file(self, tree: app_commands.CommandTree[Any]) -> Path:
        # Two bots, or one bot on two servers of the protocol, are registered apart.
        whose = hashlib.sha256(f"{Route.BASE} {tree.client.application_id}".encode()).hexdigest()[:16]
        return self._folder / f"commands-{whose}.sha256"


def digest(tree: app_commands.CommandTree[Any]) -> str:
    """What the commands are, as a hash of what would be sent."""
    payload = [command.to_dict(tree) for command in tree.get_commands()]
    return hashlib.sha256(json.dumps(payload, sort_keys=True, default=str).encode()).hexdigest()

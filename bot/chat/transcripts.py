"""Messages as a terminal shows them, and exactly as they were posted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import discord

Saved = Mapping[int, Path]
"""Where attachments were saved, by their ids."""

_TIMESTAMP = re.compile(r"<t:(-?\d+)(?::\w)?>")
_ESCAPED = re.compile(r"\\([^A-Za-z0-9\s])")
_UNSEEN = str.maketrans("", "", "\N{ZERO WIDTH SPACE}")


def readable(message: discord.Message, saved: Saved | None = None) -> str:
    """A message as plain text: what its embed says, its working buttons, and its files with where they were saved."""
    parts = [_plain(message.content)] if message.content else []
    for embed in message.embeds:
        parts += [_plain(part) for part in (embed.title, embed.description) if part]
        parts += [f"{_plain(each.name or '')}: {_plain(each.value or '')}".lstrip(": ") for each in embed.fields]
        parts += [embed.footer.text] if embed.footer.text else []
    parts += [f"[ {label} ]" for label in _labels(message)]
    for attachment in message.attachments:
        where = (saved or {}).get(attachment.id)
        kind = "Picture" if (attachment.content_type or "").startswith("image/") else "File"
        parts.append(f"{kind}: {where or attachment.filename}")
        parts += [f"  {attachment.description}"] if attachment.description else []
    return "\n".join(parts)


def as_posted(message: discord.Message, saved: Saved) -> dict[str, Any]:
    """A message as JSON values, as Discord holds it; attachments with the path they were saved under."""
    return {
        "content": message.content,
        "embeds": [embed.to_dict() for embed in message.embeds],
        "components": [component.to_dict() for component in message.components],
        "attachments": [
            {
                "filename": each.filename,
                "path": str(saved[each.id]),
                "description": each.description,
                "size": each.size,
                "content_type": each.content_type,
            }
            for each in message.attachments
        ],
    }


def _plain(text: str) -> str:
    """Discord's markdown as a terminal can show it: times in this machine's zone, no stars, no escapes."""
    text = _TIMESTAMP.sub(lambda found: f"{datetime.fromtimestamp(int(found[1])).astimezone():%Y-%m-%d %H:%M}", text)
    return _ESCAPED.sub(r"\1", text.replace("**", "").replace("`", "")).translate(_UNSEEN)


def _labels(message: discord.Message) -> list[str]:
    rows = [each for each in message.components if isinstance(each, discord.ActionRow)]
    buttons = [child for row in rows for child in row.children if isinstance(child, discord.Button)]
    return [each.label for each in buttons if each.label and not each.disabled]

"""`selloff ask`: questions on the command line, asked in one local channel, in order."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import discord
import simcord
from discord import app_commands

from bot.chat.local import LocalChannel, discord_locale, open_local
from bot.chat.transcripts import Saved, as_posted, readable
from bot.domain.dates import split_words
from bot.settings import Settings


class BadUsage(Exception):
    """An argument cannot be used; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question with the messages it brought, and where their files were saved; `trouble` says why none came."""

    question: str
    messages: tuple[discord.Message, ...]
    saved: Saved
    trouble: str = ""


async def ask_all(
    settings: Settings,
    cogs: Iterable[str],
    questions: Sequence[str],
    *,
    folder: Path,
    speaker: str,
    locale: str | None,
) -> list[Asked]:
    """Ask each question in one local channel and save the files of the replies in `folder`.

    Raises:
        BadUsage: there is no such language, or the folder cannot be written.
        BotError: the services cannot be opened.
    """
    names: set[str] = set()
    try:
        discord_locale(locale or settings.locale)
        await asyncio.to_thread(folder.mkdir, parents=True, exist_ok=True)
    except (ValueError, OSError) as error:
        raise BadUsage(str(error)) from error
    async with open_local(settings, cogs, locale) as local:
        return [await _ask(local, question, speaker, folder, names) for question in questions]


def to_text(asked: Sequence[Asked]) -> str:
    """The replies as a person at a terminal reads them."""
    replies = (
        "\n".join([f"> {each.question}", *(readable(message, each.saved) for message in each.messages)])
        for each in asked
    )
    return "\n\n".join(replies)


def to_json(asked: Sequence[Asked]) -> str:
    """One JSON document: a list, one item a question, of the lists of messages exactly as posted."""
    document = [[as_posted(message, each.saved) for message in each.messages] for each in asked]
    return json.dumps(document, ensure_ascii=False, indent=2)


async def _ask(local: LocalChannel, question: str, speaker: str, folder: Path, names: set[str]) -> Asked:
    try:
        if question.startswith("/"):
            command, options = slash_options(local.bot.tree, question, local.env.now().date())
            messages = await local.use(command, options, speaker)
        else:
            messages = await local.say(question, speaker)
    except (simcord.SetupError, simcord.BackendError) as error:
        return Asked(question, (), {}, str(error))
    except TimeoutError:
        return Asked(question, (), {}, "no reply in time")
    saved = {file.id: await _save(file, folder, names) for message in messages for file in message.attachments}
    return Asked(question, tuple(messages), saved, "" if messages else "no reply: is that a command?")


def slash_options(tree: app_commands.CommandTree[Any], text: str, today: date) -> tuple[str, Mapping[str, str]]:
    """A slash command as typed: `/drop instrument:NVDA date:2025-01-27`, or its words in a row.

    Words in a row go to the first option, their date to the option `date` where the command has one.
    """
    name, _, rest = text.removeprefix("/").strip().partition(" ")
    command = tree.get_command(name)
    options = [each.name for each in command.parameters] if isinstance(command, app_commands.Command) else []
    rest = rest.strip()
    named = re.compile(rf"(?:^|\s)({'|'.join(map(re.escape, options))}):") if options else None
    if named and (marks := list(named.finditer(rest))):
        ends = [*(mark.start() for mark in marks[1:]), len(rest)]
        return name, {mark[1]: rest[mark.end() : end].strip() for mark, end in zip(marks, ends, strict=True)}
    if not options or not rest:
        return name, {}
    subject, when = split_words(rest, today) if "date" in options else (rest, "")
    return name, {options[0]: subject} | ({"date": when} if when else {})


async def _save(file: discord.Attachment, folder: Path, names: set[str]) -> Path:
    """Save under the posted name; a second file of that name in one run is numbered."""
    path, number = folder / file.filename, 1
    while path.name in names:
        number += 1
        path = folder / f"{Path(file.filename).stem}-{number}{Path(file.filename).suffix}"
    names.add(path.name)
    await file.save(path)
    return path

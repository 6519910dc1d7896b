"""`selloff run` without a token: the local channel as a page on this machine, until it is stopped."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterable, Mapping
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

import simcord

from bot.chat.local import LocalChannel, open_local
from bot.chat.transcripts import readable
from bot.settings import BadSettings, Settings

if TYPE_CHECKING:
    from simcord import Preview

log = logging.getLogger(__name__)

EXAMPLE = "drop NVDA 2025-01-27"
"""The question the README asks."""
TICK = 1.0
"""Seconds between two looks at the wall clock."""


async def serve_page(settings: Settings, cogs: Iterable[str], say: Callable[[str], None]) -> None:
    """Open the local channel, ask it the example, and serve its page until the task is cancelled.

    Args:
        say: takes each line meant for the person at the terminal.

    Raises:
        BadSettings: the port is taken.
        BotError: the services cannot be opened.
    """
    async with AsyncExitStack() as stack:
        local = await stack.enter_async_context(open_local(settings, cogs))
        preview = _page(local, settings.local_port)
        try:
            await stack.enter_async_context(preview)
        except simcord.SetupError as error:
            reason = f"port {settings.local_port} of this machine is taken; choose another"
            raise BadSettings(f"SELLOFF_LOCAL_PORT is not usable: {reason}.") from error
        say(f"The local channel is open: {preview.url}\n(The whole address is needed: what follows the # is its key.)")
        await _ask_example(local, preview, settings, say)
        await _follow_wall_clock(local, preview)


async def _ask_example(local: LocalChannel, preview: Preview, settings: Settings, say: Callable[[str], None]) -> None:
    question = f"{settings.prefix}{EXAMPLE}"
    say(f"\nmember: {question}")
    for message in await local.say(question):
        say(f"Selloff: {readable(message)}")
    await _refresh(local, preview)
    say(
        f"\nNow type on that page, for example {settings.prefix}drop siemens energy 2025-01-27, or /drop for the "
        "slash command.\nCtrl-C here ends it."
    )


def _page(local: LocalChannel, port: int) -> Preview:
    """The page; what is typed or clicked on it waits its turn instead of failing while the clock is moved."""
    preview = local.env.preview(local.channel, viewers=list(local.speakers.values()), layout="channel", port=port)
    # SimCord refuses operations that overlap and has no hook before those of its page: this is the one door of all.
    act = preview._action  # noqa: SLF001

    async def act_in_turn(context_id: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
        async with local.turn:
            return await act(context_id, body)

    preview._action = act_in_turn  # noqa: SLF001
    return preview


async def _follow_wall_clock(local: LocalChannel, preview: Preview) -> None:
    """Move the simulated clock with the real one, and show what scheduled work has posted meanwhile."""
    while True:
        await asyncio.sleep(TICK)
        try:
            if await local.catch_up():
                await _refresh(local, preview)
        except TimeoutError as error:
            log.warning("the simulated Discord is still busy: %s", error)


async def _refresh(local: LocalChannel, preview: Preview) -> None:
    async with local.turn:
        await preview.refresh()

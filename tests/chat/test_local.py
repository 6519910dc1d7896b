"""The local channel: the real bot in a Discord of this process, in step with the wall clock."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
import simcord

from bot.answers.ask import Progress
from bot.answers.reply import Attachment
from bot.chat.asking import ask_all, to_json, to_text
from bot.chat.cogs import cog_names
from bot.chat.local import discord_locale, open_local
from bot.domain.ports import Clock
from bot.domain.questions import Question
from bot.services import Services
from bot.settings import Settings
from tests.builders.services import services_with
from tests.fakes.answers import FakeAnswers
from tests.fakes.studio import PNG


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch, answers: FakeAnswers) -> list[str]:
    """Lets the local channel open services of fakes, and keeps what was opened and closed, with the time."""
    seen: list[str] = []

    @asynccontextmanager
    async def open_fakes(settings: Settings, clock: Clock) -> AsyncIterator[Services]:
        seen.append(f"opened on {clock.now():%Y-%m-%d}")
        yield services_with(clock=clock)
        seen.append("closed")

    monkeypatch.setattr("bot.chat.local.open_services", open_fakes)
    monkeypatch.setattr("bot.chat.desk.ANSWERS", answers.by_command)
    return seen


async def test_the_clock_is_moved_to_now_first(settings: Settings, opened: list[str]):
    """Services and cogs see today's date from their first moment, and the simulated clock keeps up."""
    async with open_local(settings, cog_names()) as local:
        await local.catch_up()
        behind = datetime.now(UTC) - local.env.now()

    assert [f"opened on {datetime.now(UTC):%Y-%m-%d}", "closed"] == opened
    assert abs(behind.total_seconds()) < 2


async def test_speakers_are_answered(settings: Settings, answers: FakeAnswers):
    """Member and admin may speak, in messages and slash commands, and see what the bot posts for them."""
    async with open_local(settings, cog_names()) as local:
        (first,) = await local.say("!drop nvda")
        (second,) = await local.use("drop", {"instrument": "nvda"}, "admin")
        nothing = await local.say("good morning", "admin")

    assert ["Nvidia fell", "Nvidia fell"] == [each.embeds[0].title for each in (first, second)]
    assert "Selloff" == first.author.name
    assert [] == nothing
    assert [Question("drop", "nvda")] * 2 == answers.questions


async def test_an_unknown_slash_command_is_refused(settings: Settings):
    """SimCord knows the synced commands and says which are not."""
    async with open_local(settings, cog_names()) as local:
        with pytest.raises(simcord.SetupError, match="nonsense"):
            await local.use("nonsense", {})


async def test_work_keeps_real_time(settings: Settings, answers: FakeAnswers):
    """A time-out inside an answer fires by the real clock, where SimCord alone would hold it until all work is done."""

    async def hang() -> None:
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.02):
                await asyncio.Event().wait()

    answers.upstream = hang
    async with open_local(settings, cog_names()) as local:
        async with asyncio.timeout(5):
            (reply,) = await local.say("!drop nvda")

    assert "Nvidia fell" == reply.embeds[0].title


async def test_the_readers_language_can_be_chosen(
    settings: Settings, answers: FakeAnswers, monkeypatch: pytest.MonkeyPatch
):
    """`--locale` counts for messages and slash commands alike."""
    spoken: list[str] = []
    ask = Services.ask

    def listen(services: Services, locale: str, progress: Progress) -> object:
        spoken.append(locale)
        return ask(services, locale, progress)

    monkeypatch.setattr(Services, "ask", listen)
    async with open_local(settings, cog_names(), "fr") as local:
        await local.say("!drop nvda")
        await local.use("drop", {"instrument": "nvda"})

    assert ["fr", "fr"] == spoken


async def test_files_are_saved_and_listed(settings: Settings, answers: FakeAnswers, tmp_path: Path):
    """`selloff ask` saves what comes beside the picture too, names it, and lists it as JSON with its path."""
    answers.reply = replace(answers.reply, attachments=(Attachment("chips.csv", b"symbol\r\n", "All rows"),))

    asked = await ask_all(
        settings, cog_names(), ["!sector chips"], folder=tmp_path / "out", speaker="member", locale=None
    )

    ((message,),) = json.loads(to_json(asked))
    picture, table = message["attachments"]
    saved = {each: (tmp_path / "out" / each).read_bytes() for each in ("drop-NVDA.png", "chips.csv")}
    assert {"drop-NVDA.png": PNG, "chips.csv": b"symbol\r\n"} == saved
    assert [str(tmp_path / "out" / each) for each in saved] == [picture["path"], table["path"]]
    assert ("chips.csv", "All rows") == (table["filename"], table["description"])
    assert f"File: {tmp_path / 'out' / 'chips.csv'}\n  All rows" in to_text(asked)


async def test_scheduled_work_runs(settings: Settings):
    """What a cog does every hour happens when the simulated clock has moved by one."""
    async with open_local(settings, ["tests.fakes.hourly"]) as local:
        before = [each.content for each in local.channel.history()]
        await local.env.advance_time(3600)
        after = [each.content for each in local.channel.history()]

    assert ([], ["hour 1"]) == (before, after)


@pytest.mark.parametrize(
    ("locale", "expected"), [("en", "en-US"), ("en_GB", "en-GB"), ("fr", "fr"), ("fr-CA", "fr"), ("pt", "pt-BR")]
)
def test_languages_have_discords_names(locale: str, expected: str):
    """A language is named as Discord names it; a region it has not is left out."""
    assert expected == discord_locale(locale)


def test_a_language_discord_has_not_is_refused():
    """Klingon is refused by name."""
    with pytest.raises(ValueError, match="tlh"):
        discord_locale("tlh")

"""What `selloff doctor` finds out from a Discord that answers."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.chat.doctor import Doctor, Finding
from bot.settings import Settings
from tests.wire.conftest import redirect
from tests.wire.discord_server import TOKEN, DiscordServer


async def examined(folder: Path, token: str) -> dict[str, Finding]:
    """The findings by what they are about."""
    settings = Settings.model_construct(
        discord_token=SecretStr(token),
        market_data="sample",
        cache_dir=folder / "cache",
        database_url=SecretStr(f"sqlite+aiosqlite:///{folder / 'selloff.db'}"),
    )
    return {finding.what: finding async for finding in Doctor(settings).examine()}


@pytest.mark.parametrize("granted", [True, False])
async def test_token_and_intents_are_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, granted: bool) -> None:
    """An accepted token names the bot; the intent is what the developer portal says it is."""
    async with DiscordServer(message_content=granted) as server:
        redirect(monkeypatch, server)
        server.world.application["flags"] = 1 << 19 if granted else 0
        found = await examined(tmp_path, TOKEN)

    assert found["token"].ok
    assert server.world.bot["username"] in found["token"].said
    assert granted == found["intents"].ok
    assert granted or "Message Content Intent" in found["intents"].said
    assert all(TOKEN not in str(each) for each in found.values())


async def test_a_refused_token_is_told(server: DiscordServer, tmp_path: Path) -> None:
    """What Discord does not accept is to be made anew; its intents are not known then."""
    found = await examined(tmp_path, "refused.s3cret.token")

    assert "DISCORD_TOKEN" in found["token"].said
    assert (False, False) == (found["token"].ok, found["intents"].ok)
    assert "s3cret" not in str(found["token"])

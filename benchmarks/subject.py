"""The bot under test as `selloff run` starts it, with its event loop watched. Runs in a process of its own."""

from __future__ import annotations

from benchmarks.probe import probed
from bot.chat.cogs import cog_names
from bot.chat.run import connect, run_until_stopped
from bot.logs import configure_logs
from bot.settings import load_settings


async def main() -> None:
    """Serve Discord until stopped."""
    settings = load_settings()
    configure_logs(settings.log_level, settings.log_format, settings.secrets)
    async with probed():
        await connect(settings, cog_names())


if __name__ == "__main__":
    run_until_stopped(main())

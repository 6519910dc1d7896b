"""An extension with scheduled work: says the time of the bot's clock once an hour."""

from __future__ import annotations

from discord.ext import commands, tasks


class Hourly(commands.Cog):
    """Posts into every channel it sees, from an hour after the start on."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Begin to count the hours."""
        self.strike.start()

    async def cog_unload(self) -> None:
        """Stop counting."""
        self.strike.cancel()

    @tasks.loop(hours=1)
    async def strike(self) -> None:
        """Say that an hour has passed."""
        if self.strike.current_loop:
            for guild in self._bot.guilds:
                for channel in guild.text_channels:
                    await channel.send(f"hour {self.strike.current_loop}")


async def setup(bot: commands.Bot) -> None:
    """Add the cog."""
    await bot.add_cog(Hourly(bot))

"""A plain bot of the library's own, which proves the loopback Discord before that may prove ours."""

from __future__ import annotations

import asyncio
from io import BytesIO

import discord
from discord import app_commands
from discord.ext import commands

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)


class Parrot(commands.Bot):
    """Repeats what it is told, in every way that a bot can answer."""

    def __init__(self, *, content: bool = True) -> None:
        intents = discord.Intents.default()
        intents.message_content = content
        super().__init__(
            commands.when_mentioned_or("!"),
            intents=intents,
            guild_ready_timeout=0.02,
            allowed_mentions=discord.AllowedMentions.none(),
        )
        self.heard: list[str] = []
        self.may_answer = asyncio.Event()

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once also the second time, where the library would wait 5 seconds."""

    async def setup_hook(self) -> None:
        """Register the commands and sync them."""
        self.add_command(say)
        self.add_command(draw)
        self.tree.add_command(echo)
        self.tree.add_command(ponder)
        self.add_view(Again())
        await self.tree.sync()

    async def on_message(self, message: discord.Message, /) -> None:
        """Remember people's words, then look for a command in them."""
        if not message.author.bot:
            self.heard.append(message.content)
        await super().on_message(message)


class Flock(commands.AutoShardedBot):
    """A bot of several shards that asks Discord where the gateway is."""

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Identify at once, where the library would wait 5 seconds for each shard."""


@commands.command()
async def say(ctx: commands.Context[Parrot], *, words: str) -> None:
    """Repeat words as a reply."""
    await ctx.reply(words)


@commands.command()
async def draw(ctx: commands.Context[Parrot]) -> None:
    """Post a picture with alt text, typing first."""
    async with ctx.typing():
        file = discord.File(BytesIO(PNG), "chart.png", description="A falling line")
        await ctx.send(file=file, embed=discord.Embed(title="Chart").set_image(url="attachment://chart.png"))


class Again(discord.ui.View):
    """One button that lives as long as the bot, known by its id alone."""

    def __init__(self) -> None:
        super().__init__(timeout=None)

    @discord.ui.button(label="Again", custom_id="again")
    async def again(self, interaction: discord.Interaction[Parrot], button: discord.ui.Button[Again]) -> None:
        """Change the message it is on."""
        await interaction.response.edit_message(content="twice", view=None)


@app_commands.command()
async def echo(interaction: discord.Interaction[Parrot], words: str) -> None:
    """Repeat words at once, with a button."""
    await interaction.response.send_message(words, view=Again())


@echo.autocomplete("words")
async def suggest(interaction: discord.Interaction[Parrot], typed: str) -> list[app_commands.Choice[str]]:
    """Suggest what was typed, louder."""
    return [app_commands.Choice(name=typed.upper(), value=typed)]


@app_commands.command()
async def ponder(interaction: discord.Interaction[Parrot]) -> None:
    """Defer, think until allowed to answer, then answer with a picture and a follow-up."""
    await interaction.response.defer()
    await interaction.client.may_answer.wait()
    await interaction.edit_original_response(content="done", attachments=[discord.File(BytesIO(PNG), "chart.png")])
    await interaction.followup.send("and more", ephemeral=True)

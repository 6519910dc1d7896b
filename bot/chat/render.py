"""Reply -> embed, files and buttons. Discord's limits are kept here alone."""

from __future__ import annotations

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from types import MappingProxyType

import discord

from bot.answers.reply import Attachment, Choice, Field, Picture, Reply, Tone
from bot.chat.buttons import AskButton

log = logging.getLogger(__name__)

TITLE, DESCRIPTION, FOOTER, TOTAL = 256, 4096, 2048, 6000
FIELDS, FIELD_NAME, FIELD_VALUE = 25, 256, 1024
ALT, BUTTONS, CONTENT = 1024, 25, 2000
FILES, FILE_BYTES = 10, 10 * 1024 * 1024
EMPTY = "\N{ZERO WIDTH SPACE}"
"""Discord refuses empty field names and values; this is shown as nothing."""
_SHORTEST_FIELD = 40

COLOURS: Mapping[Tone, discord.Colour] = MappingProxyType(
    {
        Tone.FALL: discord.Colour(0xD55E00),
        Tone.RISE: discord.Colour(0x0072B2),
        Tone.FLAT: discord.Colour(0x80848E),
        Tone.PROBLEM: discord.Colour(0xE0A800),
    }
)


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply as Discord takes it, its picture first. Files can be sent once, so a second try is rendered anew."""

    embed: discord.Embed
    files: tuple[discord.File, ...]
    view: discord.ui.View | None


def render(reply: Reply, keys: Sequence[str] = ()) -> Rendered:
    """Lay a reply out within Discord's limits; `keys` are the stored questions of its choices, in their order.

    Needs a running event loop when there are choices: discord.py's views do.
    """
    reply = fit(reply)
    embed = discord.Embed(title=reply.title, description=reply.text, colour=COLOURS[reply.tone])
    for each in reply.fields:
        embed.add_field(name=each.name, value=each.value, inline=each.inline)
    if reply.footer:
        embed.set_footer(text=reply.footer)
    files: list[discord.File] = []
    if reply.picture:
        files.append(discord.File(BytesIO(reply.picture.png), reply.picture.filename, description=reply.picture.alt))
        embed.set_image(url=f"attachment://{reply.picture.filename}")
    files += [
        discord.File(BytesIO(each.content), each.filename, description=each.description) for each in reply.attachments
    ]
    return Rendered(embed, tuple(files), _view(reply.choices, keys))


def plain(reply: Reply) -> str:
    """The reply as the text of a plain message, for where embeds are not allowed."""
    facts = [f"{each.name}: {each.value}" for each in reply.fields]
    return cut("\n".join([f"**{reply.title}**", reply.text, *facts, reply.footer]).rstrip(), CONTENT)


def fit(reply: Reply) -> Reply:
    """The same reply with every part within its limit and all of them within 6,000 together."""
    title, text, footer = cut(reply.title, TITLE), cut(reply.text, DESCRIPTION), cut(reply.footer, FOOTER)
    text = cut(text, TOTAL - size(title) - size(footer))
    fields: list[Field] = []
    room = TOTAL - size(title) - size(text) - size(footer)
    for each in reply.fields[:FIELDS]:
        name, value = cut(each.name, FIELD_NAME) or EMPTY, each.value or EMPTY
        left = room - size(name)
        if left < min(_SHORTEST_FIELD, size(value)):
            break
        value = cut(value, min(FIELD_VALUE, left))
        fields.append(replace(each, name=name, value=value))
        room = left - size(value)
    picture = reply.picture and _fit_picture(reply.picture)
    attachments = _fit_attachments(reply.attachments, FILES - 1 if picture else FILES)
    return replace(
        reply, title=title, text=text, footer=footer, fields=tuple(fields), picture=picture, attachments=attachments
    )


def size(text: str) -> int:
    """Length in UTF-16 units, the larger of the two ways in which Discord's parts count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, limit: int) -> str:
    """At most `limit` units of text: cut between words where there are any, ended with an ellipsis, bold closed."""
    if size(text) <= limit:
        return text
    room = limit - (len("…**") if "**" in text else len("…"))
    if room <= 0:
        return "…"[:limit]
    head = text.encode("utf-16-le", "surrogatepass")[: 2 * room].decode("utf-16-le", "ignore")
    blank = max(head.rfind(" "), head.rfind("\n"))
    if blank > len(head) // 2:
        head = head[:blank]
    head = head.rstrip()
    return f"{head}…**" if head.count("**") % 2 else f"{head}…"


def _fit_picture(picture: Picture) -> Picture:
    return replace(picture, filename=_kept_name(picture.filename), alt=cut(picture.alt, ALT))


def _fit_attachments(attachments: Sequence[Attachment], most: int) -> tuple[Attachment, ...]:
    """As many as there is room for; one file too large would cost the whole message."""
    fitting = [each for each in attachments if len(each.content) <= FILE_BYTES][:most]
    if len(fitting) < len(attachments):
        log.error("%d of %d files do not fit into one message", len(attachments) - len(fitting), len(attachments))
    return tuple(
        replace(each, filename=_kept_name(each.filename), description=cut(each.description, ALT)) for each in fitting
    )


def _kept_name(filename: str) -> str:
    # Discord rewrites other characters in file names, and the embed would no longer find its picture.
    return re.sub(r"[^\w.-]", "_", filename, flags=re.ASCII)


def _view(choices: Sequence[Choice], keys: Sequence[str]) -> discord.ui.View | None:
    if not choices:
        return None
    view = discord.ui.View(timeout=None)
    buttons: dict[str, AskButton] = {}
    for choice, key in zip(choices, keys, strict=True):
        button = AskButton(key, cut(choice.label, AskButton.LABEL), in_place=choice.in_place, enabled=choice.open)
        # Equal questions share a key, and Discord refuses two buttons with one id.
        buttons.setdefault(button.custom_id, button)
    for button in list(buttons.values())[:BUTTONS]:
        view.add_item(button)
    return view

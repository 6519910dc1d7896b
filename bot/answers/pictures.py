"""An answer with its chart, or with a note in the chart's place."""

from __future__ import annotations

import logging
from dataclasses import replace

from bot.answers.ask import Ask
from bot.answers.reply import Field, Picture, Reply
from bot.charts.errors import ChartError

log = logging.getLogger(__name__)


async def with_picture(
    ask: Ask, reply: Reply, chart: str, drawn: object, words: object, *, name: str, alt: str
) -> Reply:
    """The reply with a chart under `name`.png; one that cannot be drawn is missed, and the figures stand."""
    try:
        png = await ask.studio.draw(chart, drawn, words, ask.theme)
    except ChartError:
        log.exception("no chart: %s", name)
        note = Field(ask.speech.text("drop.field.notes"), ask.speech.text("drop.note.no-chart"), inline=False)
        return replace(reply, fields=(*reply.fields, note))
    return replace(reply, picture=Picture(f"{name}.png", png, alt))


def file_stem(symbol: str) -> str:
    """A symbol as part of a file name: `^GSPC` is `_GSPC`."""
    return "".join(each if each.isalnum() or each in ".-" else "_" for each in symbol)

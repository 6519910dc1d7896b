"""`!heatmap`: a basket as tiles, as large as its members' market value and coloured by their moves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.answers.ask import Ask
from bot.answers.figures import signed
from bot.answers.movers import basket_or_everything
from bot.answers.pages import csv_choice
from bot.answers.pictures import with_picture
from bot.answers.reply import Field, Reply
from bot.answers.sector_notes import say_names
from bot.answers.sector_reports import measure_basket
from bot.answers.sector_texts import SectorTexts
from bot.answers.tables import answer_table, table_stem
from bot.charts.inputs import BOUNDS, Tiles
from bot.charts.words import HeatmapWords, TileWords
from bot.domain.questions import Question
from bot.domain.sectors import MemberMove, SectorReport
from bot.i18n.speech import Markup

TILES = 100
"""The most tiles drawn, the largest ones: smaller ones could not be told apart."""


async def answer_heatmap(ask: Ask, question: Question) -> Reply:
    """The basket that `question.subject` names, or all known shares, on the day asked for.

    Options: `csv` for the table as a file instead.

    Raises:
        BotError: it cannot be answered as asked; `say_error` knows how to say so.
    """
    measured = await measure_basket(ask, await basket_or_everything(ask, question.subject), question.when)
    if question.option("csv"):
        return answer_table(ask, measured)
    texts = SectorTexts(ask, measured)
    reply = replace(await texts.reply(), choices=(csv_choice(ask.speech, question),))
    drawn = _sized(measured.report)
    if not drawn:
        note = Field(ask.speech.text("heatmap.field.note"), ask.speech.text("heatmap.note.no-values"), inline=False)
        return replace(reply, fields=(*reply.fields, note))
    heatmap = _Heatmap(texts, drawn[:TILES])
    if not_drawn := heatmap.not_drawn():
        note = Field(ask.speech.text("heatmap.field.note"), not_drawn, inline=False)
        reply = replace(reply, fields=(*reply.fields, note))
    name = f"heatmap-{table_stem(measured.report)}"
    return await with_picture(ask, reply, "heatmap", heatmap.tiles(), heatmap.words(), name=name, alt=heatmap.alt())


def _sized(report: SectorReport) -> list[tuple[MemberMove, float]]:
    """Members with a market value and that value, the largest first."""
    sized = [(each, each.cap) for each in report.members if each.cap is not None and each.cap > 0]
    return sorted(sized, key=lambda pair: -pair[1])


@dataclass(frozen=True, slots=True)
class _Heatmap:
    """What the heatmap shows and says; `drawn` are members and their sizes in US dollars."""

    texts: SectorTexts
    drawn: Sequence[tuple[MemberMove, float]]

    def tiles(self) -> Tiles:
        """What is drawn."""
        return Tiles(
            sizes=tuple(size for _, size in self.drawn),
            moves=tuple(member.move for member, _ in self.drawn),
        )

    def words(self) -> HeatmapWords:
        """What the picture says, in plain text."""
        speech = self.texts.ask.speech
        return HeatmapWords(
            title=self.texts.finding(speech.plain),
            latin_title=self.texts.finding(speech.plain, self.texts.report.basket.key),
            subtitle=speech.plain("heatmap.chart.tiles"),
            source=speech.plain("drop.chart.source", source=self.texts.source()),
            tiles=tuple(self._tile(member) for member, _ in self.drawn),
            bounds=tuple(signed(speech, bound, digits=0 if abs(bound) >= 0.01 else 1) for bound in BOUNDS),
            ends=(speech.plain("heatmap.chart.falls"), speech.plain("heatmap.chart.rises")),
        )

    def alt(self) -> str:
        """The picture as sentences for those who cannot see it."""
        plain = self.texts.ask.speech.plain
        by_move = sorted((member for member, _ in self.drawn), key=lambda each: each.move)
        return plain(
            "heatmap.alt",
            name=self.texts.name,
            drawn=len(self.drawn),
            finding=Markup(self.texts.finding(plain)),
            largest=Markup(self.texts.move_of(self.drawn[0][0], plain)),
            weakest=Markup(self.texts.move_of(by_move[0], plain)),
            strongest=Markup(self.texts.move_of(by_move[-1], plain)),
        )

    def not_drawn(self) -> str:
        """Which measured members have no tile, and why."""
        speech, members = self.texts.ask.speech, self.texts.report.members
        unsized = [each.instrument for each in members if not each.cap]
        smaller = len(members) - len(unsized) - len(self.drawn)
        lines: list[str] = []
        if unsized:
            lines.append(speech.text("heatmap.note.unsized", names=say_names(self.texts.ask, unsized)))
        if smaller:
            lines.append(speech.text("heatmap.note.smaller", count=smaller, drawn=len(self.drawn)))
        return "\n".join(lines)

    def _tile(self, member: MemberMove) -> TileWords:
        speech = self.texts.ask.speech
        name = member.instrument.name_in(speech.locale.language)
        move, brief = signed(speech, member.move, digits=1), signed(speech, member.move, digits=0)
        return TileWords(name, member.instrument.symbol, move, brief)

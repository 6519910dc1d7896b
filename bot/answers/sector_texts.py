"""The sentences of a measured basket: message, chart and alt text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answers.ask import Ask
from bot.answers.counts import has_shares
from bot.answers.origins import say_sources
from bot.answers.pages import Page
from bot.answers.reply import Field, Reply, Tone
from bot.answers.sector_notes import absence_notes, sector_notes
from bot.answers.sector_reports import BasketDay
from bot.charts.inputs import Bars
from bot.charts.words import BarsWords, RowWords
from bot.domain.sectors import MemberMove, SectorReport
from bot.i18n.speech import Markup, Speech

MINUS = "\N{MINUS SIGN}"
BILLION = 1e9
_DIRECTION = {-1: "fell", 0: "flat", 1: "rose"}
_TONE = {-1: Tone.FALL, 0: Tone.FLAT, 1: Tone.RISE}
_EXTREMES = 3


@dataclass(frozen=True, slots=True)
class SectorTexts:
    """Says a basket's day in the reader's language."""

    ask: Ask
    measured: BasketDay

    @property
    def report(self) -> SectorReport:
        """The figures."""
        return self.measured.report

    @property
    def name(self) -> str:
        """What the basket is called."""
        return self.report.basket.name_in(self.ask.speech.locale.language)

    async def reply(self) -> Reply:
        """The message without its picture and buttons."""
        return Reply(
            title=self.finding(self.ask.speech.text),
            text="\n".join(self._lines()),
            tone=tone_of(self.report.equal_weight),
            fields=(*self._fields(), *await self.notes()),
            footer=self.footer(),
        )

    def finding(self, say: Callable[..., str], name: str | None = None) -> str:
        """What happened, in one sentence, said by `text` for a message or by `plain` for a picture."""
        report, name = self.report, self.name if name is None else name
        when = say_when(self.ask.speech, report)
        if report.equal_weight is None:
            return say("sector.title.none", name=name, when=when)
        verb = _DIRECTION[sign_of(report.equal_weight)] + (".so-far" if report.running else "")
        size = self.ask.speech.size(report.equal_weight)
        if report.basket.stand_in:
            symbol = report.members[0].instrument.symbol
            return say(f"sector.fund.{verb}", name=name, size=size, when=when, symbol=symbol)
        facts = {"down": report.down, "up": report.up, "measured": report.measured}
        return say(f"sector.title.{verb}", name=name, size=size, when=when, **facts)

    def value_lines(self) -> list[str]:
        """The value that went or came, and how many members it covers; nothing where there are no companies."""
        report, speech = self.report, self.ask.speech
        if not any(has_shares(each.instrument) for each in report.members):
            return []
        if report.value is None:
            return [speech.text("sector.value.unknown")]
        verb = ("erased" if report.value < 0 else "added") + (".about" if report.approximate else "")
        amount = speech.money(report.value, "USD")
        return [speech.text(f"sector.{verb}", amount=amount, covered=report.cap_members, measured=report.measured)]

    async def notes(self) -> tuple[Field, ...]:
        """Who is absent and why, and what else is good to know."""
        absent = "\n".join(absence_notes(self.ask, self.report.absent))
        notes = "\n".join(await sector_notes(self.ask, self.measured))
        named = (("sector.field.absent", absent), ("drop.field.notes", notes))
        return tuple(Field(self.ask.speech.text(name), value, inline=False) for name, value in named if value)

    def footer(self) -> str:
        """Source and adjustment."""
        return self.ask.speech.plain("sector.footer", basket=self.name, source=self.source()) if self.source() else ""

    def source(self) -> Markup:
        """Where the prices come from, as plain text."""
        return say_sources(self.ask.speech, [each.origin for each in self.report.members])

    def bars(self, page: Page) -> Bars:
        """What the chart draws of a page: its rows, and the means and the index of the whole basket."""
        moves = [each.move for each in self.report.members]
        return Bars(
            moves=tuple(each.move for each in page.rows),
            marks=tuple(move for _, _, move in self._marks()),
            running=tuple(row for row, each in enumerate(page.rows) if each.running),
            reach=(min(moves), max(moves)),
        )

    def chart(self, page: Page) -> BarsWords:
        """What the chart says, in plain text."""
        speech = self.ask.speech
        paged = {"first": page.first, "last": page.last, "count": page.count}
        subtitle = speech.plain("sector.chart.bars.page" if page.pages > 1 else "sector.chart.bars", **paged)
        return BarsWords(
            title=self.finding(speech.plain),
            latin_title=self.finding(speech.plain, self.report.basket.key),
            subtitle=subtitle,
            source=speech.plain("drop.chart.source", source=self.source()),
            rows=tuple(self._row(each) for each in page.rows),
            marks=tuple(RowWords(name, short, signed(speech, move)) for name, short, move in self._marks()),
            move=speech.plain("sector.chart.move"),
            value=speech.plain("sector.chart.value"),
        )

    def alt(self, page: Page) -> str:
        """The chart as sentences for those who cannot see it."""
        speech, members = self.ask.speech, self.report.members
        weakest, strongest = members[0], members[-1]
        return speech.plain(
            "sector.alt",
            name=self.name,
            finding=Markup(self.finding(speech.plain)),
            rows=len(page.rows),
            measured=self.report.measured,
            weakest=Markup(self._move_of(weakest, speech.plain)),
            strongest=Markup(self._move_of(strongest, speech.plain)),
        )

    def _marks(self) -> list[tuple[str, str, float]]:
        """(name, short Latin name, move) of each line across the bars."""
        report, speech = self.report, self.ask.speech
        marks = [
            (speech.plain("sector.field.cap"), speech.plain("sector.chart.cap"), report.cap_weight),
            (speech.plain("sector.field.equal"), speech.plain("sector.chart.equal"), report.equal_weight),
        ]
        if report.measured == 1:
            marks = []
        if report.index:
            marks.append((report.index.name, report.index.symbol, report.index.move))
        return [(name, short, move) for name, short, move in marks if move is not None]

    def _row(self, member: MemberMove) -> RowWords:
        speech = self.ask.speech
        name = member.instrument.name_in(speech.locale.language)
        value = "" if member.value is None else signed_number(speech, member.value / BILLION)
        return RowWords(name, member.instrument.symbol, signed(speech, member.move), value)

    def _lines(self) -> list[str]:
        speech, report = self.ask.speech, self.report
        purpose = report.basket.purpose_in(speech.locale.language)
        lines = [speech.text("sector.purpose", purpose=Markup(purpose))] if purpose else []
        lines += self.value_lines()
        members = report.members
        if report.measured > 2 * _EXTREMES:
            lines.append(speech.text("sector.weakest", members=self._listed(members[:_EXTREMES])))
            lines.append(speech.text("sector.strongest", members=self._listed(members[: -_EXTREMES - 1 : -1])))
        elif report.measured > 1:
            lines.append(speech.text("sector.ranked", members=self._listed(members)))
        return lines

    def _listed(self, members: tuple[MemberMove, ...]) -> Markup:
        return Markup(", ".join(self._move_of(each, self.ask.speech.text) for each in members))

    def _move_of(self, member: MemberMove, say: Callable[..., str]) -> str:
        return say("sector.member", name=member.instrument, move=self.ask.speech.percent(member.move))

    def _fields(self) -> list[Field]:
        speech, report = self.ask.speech, self.report
        fields: list[Field] = []
        if report.equal_weight is not None and report.measured > 1:
            fields.append(Field(speech.text("sector.field.equal"), speech.percent(report.equal_weight)))
            if report.cap_weight is not None:
                fields.append(Field(speech.text("sector.field.cap"), self._cap_weight(report.cap_weight)))
            breadth = speech.text("sector.breadth", down=report.down, up=report.up, measured=report.measured)
            fields.append(Field(speech.text("sector.field.breadth"), breadth))
        if report.index:
            name = speech.text("drop.field.index", name=report.index.name)
            fields.append(Field(name, speech.percent(report.index.move)))
        return fields

    def _cap_weight(self, move: float) -> Markup:
        said, report = self.ask.speech.percent(move), self.report
        if report.cap_members == report.measured:
            return said
        facts = {"covered": report.cap_members, "measured": report.measured}
        return self.ask.speech.text("sector.cap.part", move=said, **facts)


def say_when(speech: Speech, report: SectorReport) -> Markup:
    """The day, or the days between which the members' sessions lie."""
    days = [each.day for each in report.members] or [report.day]
    first, last = min(days), max(days)
    return speech.text("days.on", day=last) if first == last else speech.text("days.between", first=first, last=last)


def sign_of(move: float) -> int:
    """-1, 0 or 1; a move that prints as 0.00 % is no move."""
    rounded = round(move, 4)
    return (rounded > 0) - (rounded < 0)


def tone_of(move: float | None) -> Tone:
    """The tone of a move."""
    return _TONE[sign_of(move or 0.0)]


def signed(speech: Speech, move: float) -> str:
    """A move for a picture, with a true minus sign."""
    return speech.percent(move).replace("-", MINUS)


def signed_number(speech: Speech, value: float, digits: int = 1) -> str:
    """A number for a picture, with its sign; nothing rounds to a signed zero."""
    rounded = round(value, digits) + 0.0
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{speech.number(abs(rounded), digits)}"

"""The sentences of a measured basket: message, chart and alt text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.answers.ask import Ask
from bot.answers.counts import has_shares
from bot.answers.figures import say_when, sign_of, tone_of
from bot.answers.origins import say_sources
from bot.answers.reply import Field, Reply
from bot.answers.sector_notes import absence_notes, sector_notes
from bot.answers.sector_reports import BasketDay
from bot.domain.sectors import MemberMove, SectorReport
from bot.i18n.speech import Markup

_DIRECTION = {-1: "fell", 0: "flat", 1: "rose"}
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

    @property
    def members(self) -> int:
        """How many members there are, measured or not."""
        return self.report.measured + len(self.report.absent)

    @property
    def averaged(self) -> bool:
        """Whether a mean says anything: of several members, and not of a currency beside a share."""
        return self.report.measured > 1 and len({each.instrument.kind for each in self.report.members}) == 1

    async def reply(self) -> Reply:
        """The message without its picture and buttons."""
        return Reply(
            title=self.finding(self.ask.speech.text),
            text="\n".join(self._lines()),
            tone=tone_of(self.report.equal_weight if self.averaged or self.report.measured == 1 else None),
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
        if report.measured == 1:
            return say("sector.title.one", name=name, when=when, member=Markup(self.move_of(report.members[0], say)))
        if not self.averaged:
            return say("sector.title.mixed", name=name, when=when, **facts)
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
        return [speech.text(f"sector.{verb}", amount=amount, covered=report.cap_members, members=self.members)]

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
        return Markup(", ".join(self.move_of(each, self.ask.speech.text) for each in members))

    def move_of(self, member: MemberMove, say: Callable[..., str]) -> str:
        """A member and its move, said by `text` or by `plain`."""
        return say("sector.member", name=member.instrument, move=self.ask.speech.percent(member.move))

    def _fields(self) -> list[Field]:
        speech, report = self.ask.speech, self.report
        fields: list[Field] = []
        if report.equal_weight is not None and self.averaged:
            equal = self._covering(report.equal_weight, report.measured)
            fields.append(Field(speech.text("sector.field.equal"), equal))
            if report.cap_weight is not None:
                cap = self._covering(report.cap_weight, report.cap_members)
                fields.append(Field(speech.text("sector.field.cap"), cap))
        if report.measured > 1:
            breadth = speech.text("sector.breadth", down=report.down, up=report.up, measured=report.measured)
            fields.append(Field(speech.text("sector.field.breadth"), breadth))
        if report.index:
            name = speech.text("drop.field.index", name=report.index.name)
            fields.append(Field(name, speech.percent(report.index.move)))
        return fields

    def _covering(self, move: float, covered: int) -> Markup:
        """A mean, and over how many members where they are not all."""
        said = self.ask.speech.percent(move)
        if covered == self.members:
            return said
        return self.ask.speech.text("sector.mean.part", move=said, covered=covered, members=self.members)

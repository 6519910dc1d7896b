"""The sentences of a day across all markets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from bot.answers.ask import Ask
from bot.answers.gathering import Gathered
from bot.answers.origins import say_sources
from bot.answers.reply import Field, Reply, Tone
from bot.answers.rout_markets import say_markets
from bot.answers.rout_notes import rout_absences, rout_notes
from bot.answers.sector_notes import in_a_row
from bot.domain.market_days import REGIONS
from bot.domain.routs import Haven, RoutReport
from bot.domain.sectors import MemberMove, SectorReport
from bot.domain.verdicts import MARKED, STRAY, DayKind
from bot.i18n.speech import Markup

ROOM = 1_000
"""Characters that a field's lines may take together; Discord's limit is 1,024."""
_TONE = {-1: Tone.FALL, 0: Tone.FLAT, 1: Tone.RISE}


@dataclass(frozen=True, slots=True)
class RoutTexts:
    """Says a RoutReport in the reader's language. `asked` is the date as typed where no market traded on it."""

    ask: Ask
    report: RoutReport
    asked: date | None
    gathered: Gathered

    async def reply(self) -> Reply:
        """The message without its picture."""
        level = self.report.verdict.level
        notes = await rout_notes(self.ask, self.report, self.asked, self.gathered)
        return Reply(
            title=self.finding(self.ask.speech.text),
            text="\n".join(self._lines()),
            tone=_TONE[(level > 0) - (level < 0)],
            fields=(
                *self._fields(),
                *self._field("sector.field.absent", rout_absences(self.ask, self.report)),
                *self._field("drop.field.notes", notes),
            ),
            footer=self.ask.speech.plain("rout.footer", source=self.source()) if self.report.measured else "",
        )

    def source(self) -> Markup:
        """Where the prices come from, as plain text."""
        return say_sources(self.ask.speech, [each.origin for each in self.report.measured])

    def finding(self, say: Callable[..., str]) -> str:
        """What kind of day it was, in one sentence, said by `text` for a message or by `plain` for a picture."""
        verdict, day = self.report.verdict, self.report.day
        if verdict.kind is DayKind.UNKNOWN:
            return say("rout.title.unknown", day=day)
        so_far = ".so-far" if self.report.unfinished else ""
        if verdict.kind is DayKind.ORDINARY and verdict.farthest:
            # Rounded up, so that "at most" is true of it.
            times = self.ask.speech.number(ceil(abs(verdict.farthest[1]) * 10) / 10, 1)
            return say(f"rout.title.ordinary{so_far}", day=day, times=times)
        spread = f".{verdict.spread}" if verdict.spread else ""
        finding = Markup(say(f"rout.kind.{verdict.kind}{spread}"))
        if verdict.leader:
            leader = next(each for each in self.report.baskets if each.basket.key == verdict.leader)
            finding = Markup(say("rout.led", finding=finding, basket=self._name(leader)))
        if verdict.havens_rose:
            finding = Markup(say("rout.havens-rose", finding=finding))
        return say(f"rout.title{so_far}", day=day, finding=finding)

    def _lines(self) -> Iterator[str]:
        """What the verdict rests on."""
        speech, verdict = self.ask.speech, self.report.verdict
        companies, indices = verdict.companies, verdict.indices
        if companies.count:
            facts = {"count": companies.count, "down": companies.down, "up": companies.up}
            mean, size = speech.percent(companies.mean), speech.size(companies.size)
            message = "rout.companies.mixed" if verdict.kind is DayKind.MIXED else "rout.companies"
            yield speech.text(message, mean=mean, size=size, **facts)
        if indices.count > 1:
            message = f"rout.indices.{verdict.spread}" if verdict.spread else "rout.indices"
            yield speech.text(message, count=indices.count, down=indices.down, mean=speech.percent(indices.mean))
        yield from self._measure()

    def _measure(self) -> Iterator[str]:
        """How unusual the day was, and on an ordinary one by what measure it is called that."""
        speech, verdict = self.ask.speech, self.report.verdict
        ordinary = ".ordinary" if verdict.kind is DayKind.ORDINARY else ""
        if verdict.farthest:
            region, swings = verdict.farthest
            where, times = speech.text(f"rout.in.{region}"), speech.number(abs(swings), 1)
            limit, mean = speech.number(STRAY, 1), speech.size(MARKED, 1)
            verb = "fell" if swings < 0 else "rose"
            yield speech.text(f"rout.swing{ordinary}.{verb}", where=where, times=times, limit=limit, mean=mean)
        elif ordinary:
            yield speech.text("rout.ordinary.by-mean", mean=speech.size(MARKED, 1))

    def _fields(self) -> Iterator[Field]:
        speech, report = self.ask.speech, self.report
        for region in REGIONS:
            lines = say_markets(speech, [each for each in report.markets if each.region is region])
            yield from self._field(f"rout.region.{region}", lines)
        yield from self._field("rout.field.baskets", list(self._baskets()))
        for name, ranked in (("falls", report.falls), ("rises", report.rises)):
            yield from self._field(f"rout.field.{name}", [self._company(each) for each in ranked], inline=True)
        yield from self._field("rout.field.erased", list(self._erased()), inline=True)
        yield from self._field("rout.field.spread", list(self._spread()))
        yield from self._field("rout.field.havens", [self._haven(each) for each in report.havens])

    def _field(self, name: str, lines: Sequence[str], *, inline: bool = False) -> Iterator[Field]:
        """A field of whole lines; those without room are counted."""
        shown = list(lines)
        while len("\n".join(shown)) > ROOM and len(shown) > 1:
            shown.pop()
        if len(shown) < len(lines):
            shown[-1] = self.ask.speech.text("rout.more", count=len(lines) - len(shown) + 1)
        if shown:
            yield Field(self.ask.speech.text(name), "\n".join(shown), inline=inline)

    def _baskets(self) -> Iterator[str]:
        """The ranked ones, and the names of those without a single move."""
        yield from (self._basket(each) for each in self.report.baskets)
        if self.report.unmeasured:
            names = in_a_row(self.ask, map(self._name, self.report.unmeasured))
            yield self.ask.speech.text("rout.baskets.unmeasured", names=names)

    def _basket(self, sector: SectorReport) -> str:
        assert sector.equal_weight is not None  # ranked ones have a mean
        facts = {"move": self.ask.speech.percent(sector.equal_weight), "basket": self._name(sector)}
        if sector.basket.stand_in:
            return self.ask.speech.text("rout.basket.fund", fund=sector.members[0].instrument.symbol, **facts)
        message = "rout.basket.partly" if sector.measured < len(sector.basket.members) else "rout.basket"
        counts = {"down": sector.down, "measured": sector.measured, "members": len(sector.basket.members)}
        return self.ask.speech.text(message, **counts, **facts)

    def _company(self, member: MemberMove) -> str:
        return self.ask.speech.text("rout.company", move=self.ask.speech.percent(member.move), name=member.instrument)

    def _erased(self) -> Iterator[str]:
        """The ranking, and what it leaves out where not every company's value is known."""
        speech, companies = self.ask.speech, self.report.companies
        for each in self.report.erased:
            assert each.value is not None  # ranked ones have a value
            message = "rout.erased.about" if each.approximate else "rout.erased"
            yield speech.text(message, amount=speech.money(each.value, "USD"), name=each.instrument)
        valued = sum(each.value is not None for each in companies)
        if self.report.erased and valued < len(companies):
            yield speech.text("rout.erased.known", valued=valued, count=len(companies))

    def _spread(self) -> Iterator[str]:
        speech, report = self.ask.speech, self.report
        if report.baskets:
            yield speech.text("rout.spread.baskets", down=report.baskets_down, count=len(report.baskets))
        if report.companies:
            companies = report.verdict.companies
            share = speech.size(companies.down / companies.count, 0)
            yield speech.text("rout.spread.companies", down=companies.down, count=companies.count, share=share)
        if report.contrast:
            yield speech.text(
                "rout.contrast",
                basket=self._name(report.contrast.basket),
                move=speech.percent(report.contrast.move),
                count=report.contrast.companies,
                rest=speech.percent(report.contrast.rest),
            )

    def _haven(self, haven: Haven) -> str:
        speech, instrument = self.ask.speech, haven.member.instrument
        if haven.currency:
            name = speech.currency_name(haven.currency)
            return speech.text("rout.haven.currency", move=speech.percent(haven.move), currency=name)
        return speech.text("rout.company", move=speech.percent(haven.move), name=instrument)

    def _name(self, sector: SectorReport) -> str:
        return sector.basket.name_in(self.ask.speech.locale.language)

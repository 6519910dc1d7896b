"""What the chart of a basket shows and says."""

from __future__ import annotations

from dataclasses import dataclass

from bot.answers.figures import signed, signed_number
from bot.answers.pages import Page
from bot.answers.sector_texts import SectorTexts
from bot.charts.inputs import Bars
from bot.charts.words import BarsWords, RowWords
from bot.domain.sectors import MemberMove
from bot.i18n.speech import Markup

BILLION = 1e9


@dataclass(frozen=True, slots=True)
class SectorChart:
    """One page of a basket's members as bars, with its means and its index."""

    texts: SectorTexts
    page: Page

    def bars(self) -> Bars:
        """What the chart draws of a page: its rows, and the means and the index of the whole basket."""
        moves = [each.move for each in self.texts.report.members]
        return Bars(
            moves=tuple(each.move for each in self.page.rows),
            marks=tuple(move for _, _, move in self._marks()),
            running=tuple(row for row, each in enumerate(self.page.rows) if each.running),
            reach=(min(moves), max(moves)),
        )

    def words(self) -> BarsWords:
        """What the chart says, in plain text."""
        speech = self.texts.ask.speech
        paged = ".page" if self.page.pages > 1 else ""
        running = ".running" if any(each.running for each in self.page.rows) else ""
        places = {"first": self.page.first, "last": self.page.last, "count": self.page.count}
        subtitle = speech.plain(f"sector.chart.bars{paged}{running}", **places)
        return BarsWords(
            title=self.texts.finding(speech.plain),
            latin_title=self.texts.finding(speech.plain, self.texts.report.basket.key),
            subtitle=subtitle,
            source=speech.plain("drop.chart.source", source=self.texts.source()),
            rows=tuple(self._row(each) for each in self.page.rows),
            marks=tuple(RowWords(name, short, signed(speech, move)) for name, short, move in self._marks()),
            move=speech.plain("sector.chart.move"),
            value=speech.plain("sector.chart.value"),
        )

    def alt(self) -> str:
        """The chart as sentences for those who cannot see it."""
        speech, members = self.texts.ask.speech, self.texts.report.members
        weakest, strongest = members[0], members[-1]
        return speech.plain(
            "sector.alt",
            name=self.texts.name,
            finding=Markup(self.texts.finding(speech.plain)),
            rows=len(self.page.rows),
            measured=self.texts.report.measured,
            weakest=Markup(self.texts.move_of(weakest, speech.plain)),
            strongest=Markup(self.texts.move_of(strongest, speech.plain)),
        )

    def _marks(self) -> list[tuple[str, str, float]]:
        """(name, short Latin name, move) of each line across the bars."""
        report, speech = self.texts.report, self.texts.ask.speech
        means = [
            # First the one that the title states.
            (speech.plain("sector.field.equal"), speech.plain("sector.chart.equal"), report.equal_weight),
            (speech.plain("sector.field.cap"), speech.plain("sector.chart.cap"), report.cap_weight),
        ]
        marks = means if self.texts.averaged else []
        if report.index:
            marks.append((report.index.name, report.index.symbol, report.index.move))
        return [(name, short, move) for name, short, move in marks if move is not None]

    def _row(self, member: MemberMove) -> RowWords:
        speech = self.texts.ask.speech
        name = member.instrument.name_in(speech.locale.language)
        value = "" if member.value is None else signed_number(speech, member.value / BILLION)
        return RowWords(name, member.instrument.symbol, signed(speech, member.move), value)

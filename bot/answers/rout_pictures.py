"""What the chart of a day across all markets shows and says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, time
from itertools import groupby

from bot.answers.ask import Ask
from bot.answers.figures import signed
from bot.answers.origins import say_sources
from bot.answers.rout_markets import session_of
from bot.charts.inputs import ROWS, Bars, Rout, SessionRow
from bot.charts.words import BarsWords, RoutWords, RowWords, SessionWords
from bot.domain.market_days import REGIONS, MarketDay, MarketStatus
from bot.domain.routs import RoutReport
from bot.domain.sectors import SectorReport
from bot.i18n.speech import Markup

UNKNOWN = "–"
_NOTED = (MarketStatus.OPEN, MarketStatus.NOT_YET_OPEN)


@dataclass(frozen=True, slots=True)
class RoutPictures:
    """The chart of a report; `finding` is its title as plain text."""

    ask: Ask
    report: RoutReport
    finding: str

    def drawn(self) -> Rout:
        """The numbers."""
        now = self.ask.clock.now()
        shown = self._baskets()
        moves = [each.equal_weight or 0.0 for each in shown]
        running = tuple(row for row, each in enumerate(shown) if each.running)
        return Rout(
            regions=tuple(tuple(self._session(each) for each in rows) for rows in self._regions()),
            baskets=Bars(tuple(moves), running=running) if moves else None,
            now=self._hour(now) if self.report.unfinished else None,
        )

    def words(self) -> RoutWords:
        """The texts."""
        speech = self.ask.speech
        origins = [each.origin for each in self.report.measured]
        rows = tuple(self._row(each) for each in self._baskets())
        heading = speech.plain("rout.chart.baskets")
        return RoutWords(
            title=self.finding,
            subtitle=speech.plain("rout.chart.sessions"),
            source=speech.plain("drop.chart.source", source=say_sources(speech, origins)),
            regions=tuple(speech.plain(f"rout.region.{rows[0].region}") for rows in self._regions()),
            rows=tuple(tuple(self._said(each) for each in rows) for rows in self._regions()),
            hour=speech.messages["chart.hour"],
            now=speech.plain("rout.chart.now"),
            heading=heading if rows else "",
            baskets=BarsWords("", "", "", "", rows, (), "", speech.plain("rout.chart.down")) if rows else None,
        )

    def alt(self) -> str:
        """The chart as sentences for those who cannot see it."""
        speech, report = self.ask.speech, self.report
        known = sorted((each for each in report.markets if each.move is not None), key=lambda each: each.move or 0.0)
        extremes = [
            speech.plain("rout.index", name=each.index, move=speech.percent(each.move or 0.0))
            for each in dict.fromkeys((*known[:1], *known[-1:]))
        ]
        baskets = [
            speech.plain("rout.index", name=self._name(each), move=speech.percent(each.equal_weight or 0.0))
            for each in dict.fromkeys((*report.baskets[:1], *report.baskets[-1:]))
        ]
        return speech.plain(
            "rout.alt",
            finding=Markup(self.finding),
            indices=Markup(", ".join(extremes) or UNKNOWN),
            baskets=Markup(", ".join(baskets) or UNKNOWN),
        )

    def _regions(self) -> list[list[MarketDay]]:
        regions = ([each for each in self.report.markets if each.region is region] for region in REGIONS)
        return [list(_shown(each)) for each in regions if each]

    def _baskets(self) -> tuple[SectorReport, ...]:
        return self.report.baskets[:ROWS]

    def _session(self, market: MarketDay) -> SessionRow:
        hours = market.hours
        if hours.opens_at is None or hours.closes_at is None:
            return SessionRow(None, None)
        running = hours.unfinished or market.running is not None
        return SessionRow((self._hour(hours.opens_at), self._hour(hours.closes_at)), market.move, running)

    def _hour(self, moment: datetime) -> float:
        """Hours of UTC since the date's midnight."""
        midnight = datetime.combine(self.report.day, time(), UTC)
        return (moment - midnight).total_seconds() / 3600

    def _said(self, market: MarketDay) -> SessionWords:
        speech = self.ask.speech
        return SessionWords(
            name=market.index.name_in(speech.locale.language),
            symbol=market.index.symbol,
            move=UNKNOWN if market.move is None else signed(speech, market.move),
            note=self._note(market),
        )

    def _note(self, market: MarketDay) -> str:
        speech, hours = self.ask.speech, market.hours
        if hours.status is MarketStatus.HOLIDAY:
            return speech.plain("rout.chart.holiday", next=speech.short_day(hours.next_session))
        if hours.status in _NOTED:
            return speech.plain(f"rout.chart.{hours.status}")
        if hours.closes_early:
            return speech.plain("rout.chart.early.no-price" if market.move is None else "rout.chart.early")
        return speech.plain("rout.chart.no-price") if market.move is None else ""

    def _row(self, sector: SectorReport) -> RowWords:
        move = signed(self.ask.speech, sector.equal_weight or 0.0)
        if sector.basket.stand_in:
            return RowWords(self._name(sector), sector.basket.key, move, sector.members[0].instrument.symbol)
        counts = {"down": sector.down, "measured": sector.measured}
        value = self.ask.speech.plain("rout.chart.breadth", **counts)
        return RowWords(self._name(sector), sector.basket.key, move, value)

    def _name(self, sector: SectorReport) -> str:
        return sector.basket.name_in(self.ask.speech.locale.language)


def _shown(markets: list[MarketDay]) -> Iterator[MarketDay]:
    """Of indices that share a session those with a move; where none has one, the first stands for them."""
    for _, alike in groupby(markets, key=session_of):
        together = list(alike)
        yield from [each for each in together if each.move is not None] or together[:1]

"""The sentences of a measured session: message, chart and alt text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from bot.answers.ask import Ask
from bot.answers.days import AskedDay
from bot.answers.drop_notes import drop_notes
from bot.answers.origins import say_source
from bot.answers.reply import Field, Reply, Tone
from bot.charts.words import DropWords, Numerals
from bot.domain.drops import DropReport, ValueChange
from bot.domain.instruments import Instrument, Kind
from bot.i18n.speech import Markup

MINUS = "\N{MINUS SIGN}"
_DIRECTION = {-1: "fell", 0: "flat", 1: "rose"}
_TONE = {-1: Tone.FALL, 0: Tone.FLAT, 1: Tone.RISE}


@dataclass(frozen=True, slots=True)
class DropTexts:
    """Says a DropReport in the reader's language. `late_count`: the share count did not come in time."""

    ask: Ask
    day: AskedDay
    late_count: bool = False

    def reply(self, report: DropReport) -> Reply:
        """The message without its picture."""
        notes = "\n".join(drop_notes(self.ask, report, self.day))
        more = (Field(self._text("drop.field.notes"), notes, inline=False),) if notes else ()
        return Reply(
            title=self._finding(report, report.instrument, self.ask.speech.text),
            text="\n".join(self._lines(report)),
            tone=_TONE[_sign(report)],
            fields=(*self._fields(report), *more),
            footer=self._plain(
                "drop.footer",
                symbol=report.instrument.symbol,
                exchange=report.instrument.listing.exchange,
                source=say_source(self.ask.speech, report.origin),
            ),
        )

    def chart(self, report: DropReport) -> DropWords:
        """What the chart says, in plain text."""
        speech = self.ask.speech
        unit = speech.currency_name(report.instrument.listing.currency)
        # The unit stands once, above the plot.
        previous = speech.price(report.previous_close, currency="")
        return DropWords(
            title=self._finding(report, report.instrument, speech.plain),
            latin_title=self._finding(report, report.instrument.symbol, speech.plain),
            closes=self._plain("drop.chart.closes", unit=unit),
            candles=self._plain("drop.chart.candles", unit=unit),
            log_scale=self._plain("chart.log-scale"),
            source=self._plain("drop.chart.source", source=say_source(speech, report.origin)),
            move=self._mark(report),
            previous=self._plain("drop.chart.previous", previous=previous, day=speech.short_day(report.previous_day)),
            volume=self._volume_label(report),
            months=speech.months,
            day=speech.messages["chart.day"],
            numerals=Numerals(speech.decimal_symbol, speech.group_symbol),
        )

    def _mark(self, report: DropReport) -> str:
        """The move at the marked session, with a true minus sign; over several sessions it says since when."""
        move = Markup(self.ask.speech.percent(report.since_previous).replace("-", MINUS))
        if report.move is not None:
            return move
        return self._plain("drop.chart.since", move=move, day=self.ask.speech.short_day(report.previous_day))

    def _volume_label(self, report: DropReport) -> str:
        volume = self._volume(report)
        if not volume:
            return self._plain("drop.field.volume")
        return self._plain("drop.chart.volume", volume=volume)

    def alt(self, report: DropReport) -> str:
        """The chart as one or two sentences for those who cannot see it."""
        speech, window = self.ask.speech, report.window
        high, low = int(np.nanargmax(window.close)), int(np.nanargmin(window.close))
        facts = {
            "name": report.instrument,
            "first": window.days[0].item(),
            "last": window.days[-1].item(),
            "unit": speech.currency_name(report.instrument.listing.currency),
            "finding": Markup(self._finding(report, report.instrument, speech.plain)),
            "high": self._price(report, float(window.close[high])),
            "high_day": window.days[high].item(),
            "low": self._price(report, float(window.close[low])),
            "low_day": window.days[low].item(),
            "previous": self._price(report, report.previous_close),
            "close": self._price(report, report.close),
        }
        return self._plain("drop.alt" if report.move is not None else "drop.alt.unknown", **facts)

    def _finding(self, report: DropReport, name: Instrument | str, say: Callable[..., str]) -> str:
        """What happened, in one sentence, said by `text` for a message or by `plain` for a picture."""
        running = ".so-far" if report.running else ""
        if report.move is None:
            close = self._price(report, report.close)
            return say(f"drop.title.unknown{running}", name=name, close=close, day=report.day)
        message = f"drop.title.{_DIRECTION[_sign(report)]}{running}"
        return say(message, name=name, size=self.ask.speech.size(report.move), day=report.day)

    def _lines(self, report: DropReport) -> list[str]:
        speech = self.ask.speech
        where = self._text(
            "drop.where",
            symbol=report.instrument.symbol,
            exchange=report.instrument.listing.exchange,
            day=speech.weekday(report.day),
        )
        return [where, self._prices(report), *self._value(report)]

    def _prices(self, report: DropReport) -> str:
        speech = self.ask.speech
        facts = {
            "close": self._price(report, report.close),
            "previous": self._price(report, report.previous_close),
            "previous_day": report.previous_day,
        }
        if report.move is None:
            facts |= {"missing": report.missing_previous, "since": speech.percent(report.since_previous)}
        else:
            facts["move"] = speech.percent(report.move)
        message = "drop.prices.unknown" if report.move is None else "drop.prices"
        if report.running:
            return self._text(f"{message}.so-far", moment=report.running, **facts)
        return self._text(message, **facts)

    def _value(self, report: DropReport) -> list[str]:
        if report.instrument.kind is not Kind.EQUITY or not report.move:
            return []
        if report.value is None:
            return [self._text("drop.value.late" if self.late_count else "drop.value.unknown")]
        verb = "erased" if report.value.amount < 0 else "added"
        about = ".about" if report.value.approximate else ""
        amount = self.ask.speech.money(report.value.amount, report.value.currency)
        return [self._text(f"drop.{verb}{about}", amount=amount, count=self._count(report.value))]

    def _count(self, value: ValueChange) -> Markup:
        shares = self.ask.speech.count(value.shares)
        return self._text(f"count.{value.count.quality}", shares=shares, as_of=value.count.as_of)

    def _fields(self, report: DropReport) -> tuple[Field, ...]:
        speech = self.ask.speech
        rising = _sign(report) > 0
        moves = (
            ("drop.field.gap", report.gap),
            ("drop.field.high" if rising else "drop.field.low", report.best if rising else report.worst),
            ("drop.field.intraday", report.intraday),
        )
        fields = [Field(self._text(name), speech.percent(move)) for name, move in moves if move is not None]
        if report.index:
            fields.append(
                Field(speech.text("drop.field.index", name=report.index.name), speech.percent(report.index.move))
            )
        if volume := self._volume(report):
            fields.append(Field(self._text("drop.field.volume"), volume))
        return tuple(fields)

    def _volume(self, report: DropReport) -> Markup | None:
        """The volume beside its mean, where both are known."""
        if report.volume is None or report.volume_multiple is None:
            return None
        speech = self.ask.speech
        multiple = speech.number(report.volume_multiple, 1)
        message = "drop.volume.so-far" if report.running else "drop.volume"
        return self._text(message, volume=speech.count(report.volume), multiple=multiple)

    def _price(self, report: DropReport, value: float) -> Markup:
        return self.ask.speech.price(value, report.instrument.listing.currency)

    def _text(self, message: str, **facts: object) -> Markup:
        return self.ask.speech.text(message, **facts)

    def _plain(self, message: str, **facts: object) -> str:
        return self.ask.speech.plain(message, **facts)


def _sign(report: DropReport) -> int:
    """-1, 0 or 1; a move that prints as 0.00 % is no move."""
    return int(np.sign(round(report.since_previous, 4)))

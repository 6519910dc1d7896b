"""`!movers`: the largest moves, or values erased, of a basket or of all known shares, as a ranked table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.answers.ask import Ask
from bot.answers.baskets import EVERYTHING, Chosen, everything, require_basket
from bot.answers.figures import say_when, tone_of
from bot.answers.pages import BY_VALUE, DOWN, UP, Page, csv_choice, page_choices, page_of, ranked
from bot.answers.reply import Field, Reply
from bot.answers.sector_reports import measure_basket
from bot.answers.sector_texts import SectorTexts
from bot.answers.tables import answer_table
from bot.domain.questions import Question
from bot.domain.sectors import MemberMove
from bot.i18n.speech import Markup

ORDERS = (DOWN, UP, BY_VALUE)


async def answer_movers(ask: Ask, question: Question) -> Reply:
    """The members of the basket that `question.subject` names, or all known shares, ranked on the day asked for.

    Options: `order` down (the default), up or value; `page` from 1; `csv` for the table as a file instead.

    Raises:
        BotError: it cannot be answered as asked; `say_error` knows how to say so.
    """
    measured = await measure_basket(ask, await basket_or_everything(ask, question.subject), question.when)
    if question.option("csv"):
        return answer_table(ask, measured)
    asked, report = question.option("order"), measured.report
    page = page_of(report.members, asked if asked in ORDERS else DOWN, question.option("page"))
    orders = () if not report.members else ORDERS if report.value is not None else (DOWN, UP)
    choices = page_choices(ask.speech, question, page, "order", orders)
    reply = await _MoversTexts(SectorTexts(ask, measured), page).reply()
    return replace(reply, choices=(*choices, csv_choice(ask.speech, question)))


async def basket_or_everything(ask: Ask, words: str) -> Chosen:
    """The basket that `words` name or list; all known shares where nothing is named.

    Raises:
        UserError: as `require_basket`.
    """
    return await require_basket(ask, words) if words.strip() else everything(ask)


@dataclass(frozen=True, slots=True)
class _MoversTexts:
    """Says one page of a ranking."""

    texts: SectorTexts
    page: Page

    async def reply(self) -> Reply:
        """The message without its buttons."""
        report = self.texts.report
        return Reply(
            title=self._finding(),
            text="\n".join([*self._heading(), *self._rows()]),
            tone=tone_of(report.equal_weight if self.texts.averaged else None),
            fields=(*self._breadth(), *await self.texts.notes()),
            footer=self.texts.footer(),
        )

    def _breadth(self) -> Iterator[Field]:
        report, speech = self.texts.report, self.texts.ask.speech
        if report.members:
            breadth = speech.text("sector.breadth", down=report.down, up=report.up, measured=report.measured)
            yield Field(speech.text("sector.field.breadth"), breadth)

    def _finding(self) -> str:
        """Who leads the ranking, or that nobody does."""
        report, speech = self.texts.report, self.texts.ask.speech
        facts: dict[str, object] = {"when": say_when(speech, report), "measured": report.measured}
        if not report.members:
            return self.texts.finding(speech.text)
        first = ranked(report.members, self.page.order)[0]
        facts |= {"name": first.instrument, "move": speech.percent(first.move), "size": speech.size(first.move)}
        if self.page.order == BY_VALUE:
            return self._of_value(first, facts)
        leads = first.move > 0 if self.page.order == UP else first.move < 0
        ending = (".so-far" if report.running else "") if leads else ".none"
        return speech.text(f"movers.title.{self.page.order}{ending}", **facts)

    def _of_value(self, first: MemberMove, facts: dict[str, object]) -> str:
        report, speech = self.texts.report, self.texts.ask.speech
        if first.value is None:
            return speech.text("movers.title.value.unknown", **facts)
        if first.value >= 0:
            return speech.text("movers.title.value.none", covered=report.cap_members, **facts)
        ending = (".about" if first.approximate else "") + (".so-far" if report.running else "")
        return speech.text(f"movers.title.value{ending}", amount=speech.money(first.value, "USD"), **facts)

    def _heading(self) -> Iterator[str]:
        """Whose ranking it is, and which part of it."""
        speech, page = self.texts.ask.speech, self.page
        if self.texts.report.basket.key == EVERYTHING:
            yield speech.text("movers.everything", count=len(self.texts.measured.chosen.instruments))
        else:
            yield speech.text("movers.basket", name=self.texts.name)
        if page.pages > 1:
            yield speech.text("movers.page", first=page.first, last=page.last, count=page.count)

    def _rows(self) -> Iterator[str]:
        speech = self.texts.ask.speech
        for rank, member in enumerate(self.page.rows, self.page.first):
            facts: dict[str, object] = {
                "rank": rank,
                "name": member.instrument,
                "symbol": member.instrument.symbol,
                "move": speech.percent(member.move),
            }
            if not member.value:
                yield speech.text("movers.row", **facts)
            else:
                verb = ("erased" if member.value < 0 else "added") + (".about" if member.approximate else "")
                amount: Markup = speech.money(member.value, "USD")
                yield speech.text(f"movers.row.{verb}", amount=amount, **facts)

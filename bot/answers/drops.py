"""`!drop`: how far one instrument moved on one session, and what is known of it."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from datetime import date, timedelta
from typing import TypeVar

from bot.answers.ask import Ask
from bot.answers.days import AskedDay, require_bar, require_day, sessions_around
from bot.answers.drop_texts import DropTexts
from bot.answers.instruments import require_instrument
from bot.answers.reply import Picture, Reply
from bot.charts.errors import ChartError
from bot.domain.drops import DropReport, IndexMove, measure_drop, measure_move
from bot.domain.errors import ProviderError
from bot.domain.instruments import Instrument, Kind
from bot.domain.prices import PriceHistory, ShareCount, Span
from bot.domain.questions import Question

BEFORE = timedelta(days=110)
AFTER = timedelta(days=20)
INDEX_PATIENCE = 5.0
COUNTS_PATIENCE = 1.0
"""Seconds an answer waits for the index, then for the share count, once the prices are there."""
ABREAST = timedelta(minutes=10)
"""Prices of a running session are laid side by side if they were fetched within this time."""

Result = TypeVar("Result")

log = logging.getLogger(__name__)


async def answer_drop(ask: Ask, question: Question) -> Reply:
    """The session of `question.when` for the instrument that `question.subject` names.

    Raises:
        BotError: it cannot be answered as asked; `say_error` knows how to say so.
    """
    instrument = await require_instrument(ask, question.subject)
    day = await require_day(ask, instrument, question.when)
    report, texts = await _measure(ask, instrument, day)
    reply = texts.reply(report)
    try:
        png = await ask.studio.draw("drop", report, texts.chart(report), ask.theme)
    except ChartError:
        log.exception("no chart for %s on %s", report.instrument.symbol, report.day)
        return replace(reply, fields=(*reply.fields, texts.no_chart()))
    name = f"drop-{file_stem(instrument.symbol)}-{report.day}.png"
    return replace(reply, picture=Picture(name, png, texts.alt(report)))


def file_stem(symbol: str) -> str:
    """A symbol as part of a file name: `^GSPC` is `_GSPC`."""
    return "".join(each if each.isalnum() or each in ".-" else "_" for each in symbol)


async def _measure(ask: Ask, instrument: Instrument, day: AskedDay) -> tuple[DropReport, DropTexts]:
    """Prices, index and share count are asked for at once; only the prices are indispensable."""
    exchange = instrument.listing.exchange
    today = ask.sessions.local_today(exchange, ask.clock.now())
    span = Span(day.session - BEFORE, None if day.latest else min(day.session + AFTER, today), day.session)
    index = asyncio.create_task(_index_history(ask, instrument, span))
    counts = asyncio.create_task(_share_counts(ask, instrument))
    try:
        history = await ask.market.history(instrument.symbol, span)
        session = require_bar(ask, instrument, history, day)
        sessions = await sessions_around(ask, exchange, history, session)
        index_move = await _index_move(ask, history, await _within(INDEX_PATIENCE, index), session)
        known = await _within(COUNTS_PATIENCE, counts)
    finally:
        index.cancel()
        counts.cancel()
    counted = known or (ask.catalog.share_counts(instrument.symbol) if _has_shares(instrument) else ())
    report = measure_drop(_as_quoted(instrument, history), history, session, sessions, counted, index_move)
    return report, DropTexts(ask, day, late_count=known is None)


async def _within(seconds: float, task: asyncio.Task[Result | None]) -> Result | None:
    """The task's result, or None where it takes longer."""
    await asyncio.wait({task}, timeout=seconds)
    return task.result() if task.done() else None


def _as_quoted(instrument: Instrument, history: PriceHistory) -> Instrument:
    """The instrument in the currency of its prices: a search can only presume that of the exchange."""
    if instrument.kind is Kind.INDEX or not history.currency:
        return instrument
    return replace(instrument, listing=replace(instrument.listing, currency=history.currency))


def _has_shares(instrument: Instrument) -> bool:
    return instrument.kind is Kind.EQUITY


async def _share_counts(ask: Ask, instrument: Instrument) -> tuple[ShareCount, ...] | None:
    """Dated counts of a company's shares; None while upstream is in trouble, which the answer then says."""
    if not _has_shares(instrument):
        return ()
    try:
        return await ask.market.share_counts(instrument.symbol)
    except ProviderError as error:
        log.info("no live share count of %s: %s", instrument.symbol, error)
        return None


async def _index_history(ask: Ask, instrument: Instrument, span: Span) -> PriceHistory | None:
    """The main index of the instrument's market; None where there is none or it cannot be had."""
    if instrument.benchmark is None:
        return None
    try:
        return await ask.market.history(instrument.benchmark, span)
    except ProviderError as error:
        log.info("no index beside %s: %s", instrument.symbol, error)
        return None


async def _index_move(ask: Ask, history: PriceHistory, beside: PriceHistory | None, session: date) -> IndexMove | None:
    """The index's move on the session; None where it is unknown, of another source, or of another time of the day."""
    index = ask.catalog.get(beside.symbol) if beside else None
    if beside is None or index is None or not _abreast(history, beside, session):
        return None
    move = measure_move(beside, session, await sessions_around(ask, index.listing.exchange, beside, session))
    return None if move is None else IndexMove(index.name_in(ask.speech.locale.language), index.symbol, move)


def _abreast(one: PriceHistory, other: PriceHistory, session: date) -> bool:
    if one.origin.source is not other.origin.source:
        return False
    runs = any(each.running and each.last_day == session for each in (one, other))
    return not runs or abs(one.origin.fetched_at - other.origin.fetched_at) <= ABREAST

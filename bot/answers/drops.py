"""`!drop`: how far one instrument moved on one session, and what is known of it."""

from __future__ import annotations

import asyncio
import logging
from datetime import date
from typing import TypeVar

from bot.answers.ask import Ask
from bot.answers.counts import COUNTS_PATIENCE, or_catalogued, share_counts
from bot.answers.days import AskedDay, require_bar, require_day, sessions_around
from bot.answers.drop_texts import DropTexts
from bot.answers.instruments import as_quoted, require_instrument
from bot.answers.origins import abreast
from bot.answers.pictures import file_stem, with_picture
from bot.answers.reply import Reply
from bot.answers.spans import span_around
from bot.domain.drops import DropReport, IndexMove, measure_drop, measure_move
from bot.domain.errors import ProviderError
from bot.domain.instruments import Instrument
from bot.domain.prices import PriceHistory, Span
from bot.domain.questions import Question

INDEX_PATIENCE = 5.0
"""Seconds an answer waits for the index once the prices are there."""

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
    name = f"drop-{file_stem(instrument.symbol)}-{report.day}"
    reply = texts.reply(report)
    # Answers that waited for one index all go on at the same moment; everybody else gets a turn in between.
    await asyncio.sleep(0)
    return await with_picture(ask, reply, "drop", report, texts.chart(report), name=name, alt=texts.alt(report))


async def _measure(ask: Ask, instrument: Instrument, day: AskedDay) -> tuple[DropReport, DropTexts]:
    """Prices, index and share count are asked for at once; only the prices are indispensable."""
    exchange = instrument.listing.exchange
    span = span_around(ask, exchange, day.session, latest=day.latest)
    index = asyncio.create_task(_index_history(ask, instrument, span))
    counts = asyncio.create_task(share_counts(ask, instrument))
    try:
        history = await ask.market.history(instrument.symbol, span)
        session = require_bar(ask, instrument, history, day)
        sessions = await sessions_around(ask, exchange, history, session)
        index_move = await _index_move(ask, history, await _within(INDEX_PATIENCE, index), session)
        known = await _within(COUNTS_PATIENCE, counts)
    finally:
        index.cancel()
        counts.cancel()
    counted = or_catalogued(ask, instrument, known)
    report = measure_drop(as_quoted(instrument, history), history, session, sessions, counted, index_move)
    return report, DropTexts(ask, day, late_count=known is None)


async def _within(seconds: float, task: asyncio.Task[Result | None]) -> Result | None:
    """The task's result, or None where it takes longer."""
    await asyncio.wait({task}, timeout=seconds)
    return task.result() if task.done() else None


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
    runs = any(each.running and each.last_day == session for each in (one, other))
    return abreast(one.origin, other.origin, running=runs)

"""What tests of `!drop` begin with: Nvidia, the S&P 500, and the answer as plain lines."""

from __future__ import annotations

from datetime import date

from bot.answers.drops import answer_drop
from bot.answers.reply import Reply
from bot.domain.instruments import Symbol
from bot.domain.prices import PriceHistory, Quality, ShareCount
from bot.domain.questions import Question
from tests.builders.asks import ask_with
from tests.builders.histories import days_of, history_of
from tests.fakes.market import FakeMarketData

WEEK = days_of("2025-01-22", "2025-01-23", "2025-01-24", "2025-01-27", "2025-01-28")
NVDA = history_of(
    WEEK,
    [147.07, 147.22, 142.62, 118.42, 128.99],
    symbol=Symbol("NVDA"),
    open=[139.0, 145.05, 148.37, 124.80, 121.81],
    low=[137.0, 143.72, 141.88, 116.70, 116.25],
)
GSPC = history_of(WEEK, [6086.37, 6118.71, 6101.24, 6012.28, 6067.70], symbol=Symbol("^GSPC"), currency="")
COUNT = ShareCount(date(2024, 11, 15), 24.49e9, Quality.ROUNDED, date(2024, 11, 15))


def market(*histories: PriceHistory, count: ShareCount | None = COUNT) -> FakeMarketData:
    """A market with Nvidia's share count."""
    return FakeMarketData(histories, counts={"NVDA": (count,)} if count else {})


async def drop(words: str, when: str, source: FakeMarketData, **given: object) -> Reply:
    """The answer to `!drop words when`."""
    return await answer_drop(ask_with(source, **given), Question("drop", words, when))


def said(reply: Reply) -> str:
    """The whole reply as plain lines, no-break spaces as spaces."""
    fields = [f"{field.name}: {field.value}" for field in reply.fields]
    text = "\n".join([reply.title, reply.text, *fields, reply.footer])
    return text.replace("\N{NO-BREAK SPACE}", " ")

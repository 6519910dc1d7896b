"""The whole table of a basket as CSV (RFC 4180, UTF-8): a header, then one row a member, absent ones included.

It is data, so it is the same in every language: ISO dates, plain numbers, moves and weights as fractions.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from io import StringIO

from bot.answers.ask import Ask
from bot.answers.pictures import file_stem
from bot.answers.reply import Attachment, Reply, Tone
from bot.answers.sector_reports import BasketDay
from bot.domain.sectors import AbsentMember, MemberMove, SectorReport

COLUMNS: tuple[str, ...] = (
    "symbol",
    "name",
    "exchange",
    "currency",
    "session",
    "close",
    "previous_close",
    "move",
    "value_usd",
    "market_cap_usd",
    "weight",
    "approximate",
    "status",
    "source",
    "as_of",
    "membership_source",
    "membership_as_of",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_LONGEST_STEM = 40


def answer_table(ask: Ask, measured: BasketDay) -> Reply:
    """The reply to the button that asks for the table."""
    report = measured.report
    name = report.basket.name_in(ask.speech.locale.language)
    rows = report.measured + len(report.absent)
    title = ask.speech.plain("table.title", name=name, day=report.day)
    file = Attachment(f"{table_stem(report)}.csv", to_csv(report), title)
    return Reply(title, ask.speech.text("table.text", count=rows), Tone.FLAT, attachments=(file,))


def table_stem(report: SectorReport) -> str:
    """How files about a basket's day are called, without their ending."""
    key = file_stem(report.basket.key)[:_LONGEST_STEM].rstrip("_") or "all"
    return f"{key}-{report.day}"


def to_csv(report: SectorReport) -> bytes:
    """The table, members in the order of the report, then absent ones."""
    text = StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(_rows(report))
    return text.getvalue().encode()


def _rows(report: SectorReport) -> Iterator[dict[str, object]]:
    memberships = {each.symbol: each for each in report.basket.members}
    for each in (*report.members, *report.absent):
        listing, known = each.instrument.listing, memberships.get(each.instrument.symbol)
        row: dict[str, object] = {
            "symbol": _harmless(listing.symbol),
            "name": _harmless(each.instrument.name),
            "exchange": listing.exchange.code,
            "currency": listing.currency,
        }
        row |= _measured(report, each) if isinstance(each, MemberMove) else _missing(each)
        if known:
            row |= {"membership_source": _harmless(known.source), "membership_as_of": known.as_of.isoformat()}
        yield row


def _measured(report: SectorReport, member: MemberMove) -> dict[str, object]:
    weight = report.weight(member)
    return {
        "session": member.day.isoformat(),
        "close": _plain(member.close),
        "previous_close": _plain(member.previous_close),
        "move": _plain(member.move),
        "value_usd": "" if member.value is None else f"{member.value:.0f}",
        "market_cap_usd": "" if member.cap is None else f"{member.cap:.0f}",
        "weight": "" if weight is None else _plain(weight),
        "approximate": "" if member.value is None else str(member.approximate).lower(),
        "status": "so-far" if member.running else "final",
        "source": member.origin.source.value,
        "as_of": member.origin.fetched_at.isoformat(),
    }


def _missing(member: AbsentMember) -> dict[str, object]:
    trouble = (member.trouble or "").removeprefix("error.")
    return {"status": f"{member.absence}: {trouble}" if trouble else member.absence.value, "source": member.source}


def _plain(value: float) -> str:
    """Up to eight figures, without an exponent."""
    text = f"{value:.8f}" if abs(value) < 1 else f"{value:.4f}"
    return text.rstrip("0").rstrip(".") if float(text) else "0"


def _harmless(text: str) -> str:
    """A spreadsheet takes a cell that begins like this for a formula, and names come from outside."""
    return f"'{text}" if text.startswith(_FORMULA) else text

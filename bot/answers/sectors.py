"""`!sector`: how far a basket moved on one day, and what its members did."""

from __future__ import annotations

from dataclasses import replace

from bot.answers.ask import Ask
from bot.answers.baskets import require_basket
from bot.answers.pages import BY_MOVE, BY_VALUE, csv_choice, page_choices, page_of
from bot.answers.pictures import with_picture
from bot.answers.reply import Reply
from bot.answers.sector_charts import SectorChart
from bot.answers.sector_reports import measure_basket
from bot.answers.sector_texts import SectorTexts
from bot.answers.tables import answer_table, table_stem
from bot.domain.questions import Question


async def answer_sector(ask: Ask, question: Question) -> Reply:
    """The basket that `question.subject` names or lists, on the day of `question.when`.

    Options: `page` from 1, `by` move or value, `csv` for the table as a file instead.

    Raises:
        BotError: it cannot be answered as asked; `say_error` knows how to say so.
    """
    measured = await measure_basket(ask, await require_basket(ask, question.subject), question.when)
    if question.option("csv"):
        return answer_table(ask, measured)
    texts, report = SectorTexts(ask, measured), measured.report
    order = BY_VALUE if question.option("by") == BY_VALUE else BY_MOVE
    page = page_of(report.members, order, question.option("page"))
    orders = (BY_MOVE, BY_VALUE) if page.pages > 1 and report.value is not None else ()
    choices = page_choices(ask.speech, question, page, "by", orders)
    reply = replace(await texts.reply(), choices=(*choices, csv_choice(ask.speech, question)))
    if not report.members:
        return reply
    name = f"sector-{table_stem(report)}"
    chart = SectorChart(texts, page)
    return await with_picture(ask, reply, "sector", chart.bars(), chart.words(), name=name, alt=chart.alt())

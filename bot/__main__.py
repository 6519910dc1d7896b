"""The command line: selloff run | ask | doctor.

Every verb imports what it needs when it runs, so that bad usage is told at once.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.settings import Settings

OK, FAILED, MISUSED, INTERRUPTED = 0, 1, 2, 130

say = partial(print, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb and return the process's exit code."""
    options = _parser().parse_args(arguments)
    try:
        return _main(options)
    except KeyboardInterrupt:
        return OK if options.verb is run else INTERRUPTED


def _main(options: argparse.Namespace) -> int:
    from bot.domain.errors import BotError
    from bot.i18n.languages import Languages
    from bot.logs import configure_logs
    from bot.settings import BadSettings, load_settings

    verb: Callable[[Settings, argparse.Namespace], int] = options.verb
    try:
        settings = load_settings()
        configure_logs(settings.log_level, settings.log_format, settings.secrets)
        try:
            return verb(settings, options)
        except BotError as error:
            return _complain(Languages().speech(settings.locale).plain(error.message, **error.facts), FAILED)
    except BadSettings as error:
        return _complain(str(error), MISUSED)


def run(settings: Settings, options: argparse.Namespace) -> int:
    """Connect to Discord, or open the local channel where there is no token."""
    from bot.chat.cogs import cog_names
    from bot.chat.page import serve_page
    from bot.chat.run import DiscordUnreachable, connect, run_until_stopped

    serve = connect(settings, cog_names()) if settings.discord_token else serve_page(settings, cog_names(), say)
    try:
        run_until_stopped(serve)
    except DiscordUnreachable as error:
        return _complain(str(error), FAILED)
    return OK


def ask(settings: Settings, options: argparse.Namespace) -> int:
    """Ask questions in one local channel; print the replies and save their charts."""
    questions = [each for each in options.question or [os.environ.get("SELLOFF_QUESTION", "")] if each.strip()]
    if not questions:
        return _complain("ask needs a question, such as: selloff ask '!drop NVDA 2025-01-27'", MISUSED)
    from bot.chat.asking import BadUsage, ask_all, to_json, to_text
    from bot.chat.cogs import cog_names

    asking = ask_all(
        settings, cog_names(), questions, folder=options.charts, speaker=options.speaker, locale=options.locale
    )
    try:
        asked = asyncio.run(asking)
    except BadUsage as error:
        return _complain(str(error), MISUSED)
    say(to_json(asked) if options.json else to_text(asked))
    for each in asked:
        if each.trouble:
            _complain(f"{each.question}: {each.trouble}", FAILED)
    return OK if all(each.messages for each in asked) else FAILED


def doctor(settings: Settings, options: argparse.Namespace) -> int:
    """Print one line on each thing the bot needs."""
    from bot.chat.doctor import Doctor

    async def examine() -> bool:
        well = True
        async for finding in Doctor(settings).examine():
            say(finding)
            well = well and finding.ok
        return well

    return OK if asyncio.run(examine()) else FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="selloff", description="A Discord bot that answers market questions.")
    verbs = parser.add_subparsers(required=True, metavar="run | ask | doctor")
    verbs.add_parser("run", help="connect to Discord, or open the local channel where there is no token").set_defaults(
        verb=run
    )
    asking = verbs.add_parser("ask", help="ask questions here, in a channel of this process")
    asking.set_defaults(verb=ask)
    asking.add_argument("question", nargs="*", help="as typed in Discord; what begins with / is a slash command")
    asking.add_argument("--json", action="store_true", help="print the messages as one JSON document")
    asking.add_argument("--charts", type=Path, default=Path("out"), metavar="DIR", help="where charts go (out)")
    asking.add_argument("--as", dest="speaker", choices=("member", "admin"), default="member", help="who asks")
    asking.add_argument("--locale", help="the language of whoever asks, such as fr")
    verbs.add_parser("doctor", help="look at everything the bot needs").set_defaults(verb=doctor)
    return parser


def _complain(sentence: str, code: int) -> int:
    print(f"selloff: {sentence}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())

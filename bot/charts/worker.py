"""A chart process: reads requests from its standard input, draws, and writes pictures to its standard output.

It loads matplotlib and the report values, never pandas, discord or anything that fetches. It ends when its input
does, and so with its parent, however that one ended.

Each message is four bytes of length (big-endian) and that many bytes. A request is a pickle made by Studio of
(chart, report, words, theme). An answer begins with one byte: 0 and a PNG, or 1 and a traceback as UTF-8. One empty
picture is sent first, once everything is loaded.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from typing import Any, BinaryIO

from bot.charts.drop import paint_drop
from bot.charts.encode import encode_png
from bot.charts.frame import Frame
from bot.charts.heatmap import paint_heatmap
from bot.charts.rout import paint_rout
from bot.charts.sector import paint_sector
from bot.charts.theme import THEMES

LENGTH = struct.Struct(">I")
DRAWN, FAILED = b"\0", b"\1"

CHARTS: dict[str, Callable[[Frame, Any, Any], None]] = {
    "drop": paint_drop,
    "heatmap": paint_heatmap,
    "rout": paint_rout,
    "sector": paint_sector,
}
"""How each chart is drawn on an empty frame; a report and its words belong to their chart."""


class Easel:
    """One kept frame for each theme."""

    def __init__(self) -> None:
        self._frames = {name: Frame(palette) for name, palette in THEMES.items()}

    def draw(self, chart: str, report: object, words: object, theme: str) -> bytes:
        """The chart as PNG.

        Raises:
            KeyError: there is no such chart or theme.
        """
        frame = self._frames[theme]
        frame.clear()
        CHARTS[chart](frame, report, words)
        return encode_png(frame.pixels(), frame.palette)

    def warm(self) -> None:
        """Draw a frame with every common glyph, so that the first real chart finds faces and palettes loaded."""
        glyphs = "".join(map(chr, range(33, 127)))
        for frame in self._frames.values():
            frame.clear()
            frame.texts(glyphs, glyphs, glyphs)
            frame.line([0, 1], [0, 1], frame.palette.line, 1)
            encode_png(frame.pixels(), frame.palette)


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until there are no more."""
    easel = Easel()
    easel.warm()
    _write(answers, DRAWN)
    while request := _read(requests):
        try:
            answer = DRAWN + easel.draw(*pickle.loads(request))
        except Exception:  # whatever went wrong is told to the parent, which raises it
            answer = FAILED + traceback.format_exc().encode()
        _write(answers, answer)


def main() -> None:
    """Run until the parent closes the input."""
    # Ctrl-C is for the parent, which then closes our input.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Nothing that prints may get between the pictures.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    try:
        serve(sys.stdin.buffer, answers)
    except BrokenPipeError:
        # The parent has gone; nobody waits for the rest. Closing would try to flush once more.
        os._exit(0)


def _read(stream: BinaryIO) -> bytes:
    """The next message; empty at the end, also when the parent died in the middle of one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(head)
    body = stream.read(length)
    return body if len(body) == length else b""


def _write(stream: BinaryIO, message: bytes) -> None:
    stream.write(LENGTH.pack(len(message)) + message)
    stream.flush()


if __name__ == "__main__":
    main()

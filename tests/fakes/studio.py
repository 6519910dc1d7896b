"""A studio that draws nothing and remembers what it was asked to draw."""

from __future__ import annotations

from bot.charts.errors import ChartError

PNG = b"\x89PNG\r\n\x1a\n"


class FakeStudio:
    """Hands out the same few bytes for every chart; `broken` makes it fail as the real one does."""

    def __init__(self, *, broken: bool = False) -> None:
        self.broken = broken
        self.drawn: list[tuple[str, object, object, str]] = []

    async def draw(self, chart: str, report: object, words: object, theme: str) -> bytes:
        """Remember the request."""
        self.drawn.append((chart, report, words, theme))
        if self.broken:
            raise ChartError
        return PNG

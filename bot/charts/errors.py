"""What can go wrong with a picture."""

from __future__ import annotations


class ChartError(Exception):
    """A chart could not be drawn: its process died twice over it, or the drawing itself failed.

    The answer is complete without its picture, so callers reply in text and say that the chart is missing.
    """

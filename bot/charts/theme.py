"""How every chart looks: sizes in pixels, and the two palettes as data that refuses to be illegible.

A phone shows the picture at about half its size, so the smallest type is 22 pixels high.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

WIDTH, HEIGHT = 1000, 560
MARGIN = 24
SMALLEST_TYPE = 22

TEXT_CONTRAST = 4.5
LINE_CONTRAST = 3.0


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one theme as #RRGGBB. Validated on creation by WCAG 2.2's contrast ratio against `ground`.

    Falls are vermilion and rises blue (Okabe and Ito, 2008), which readers who cannot tell red from green still
    can. Their `_text` forms are as dark or light as small type needs. The grid is exempt: it is meant to recede.
    `steps` are the areas of a diverging scale from the largest fall over no move to the largest rise: the small
    moves recede too, but small type reads on each of them, in the colour that `on` gives.

    Raises:
        ValueError: a text colour is below 4.5:1 on the ground or on a step, or a line or area colour below 3:1.
    """

    ground: str
    text: str
    muted: str
    grid: str
    line: str
    bar: str
    accent: str
    fall: str
    fall_text: str
    rise: str
    rise_text: str
    steps: tuple[str, ...]

    def __post_init__(self) -> None:
        needs = dict.fromkeys(("text", "muted", "fall_text", "rise_text"), TEXT_CONTRAST)
        needs |= dict.fromkeys(("line", "bar", "accent", "fall", "rise"), LINE_CONTRAST)
        for name, least in needs.items():
            ratio = contrast(getattr(self, name), self.ground)
            if ratio < least:
                raise ValueError(f"{name} {getattr(self, name)} on {self.ground} has a contrast of {ratio:.2f}:1")
        for step in self.steps:
            ratio = contrast(self.on(step), step)
            if ratio < TEXT_CONTRAST:
                raise ValueError(f"type on the step {step} has a contrast of {ratio:.2f}:1")

    def on(self, colour: str) -> str:
        """The colour of type on an area: that of text or that of the ground, whichever reads better."""
        return max(self.text, self.ground, key=lambda each: contrast(each, colour))

    def direction(self, move: float) -> tuple[str, str]:
        """The colours of a fall, a rise or no move at all: for marks, and for type."""
        if move == 0:
            return self.accent, self.text
        return (self.fall, self.fall_text) if move < 0 else (self.rise, self.rise_text)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two #RRGGBB colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """WCAG 2.2 relative luminance."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


THEMES: Mapping[str, Palette] = MappingProxyType(
    {
        # The ground is that of Discord's embeds in its dark theme, so that the picture has no visible edge.
        "dark": Palette(
            ground="#2B2D31",
            text="#F2F3F5",
            muted="#B5BAC1",
            grid="#44474D",
            line="#C9CDD4",
            bar="#7C828C",
            accent="#B5BAC1",
            fall="#FF8547",
            fall_text="#FF8F57",
            rise="#56B4E9",
            rise_text="#62BBEE",
            steps=(
                "#FF8547",
                "#B04A08",
                "#8C4E2A",
                "#6A5347",
                "#53565D",
                "#46596A",
                "#2F6288",
                "#0069A6",
                "#56B4E9",
            ),
        ),
        "light": Palette(
            ground="#FFFFFF",
            text="#1A1C1F",
            muted="#5B6068",
            grid="#DDDFE2",
            line="#4A4F57",
            bar="#8B9098",
            accent="#5B6068",
            fall="#D55E00",
            fall_text="#B34A00",
            rise="#0072B2",
            rise_text="#0072B2",
            steps=(
                "#B84E00",
                "#E58A4E",
                "#F0B48C",
                "#F3D9C9",
                "#DDDFE2",
                "#D3E4F1",
                "#9CC7E4",
                "#5FA5D1",
                "#0066A3",
            ),
        ),
    }
)

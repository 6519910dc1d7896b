"""`make gallery`: every chart in both themes and languages, singly and on one contact sheet, under out/gallery/.

The sheet is looked at, also at 400 pixels a chart, before a change to any chart is called done. Reference pictures
are single pictures of the gallery, copied to tests/charts/reference/ once they have been looked at.
"""

from __future__ import annotations

import sys
from io import BytesIO
from itertools import product
from pathlib import Path

from PIL import Image

from bot.charts.theme import THEMES, WIDTH
from bot.charts.worker import Easel
from tests.charts.pictures import PICTURES
from tests.charts.scenes import LOCALES

OUT = Path("out") / "gallery"
PHONE = 400
CHAT = "#313338"
GAP = 24


def main() -> None:
    """Draw the gallery."""
    OUT.mkdir(parents=True, exist_ok=True)
    easel = Easel()
    rows: list[list[Image.Image]] = []
    for (chart, name), scene in PICTURES.items():
        rows.append([])
        for locale, theme in product(LOCALES, THEMES):
            png = easel.draw(chart, scene.report(), scene.words[locale], theme)
            (OUT / f"{chart}-{name}-{locale}-{theme}.png").write_bytes(png)
            rows[-1].append(Image.open(BytesIO(png)))
    sheet = contact_sheet(rows)
    sheet.save(OUT / "sheet.png")
    scale = PHONE / WIDTH
    small = sheet.resize((round(sheet.width * scale), round(sheet.height * scale)), Image.Resampling.LANCZOS)
    small.save(OUT / "sheet-phone.png")
    sys.stdout.write(f"{OUT / 'sheet.png'}\n{OUT / 'sheet-phone.png'}\n")


def contact_sheet(rows: list[list[Image.Image]]) -> Image.Image:
    """Pictures side by side, each row as high as its highest."""
    heights = [max(picture.height for picture in row) + GAP for row in rows]
    sheet = Image.new("RGB", (max(map(len, rows)) * (WIDTH + GAP), sum(heights)), CHAT)
    for number, row in enumerate(rows):
        for column, picture in enumerate(row):
            sheet.paste(picture, (column * (WIDTH + GAP) + GAP // 2, sum(heights[:number]) + GAP // 2))
    return sheet


if __name__ == "__main__":
    main()

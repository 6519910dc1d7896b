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

from bot.charts.theme import HEIGHT, THEMES, WIDTH
from bot.charts.worker import Easel
from tests.charts.scenes import LOCALES, SCENES

OUT = Path("out") / "gallery"
PHONE = 400
CHAT = "#313338"


def main() -> None:
    """Draw the gallery."""
    OUT.mkdir(parents=True, exist_ok=True)
    easel = Easel()
    looks = list(product(LOCALES, THEMES))
    sheet = Image.new("RGB", (len(looks) * (WIDTH + 24), len(SCENES) * (HEIGHT + 24)), CHAT)
    for row, (name, scene) in enumerate(SCENES.items()):
        report = scene.report()
        for column, (locale, theme) in enumerate(looks):
            png = easel.draw("drop", report, scene.words[locale], theme)
            (OUT / f"drop-{name}-{locale}-{theme}.png").write_bytes(png)
            sheet.paste(Image.open(BytesIO(png)), (column * (WIDTH + 24) + 12, row * (HEIGHT + 24) + 12))
    sheet.save(OUT / "sheet.png")
    scale = PHONE / WIDTH
    small = sheet.resize((round(sheet.width * scale), round(sheet.height * scale)), Image.Resampling.LANCZOS)
    small.save(OUT / "sheet-phone.png")
    sys.stdout.write(f"{OUT / 'sheet.png'}\n{OUT / 'sheet-phone.png'}\n")


if __name__ == "__main__":
    main()

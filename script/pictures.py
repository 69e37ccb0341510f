"""Make the pictures of the documentation from real reports: docs/pictures/*.png.

downrange run tsenki-2023 --out out && python script/pictures.py out
"""

from __future__ import annotations

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

WIDTH_PX = 1240
COLOURS = 96
"""Enough for flat charts, and a third of the size."""


def kept(data: bytes, path: Path) -> None:
    """Write a picture with few colours."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.open(BytesIO(data)).convert("RGB").quantize(COLOURS).save(path, optimize=True)
    print(f"{path}: {path.stat().st_size / 1000:.0f} kB")


def first_lines(page: Page) -> bytes:
    """Show the page from its top to the end of the one picture that carries the matter."""
    box = page.locator("#distance figure").bounding_box()
    assert box is not None, "the report has no picture of methods against the sum"
    height = box["y"] + box["height"] + 16
    return page.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": WIDTH_PX, "height": height})


def main(out: str) -> None:
    """Open the report in Chromium and keep two views of it."""
    target = Path(__file__).resolve().parent.parent / "docs/pictures"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_page(viewport={"width": WIDTH_PX, "height": 900}, color_scheme="light")
        page.goto((Path(out).resolve() / "tsenki-2023/report.html").as_uri())
        kept(first_lines(page), target / "tsenki-2023.png")
        kept(page.locator("#map figure").first.screenshot(), target / "where-it-falls.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])

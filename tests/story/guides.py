"""`python -m tests.story.guides`: the drawings of the set-up guides, as pictures for the docs."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from PIL import Image

from tests.e2e import browser

DOCS = Path(__file__).parents[2] / "docs"
DRAWINGS, PICTURES = DOCS / "drawings", DOCS / "pictures"
COLOURS = 128
"""Flat shapes need no more, and the pictures stay small."""


def drawn(pages: list[Path]) -> Iterator[tuple[str, bytes]]:
    """Return each section's name with its picture."""
    with browser.launched() as opened:
        for path in pages:
            page = opened.new_page(viewport={"width": 760, "height": 640}, device_scale_factor=1.5)
            page.goto(path.as_uri())
            for section in page.query_selector_all("section"):
                yield section.get_attribute("id"), small(section.screenshot())


def small(png: bytes) -> bytes:
    """Return the same picture in fewer colours."""
    kept = io.BytesIO()
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.quantize(COLOURS, dither=Image.Dither.NONE).save(kept, "PNG", optimize=True)
    return kept.getvalue()


if __name__ == "__main__":
    for name, picture in drawn(sorted(DRAWINGS.glob("*.html"))):
        (PICTURES / f"guide-{name}.png").write_bytes(picture)
        sys.stdout.write(f"{name}: {len(picture) / 1000:.0f} kB\n")

"""What a test does on the page, and what it brings along."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw

LEARNS = 240_000  # a first training, in milliseconds, on a busy machine


def answered(page, text: str, timeout: int = LEARNS):
    """Wait until a message holds the words and nothing more is to come; return it."""
    page.locator(".shown", has_text=text).last.wait_for(timeout=timeout)
    page.locator("#log[aria-busy=false]").wait_for(timeout=timeout)
    return page.locator(".shown", has_text=text).last


def plate(*, wide: bool = False) -> bytes:
    """A plate from above, or a wide piece of it; what is on it does not matter here."""
    picture = Image.new("RGB", (1200, 1200), "#3b2a20")
    draw = ImageDraw.Draw(picture)
    draw.ellipse((120, 120, 1080, 1080), fill="#f6f1e7")
    draw.ellipse((320, 320, 880, 880), fill="#e8d9b8")
    for x, y, colour in ((480, 460, "#fffaf0"), (600, 620, "#fffaf0"), (700, 470, "#d98b2b")):
        draw.ellipse((x - 110, y - 90, x + 110, y + 90), fill=colour)
    if wide:
        picture = picture.crop((0, 280, 1200, 920))  # as wide as Instagram takes
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=92)
    return kept.getvalue()

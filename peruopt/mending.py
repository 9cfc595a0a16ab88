"""A picture as Instagram takes it: between 4:5 and 1.91:1, 320 to 1440 wide, JPEG."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

TALLEST, WIDEST = 4 / 5, 1.91
NARROW, BROAD = 320, 1440
QUALITY = 92
LOSS = 0.12
"""The share of a side that may be cut away; beyond it the plate would suffer."""
BLUR = 40
TILE, GAP, COLUMNS = 400, 12, 5
"""Pixels of a picture's width and between two, and pictures in a row, where several are shown."""


class Fate(StrEnum):
    """What becomes of a picture's shape."""

    KEPT = "kept"
    TRIMMED = "trimmed"
    FRAMED = "framed"


def fate(width: int, height: int) -> Fate:
    """Return what becomes of a picture of this size."""
    ratio = width / height
    if TALLEST <= ratio <= WIDEST:
        return Fate.KEPT
    left = ratio / TALLEST if ratio < TALLEST else WIDEST / ratio
    return Fate.TRIMMED if left >= 1 - LOSS else Fate.FRAMED


def mended(jpeg: bytes) -> bytes:
    """Return the picture as Instagram takes it; the same bytes where nothing is wrong.

    What is a little too tall or too wide is trimmed at both ends; what is far too much so is
    shown whole, on a blurred copy of itself.
    """
    from PIL import Image

    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        ratio, fits = picture.width / picture.height, NARROW <= picture.width <= BROAD
        if fits and TALLEST <= ratio <= WIDEST:
            return jpeg
        colours = picture.info.get("icc_profile")
        whole = picture.convert("RGB")
    shaped = _shaped(whole)
    width = min(max(shaped.width, NARROW), BROAD)
    if width != shaped.width:
        height = round(shaped.height * width / shaped.width)
        shaped = _sized(shaped, width, height)
    out = BytesIO()
    shaped.save(out, "JPEG", quality=QUALITY, subsampling=0, optimize=True, icc_profile=colours)
    return out.getvalue()


def as_seen(jpegs: Sequence[bytes]) -> bytes:
    """Return a picture of how Instagram shows them: one as mended, several side by side.

    In a carousel Instagram crops all to the shape of the first (its content publishing guide).
    """
    first, *others = [mended(jpeg) for jpeg in jpegs]
    if not others:
        return first
    from PIL import Image, ImageOps

    with Image.open(BytesIO(first)) as shape:
        size = TILE, round(TILE * shape.height / shape.width)
    rows = -(-len(jpegs) // COLUMNS)
    across = min(len(jpegs), COLUMNS)
    width, height = (
        count * (side + GAP) - GAP for count, side in zip((across, rows), size, strict=True)
    )
    sheet = Image.new("RGB", (width, height), "white")
    for index, jpeg in enumerate((first, *others)):
        row, column = divmod(index, COLUMNS)
        with Image.open(BytesIO(jpeg)) as picture:
            tile = ImageOps.fit(picture.convert("RGB"), size)
        sheet.paste(tile, (column * (size[0] + GAP), row * (size[1] + GAP)))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def _shaped(picture: Image) -> Image:
    width, height = picture.size
    what, tall = fate(width, height), width / height < TALLEST
    if what is Fate.KEPT:
        return picture
    # a pixel inside the limits, so that rounding never ends outside them
    if what is Fate.FRAMED and tall:
        return _framed(picture, -int(-height * TALLEST // 1), height)
    if what is Fate.FRAMED:
        return _framed(picture, width, -int(-width / WIDEST // 1))
    if tall:
        kept = int(width / TALLEST)
        top = (height - kept) // 2
        return picture.crop((0, top, width, top + kept))
    kept = int(height * WIDEST)
    left = (width - kept) // 2
    return picture.crop((left, 0, left + kept, height))


def _framed(picture: Image, width: int, height: int) -> Image:
    """Return the whole picture on a blurred copy that fills the frame."""
    from PIL import ImageFilter, ImageOps

    small = ImageOps.fit(picture, (max(1, width // 4), max(1, height // 4)))
    frame = _sized(small.filter(ImageFilter.GaussianBlur(BLUR // 4)), width, height)
    frame.paste(picture, ((width - picture.width) // 2, (height - picture.height) // 2))
    return frame


def _sized(picture: Image, width: int, height: int) -> Image:
    from PIL import Image

    return picture.resize((width, height), Image.Resampling.LANCZOS)

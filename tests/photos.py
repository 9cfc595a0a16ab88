"""Pictures of one colour, as a person would send them."""

from __future__ import annotations

from io import BytesIO

from PIL import Image

from peruopt.chat.message import Upload


def png(width: int = 8, height: int = 8, color: str = "gold") -> bytes:
    return _drawn("PNG", width, height, color)


def jpeg(width: int = 1200, height: int = 1200, color: str = "#c84b31") -> bytes:
    return _drawn("JPEG", width, height, color)


def photo(width: int = 1200, height: int = 1200, color: str = "#c84b31") -> Upload:
    """A dish, as it comes from a telephone."""
    return Upload("ceviche.jpg", jpeg(width, height, color))


def _drawn(kind: str, width: int, height: int, color: str) -> bytes:
    kept = BytesIO()
    Image.new("RGB", (width, height), color).save(kept, kind)
    return kept.getvalue()

"""How large a kept picture is, so that networks can be asked whether they take it."""

from __future__ import annotations

from io import BytesIO

from peruopt.errors import UserError
from peruopt.ports import Pictures


def size_of(pictures: Pictures, key: str | None) -> tuple[int, int] | None:
    """Return (width, height) in pixels; None without a picture, or where nobody can tell."""
    if key is None:
        return None
    from PIL import Image

    try:
        with Image.open(BytesIO(pictures.get(key))) as image:
            return image.size
    except (OSError, ValueError, UserError):
        return None

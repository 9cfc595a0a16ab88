"""How large a kept picture is, so that networks can be asked whether they take it."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from peruopt.errors import UserError
from peruopt.ports import Pictures
from peruopt.rules.networks import GONE


def size_of(pictures: Pictures, album: Sequence[str]) -> tuple[int, int] | None:
    """Return (width, height) of the first in pixels; None without any, or where nobody can tell.

    GONE where one of them is kept no more: nothing can go out as it is.
    """
    if not album:
        return None
    try:
        first, *_ = [pictures.get(key) for key in album]
    except (OSError, UserError):
        return GONE
    from PIL import Image

    try:
        with Image.open(BytesIO(first)) as image:
            return image.size
    except (OSError, ValueError):
        return None

"""Pictures by the hash of their content, in a folder: upright, without location, still tasty."""

from __future__ import annotations

import hashlib
import os
import re
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from peruopt.errors import UserError

if TYPE_CHECKING:
    from PIL.Image import Image

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
"""A phone's largest photos have 50 million; a small file that claims more is a bomb."""
MEDIA = "media"
"""Their folder in the data directory."""
LONG_SIDE = 2048
QUALITY = 92
_FORMATS = ("JPEG", "PNG", "WEBP", "GIF", "HEIF")
_KEY = re.compile(r"[0-9a-f]{64}\.jpg")


class PictureStore:
    """`peruopt.ports.Pictures`, under `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, content: bytes) -> str:
        """Keep the picture as a JPEG that every network takes; return its key."""
        jpeg = cleaned(content)
        key = f"{hashlib.sha256(jpeg).hexdigest()}.jpg"
        path = self._path(key)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            fresh = path.with_name(f".{key}.{os.getpid()}.{os.urandom(4).hex()}")
            with fresh.open("wb") as file:
                file.write(jpeg)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(path)
        return key

    def get(self, key: str) -> bytes:
        """Return the JPEG kept under `key`."""
        return self._path(key).read_bytes()

    def has(self, key: str) -> bool:
        """Whether there is a JPEG under `key`."""
        return bool(_KEY.fullmatch(key)) and self._path(key).is_file()

    def _path(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise UserError("error.picture")
        return self._folder / key[:2] / key


def cleaned(content: bytes) -> bytes:
    """Return the picture as an upright JPEG with nothing in it but what is seen."""
    from PIL import Image, UnidentifiedImageError
    from pillow_heif import register_heif_opener

    register_heif_opener()  # what iPhones send
    if not 0 < len(content) <= MAX_BYTES:
        raise UserError("error.picture")
    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > MAX_PIXELS:
                raise UserError("error.picture")
            return _jpeg(picture)
    except (
        UnidentifiedImageError,
        OSError,
        ValueError,
        SyntaxError,
        EOFError,
        RuntimeError,
    ) as error:
        raise UserError("error.picture") from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise UserError("error.picture") from error


def _jpeg(picture: Image) -> bytes:
    from PIL import Image, ImageOps

    colours = picture.info.get("icc_profile")
    picture.draft("RGB", (LONG_SIDE * 2, LONG_SIDE * 2))
    upright = ImageOps.exif_transpose(picture)
    if upright.mode in ("RGBA", "LA", "PA") or "transparency" in upright.info:
        drawn = upright.convert("RGBA")
        plate = Image.new("RGBA", drawn.size, "white")
        plate.alpha_composite(drawn)
        upright = plate
    keeps = upright.mode == "RGB"
    flat = upright.convert("RGB")
    flat.thumbnail((LONG_SIDE, LONG_SIDE), Image.Resampling.LANCZOS)
    # Drawn onto a new picture, so that no comment, thumbnail or location comes along.
    clean = Image.new("RGB", flat.size)
    clean.paste(flat)
    out = BytesIO()
    clean.save(
        out,
        "JPEG",
        quality=QUALITY,
        subsampling=0,
        optimize=True,
        icc_profile=colours if keeps and isinstance(colours, bytes) else None,
    )
    return out.getvalue()

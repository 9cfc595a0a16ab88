"""Pictures: upright, without location, still appetising, and nothing that is no picture."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image, ImageCms

from bot.pictures import LONG_SIDE, PictureStore
from peruopt.errors import UserError

GPS, ORIENTATION, COMMENT = 0x8825, 0x0112, 0x9286


def photo(size=(600, 400), kind="JPEG", mode="RGB", colour="red", **options) -> bytes:
    out = BytesIO()
    Image.new(mode, size, colour).save(out, kind, **options)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


@pytest.fixture
def store(tmp_path) -> PictureStore:
    return PictureStore(tmp_path / "media")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
def test_every_kind_becomes_a_jpeg_under_the_hash_of_its_content(store, kind):
    key = store.put(photo(kind=kind))
    assert store.put(photo(kind=kind)) == key
    assert opened(store.get(key)).format == "JPEG"
    assert opened(store.get(key)).size == (600, 400)


def test_a_photo_taken_sideways_stands_upright_and_tells_no_place(store):
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    exif[COMMENT] = "Av. La Mar 770"
    exif.get_ifd(GPS)[2] = (12.0, 6.0, 30.0)
    sideways = photo(exif=exif, comment=b"Av. La Mar 770")
    assert b"La Mar" in sideways
    kept = store.get(store.put(sideways))
    assert opened(kept).size == (400, 600)
    assert dict(opened(kept).getexif()) == {}
    assert b"La Mar" not in kept
    assert b"Exif" not in kept


def test_the_colours_of_a_phone_are_kept(store):
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    kept = opened(store.get(store.put(photo(icc_profile=profile))))
    assert kept.info["icc_profile"] == profile
    red, green, blue = kept.getpixel((300, 200))
    assert (red > 250, green < 6, blue < 6) == (True, True, True)


def test_a_large_photo_is_made_smaller_and_a_small_one_left(store):
    assert opened(store.get(store.put(photo((4000, 3000))))).size == (LONG_SIDE, 1536)
    assert opened(store.get(store.put(photo((200, 100))))).size == (200, 100)


def test_what_is_see_through_stands_on_white(store):
    kept = opened(store.get(store.put(photo(kind="PNG", mode="RGBA", colour=(0, 0, 0, 0)))))
    assert kept.getpixel((5, 5)) == (255, 255, 255)


def bomb() -> bytes:
    """A PNG of a few bytes that claims 50,000 by 50,000."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        body = kind + content
        return struct.pack(">I", len(content)) + body + struct.pack(">I", zlib.crc32(body))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 100))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"GIF89a",
        b"<svg onload=alert(1)>",
        photo()[:200],
        photo(kind="BMP"),
        photo(kind="TIFF"),
        bomb(),
        b"\xff\xd8\xff" + b"\0" * (20 * 1024 * 1024),
    ],
    ids=["empty", "stub", "svg", "cut", "bmp", "tiff", "bomb", "too big"],
)
def test_anything_else_is_refused(store, content):
    with pytest.raises(UserError) as refused:
        store.put(content)
    assert refused.value.key == "error.picture"


@pytest.mark.parametrize("key", ["../../etc/passwd", "a.jpg", "", "0" * 64])
def test_a_key_is_never_a_path(store, key):
    with pytest.raises(UserError):
        store.get(key)

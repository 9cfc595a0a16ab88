"""Pictures for the networks: mended to fit, HEIC taken, links that lapse and cannot be forged."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.networks import PictureLinks
from bot.pictures import PictureStore, cleaned
from bot.vault import FernetVault
from bot.web.door import WebDoor
from bot.web.pages import make_app
from bot.web.public import shared
from peruopt.mending import (
    BROAD,
    GAP,
    LOSS,
    NARROW,
    TALLEST,
    TILE,
    WIDEST,
    Fate,
    as_seen,
    fate,
    mended,
)

SIZES = [
    (1080, 1080), (1080, 1920), (3000, 600), (200, 200), (100, 900), (2048, 1000),
    (1000, 1300), (2000, 1000), (319, 319), (1, 1), (1, 2000), (2048, 1),
]  # fmt: skip


def jpeg(size, colour="orange") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, colour).save(out, "JPEG", quality=92)
    return out.getvalue()


@pytest.mark.parametrize("size", SIZES)
def test_whatever_its_shape_a_picture_fits_once_mended(size):
    with Image.open(BytesIO(mended(jpeg(size)))) as picture:
        assert TALLEST <= picture.width / picture.height <= WIDEST
        assert NARROW <= picture.width <= BROAD
        assert picture.format == "JPEG"


def test_what_fits_is_left_as_it_is():
    assert mended(jpeg((1080, 1350))) == jpeg((1080, 1350))


def test_a_tall_picture_is_shown_whole():
    tall = Image.new("RGB", (800, 2000), "white")
    tall.paste((200, 30, 30), (0, 0, 800, 60))
    tall.paste((30, 30, 200), (0, 1940, 800, 2000))
    out = BytesIO()
    tall.save(out, "JPEG", quality=95)
    with Image.open(BytesIO(mended(out.getvalue()))) as picture:
        middle = picture.width // 2
        top, bottom = picture.getpixel((middle, 8)), picture.getpixel((middle, picture.height - 8))
    assert top[0] > 150 > top[2]
    assert bottom[2] > 150 > bottom[0]


@pytest.mark.parametrize("size", SIZES)
def test_what_is_said_of_a_picture_s_shape_is_what_becomes_of_it(size):
    told = fate(*size)
    with Image.open(BytesIO(mended(jpeg(size)))) as picture:
        before, after = size[0] / size[1], picture.width / picture.height
    assert (told is Fate.KEPT) == (abs(before - after) < 0.01 * before)
    lost = 1 - min(before, after) / max(before, after)
    assert (told is Fate.TRIMMED) == (0.005 < lost <= LOSS)


def test_several_are_shown_cropped_to_the_shape_of_the_first():
    sheet = as_seen([jpeg((1080, 1350), "red"), jpeg((1080, 1080), "blue")] * 3)
    with Image.open(BytesIO(sheet)) as picture:
        tile = TILE, round(TILE * 1350 / 1080)
        assert picture.size == (5 * (TILE + GAP) - GAP, 2 * (tile[1] + GAP) - GAP)
        colours = [picture.getpixel((TILE // 2 + n * (TILE + GAP), 20)) for n in range(5)]
    assert ["red" if red > 128 else "blue" for red, _, _ in colours] == [
        "red", "blue", "red", "blue", "red",
    ]  # fmt: skip


def test_a_photo_of_an_iphone_is_taken_without_its_location():
    from pillow_heif import register_heif_opener

    register_heif_opener()
    out, exif = BytesIO(), Image.Exif()
    exif[0x010F] = "Apple"
    Image.new("RGB", (640, 480), "orange").save(out, "HEIF", exif=exif.tobytes())
    with Image.open(BytesIO(cleaned(out.getvalue()))) as picture:
        assert (picture.format, picture.size, dict(picture.getexif())) == ("JPEG", (640, 480), {})


@pytest.fixture
def served(data_dir, clock):
    """A page behind a token, its links, and the key of a picture."""
    from pydantic import SecretStr

    pictures = PictureStore(data_dir / "media")
    key = pictures.put(jpeg((600, 2000)))
    links = PictureLinks(FernetVault(["a-key-of-the-house"]), "https://casa.example/", clock.now)
    door = WebDoor(
        host="127.0.0.1",
        port=0,
        data_dir=data_dir,
        token=SecretStr("a-long-enough-token"),
        now=clock.now,
        shared=shared(pictures, links.admits),
    )
    return make_app(door).test_client(), links, key


def path(url: str) -> str:
    return url.removeprefix("https://casa.example")


def test_a_signed_link_serves_the_mended_picture_without_a_session(served):
    client, links, key = served
    answer = client.get(path(links.make(key)), headers={"Host": "casa.example"})
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    with Image.open(BytesIO(answer.data)) as picture:
        assert picture.width / picture.height >= TALLEST


def test_what_is_forged_lapsed_or_something_else_is_not_served(served, clock):
    client, links, key = served
    good = path(links.make(key))
    other = good.replace(key, "0" * 64 + ".jpg")
    _, _, _, until, _ = good.split("/")
    later = good.replace(until, str(int(until) + 60))
    for bad in (
        other,
        later,
        good[:-5] + "x.jpg",
        good.replace(key, "secret.key"),
        "/p/a/²/b.jpg",
    ):
        assert client.get(bad).status_code == 404, bad
    clock.tick(timedelta(hours=27))
    assert client.get(good).status_code == 404


def test_the_public_name_opens_nothing_but_pictures(served):
    client, _, _ = served
    for closed in ("/", "/chat", "/events", "/publicado"):
        assert client.get(closed, headers={"Host": "casa.example"}).status_code == 403, closed

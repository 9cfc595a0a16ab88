"""What Instagram will show, seen before it is approved."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image

from peruopt.mending import TALLEST, mended
from peruopt.restaurant import Network
from tests.photos import photo
from tests.talk import buttons

LABEL = "👁 Ver en Instagram"


@pytest.fixture
async def talk(talk):
    await talk.say("/inicio")
    return talk


def labels(talk) -> list[str]:
    return [button.label for button in buttons(talk.said[-1])]


def size(picture) -> tuple[int, int]:
    with Image.open(BytesIO(picture.content)) as image:
        return image.size


async def test_a_tall_photo_is_held_back_no_more_and_shown_as_it_will_look(talk, clock):
    await talk.say("lomo", photo(1080, 1920))
    card = talk.said[-1]
    assert "La foto es muy alta para Instagram" in card.text
    assert "ahí sale entera, con los lados difuminados" in card.text
    assert "⛔" not in card.text
    await talk.press(LABEL)
    (shown,) = talk.said
    assert "la ajusté para que quepa" in shown.text
    width, height = size(shown.picture)
    assert width / height == pytest.approx(TALLEST, abs=0.005)
    assert shown.picture.alt
    await talk.press("◀")
    assert talk.said[-1].about == "draft:3"
    await talk.say("/publicar 3 ya")
    talk.app.clock.tick(minutes=1)
    clock.tick(timedelta(minutes=1))
    await talk.app.engine.catch_up()
    folder = talk.app.settings.data_dir / "outbox"
    (sent,) = (folder / "instagram").glob("*/picture.jpg")
    assert sent.read_bytes() == shown.picture.content, "what was seen is what goes out"
    (elsewhere,) = (folder / "facebook").glob("*/picture.jpg")
    with Image.open(elsewhere) as there:
        assert there.size == (1080, 1920)


async def test_what_loses_a_little_says_so(talk):
    await talk.say("lomo", photo(1080, 1420))
    assert "con un poco menos arriba y abajo" in talk.text
    assert LABEL in labels(talk)


async def test_what_fits_needs_no_showing_but_may_be_asked_for(talk):
    await talk.say("lomo", photo(1080, 1080))
    assert LABEL not in labels(talk)
    await talk.say("/vista 3")
    assert "cabe tal cual" in talk.text
    with talk.app.services.work(1) as w:
        key = w.drafts.get(3).picture
    before = talk.app.services.pictures.get(key)
    assert talk.said[0].picture.content == mended(before) == before


async def test_several_are_shown_as_a_carousel_crops_them(talk):
    await talk.say("lomo", photo(1080, 1350), photo(1080, 1080, "teal"))
    assert LABEL in labels(talk)
    await talk.press(LABEL)
    assert "las 2 en Instagram, que las corta todas con la forma de la primera" in talk.text
    width, height = size(talk.said[0].picture)
    assert width > height > 400


async def test_where_there_is_nothing_to_show_it_says_what_to_do(talk):
    await talk.say("/redactar lomo")
    await talk.say("/vista 3")
    assert "/foto 3" in talk.text
    with talk.app.services.work(1) as w:
        for channel in w.channels.all():
            channel.publishes = channel.network is Network.FACEBOOK
    await talk.say("/redactar ceviche")
    await talk.say("/vista 6")
    assert "no va a Instagram" in talk.text
    await talk.say("/vista")
    assert "/vista" in talk.text


async def test_in_english_too(talk):
    await talk.say("habla en inglés")
    await talk.say("lomo", photo(2400, 1080))
    assert "with blurred bands above and below" in talk.text
    await talk.say("/preview 3")
    assert "I adjusted it to fit" in talk.text

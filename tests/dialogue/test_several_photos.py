"""Several photos at once: one brief, all of them in their order, the truth about each network."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from peruopt.chat.message import Upload
from peruopt.restaurant import Channel, Network
from peruopt.results import Media
from tests.dialogue.test_album import photo

FB, IG, X, TG = Network.FACEBOOK, Network.INSTAGRAM, Network.X, Network.TELEGRAM


@pytest.fixture
async def talk(talk):
    await talk.say("/inicio")
    with talk.app.services.work(1) as w:
        for network in (X, TG):
            w.channels.add(Channel(restaurant_id=1, network=network, account="x", publishes=True))
    return talk


def keys(talk, *numbers: int) -> list[str]:
    """Return under which keys these photos are kept."""
    return [talk.app.services.pictures.put(photo(number).content) for number in numbers]


def albums(talk, number: int) -> dict[Network, list[str]]:
    with talk.app.services.work(1) as w:
        return {post.network: list(post.album) for post in w.posts.of_draft(number)}


def newest(talk) -> list[int]:
    with talk.app.services.work(1) as w:
        return sorted(draft.id for draft in w.drafts.recent(10))


@pytest.mark.parametrize("text", ["ceviche y chicha", "/redactar ceviche y chicha", ""])
async def test_all_photos_make_one_brief_and_stand_in_their_order(talk, text):
    said = await talk.say(text, *(photo(n) for n in (3, 1, 2, 6, 5)))
    assert newest(talk) == [1, 2, 3]
    assert "para tus 5 fotos" in said[0].text
    assert "En X irán las primeras 4." in said[0].text
    ordered = keys(talk, 3, 1, 2, 6, 5)
    for number in newest(talk):
        shown = albums(talk, number)
        assert shown[FB] == shown[IG] == shown[TG] == ordered
        assert shown[X] == ordered[:4]
    for card in said[1:]:
        assert "📷 Lleva 5 fotos juntas." in card.text
        assert card.text.count("En X irán las primeras 4.") == 1
    with talk.app.services.work(1) as w:
        assert {post.media for post in w.posts.of_draft(3)} == {Media.ALBUM}


async def test_the_same_photo_twice_is_one(talk):
    await talk.say("lomo", photo(1), photo(1))
    assert albums(talk, 3)[FB] == keys(talk, 1)
    assert "fotos juntas" not in talk.text


async def test_more_than_any_network_takes_is_refused_before_anything_is_written(talk):
    await talk.say("lomo", *(photo(n) for n in range(11)))
    assert "ninguna red admite más de 10" in talk.text
    assert newest(talk) == []
    await talk.say("lomo", *(photo(n) for n in range(10)))
    assert len(albums(talk, 3)[IG]) == 10


async def test_one_that_cannot_be_opened_is_said_and_the_others_go_on(talk):
    broken = Upload("rota.jpg", b"\xff\xd8\xff no")
    await talk.say("lomo", photo(1), broken, photo(2))
    assert "Una de las fotos no la pude abrir" in talk.text
    assert albums(talk, 3)[FB] == keys(talk, 1, 2)
    await talk.say("lomo", broken, broken)
    assert newest(talk) == [1, 2, 3]


async def test_another_version_keeps_them_all(talk):
    await talk.say("lomo", photo(1), photo(2))
    await talk.say("/otra 3")
    assert albums(talk, 4)[FB] == keys(talk, 1, 2)


async def test_photos_for_a_draft_take_the_place_of_its_own(talk):
    await talk.say("lomo", photo(1), photo(2))
    await talk.say("/foto 3", photo(7), photo(8), photo(9))
    assert "le puso 3 fotos" in talk.text
    assert albums(talk, 3)[FB] == keys(talk, 7, 8, 9)
    await talk.say("/foto 3")
    await talk.say("", photo(4), photo(5))  # what was asked for
    assert albums(talk, 3)[FB] == keys(talk, 4, 5)
    assert albums(talk, 2)[FB] == keys(talk, 1, 2)


async def test_they_reach_the_outbox_together_and_in_order(talk, clock):
    await talk.say("lomo", photo(2), photo(1), photo(3))
    await talk.say("/publicar 3 ya")
    talk.app.clock.tick(minutes=1)
    clock.tick(timedelta(minutes=1))
    await talk.app.engine.catch_up()
    folder = talk.app.settings.data_dir / "outbox" / "instagram"
    home = next(folder.glob("*/post.json")).parent
    told = json.loads((home / "post.json").read_text("utf-8"))
    names = [told["picture"], *told["more"]]
    kept = [talk.app.services.pictures.get(key) for key in keys(talk, 2, 1, 3)]
    assert [(home / name).read_bytes() for name in names] == kept


async def test_in_english_too(talk):
    await talk.say("habla en inglés")
    await talk.say("lomo", *(photo(n) for n in range(5)))
    assert "three drafts for your 5 photos" in talk.text
    assert "X gets the first 4." in talk.text

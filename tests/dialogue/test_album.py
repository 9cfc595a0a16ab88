"""Several photos for one draft, until they are out together."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.chat.message import Upload
from peruopt.restaurant import Channel, Network
from peruopt.results import Media
from tests.photos import jpeg


def photo(number: int) -> Upload:
    return Upload(f"{number}.jpg", jpeg(1080, 1080, f"rgb({10 * number}, 80, 120)"))


@pytest.fixture
async def talk(talk):
    await talk.say("/inicio")
    with talk.app.services.work(1) as w:
        w.channels.add(Channel(restaurant_id=1, network=Network.X, account="x", publishes=True))
    await talk.say("/redactar ceviche")
    return talk


def posts(talk):
    with talk.app.services.work(1) as w:
        draft = w.drafts.recent(1)[0]
        found = w.posts.of_draft(draft.id)
        return draft.id, {post.network: (len(post.album), post.media) for post in found}


async def test_all_photos_go_to_each_network_as_far_as_it_takes_them(talk):
    number, _ = posts(talk)
    await talk.say(f"/album {number}", *(photo(n) for n in range(6)))
    assert "6 fotos" in talk.text
    assert "En X irán las primeras 4." in talk.text
    _, shown = posts(talk)
    assert shown[Network.INSTAGRAM] == (6, Media.ALBUM)
    assert shown[Network.X] == (4, Media.ALBUM)
    await talk.say(f"/album {number}")
    assert f"/album {number}" in talk.text
    await talk.say(f"/album {number}", photo(7))
    assert posts(talk)[1][Network.FACEBOOK] == (7, Media.ALBUM)
    await talk.say(f"/album {number}", *(photo(n) for n in range(8, 14)))
    assert "ninguna red admite más de 10" in talk.text
    assert posts(talk)[1][Network.FACEBOOK] == (7, Media.ALBUM)
    await talk.say(f"/foto {number}", photo(20))
    assert posts(talk)[1][Network.FACEBOOK] == (1, Media.PHOTO)


async def test_an_album_reaches_the_outbox_whole(talk, clock):
    number, _ = posts(talk)
    await talk.say(f"/album {number}", photo(1), photo(2), photo(3))
    await talk.say(f"/publicar {number} ya")
    clock.tick(timedelta(minutes=1))
    await talk.app.engine.catch_up()
    home = next((talk.app.settings.data_dir / "outbox" / "instagram").glob("*/post.json")).parent
    assert sorted(path.name for path in home.glob("picture*")) == [
        "picture.jpg",
        "picture2.jpg",
        "picture3.jpg",
    ]

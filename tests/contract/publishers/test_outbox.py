"""The outbox folder: whole posts or none, readable, safe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from peruopt.errors import Uncertain
from peruopt.publishers.outbox import OutboxPublisher
from peruopt.restaurant import Network
from peruopt.results import Metrics
from peruopt.rules.threads import cut
from tests.conftest import START
from tests.contract.publishers.test_publisher_contract import Memo, approved

JPEG = b"\xff\xd8\xff\xe0 a ceviche"


@pytest.fixture
def folder(tmp_path) -> Path:
    return tmp_path / "outbox"


@pytest.fixture
def outbox(folder) -> OutboxPublisher:
    return OutboxPublisher(Network.FACEBOOK, folder)


async def test_a_post_is_a_folder_with_text_facts_and_picture(outbox, folder):
    post = approved(text="¡Ceviche! 🐟\n\n#ceviche", alt="Un plato")
    receipt = await outbox.publish(post, JPEG, Memo())
    home = folder / "facebook" / receipt.external_id
    assert receipt.url == home.as_uri()
    assert (home / "text.txt").read_text("utf-8") == post.text
    assert (home / "picture.jpg").read_bytes() == JPEG
    told = json.loads((home / "post.json").read_text("utf-8"))
    assert told == {
        "post_id": 1,
        "restaurant_id": 1,
        "network": "facebook",
        "text": post.text,
        "due_at": START.isoformat(),
        "alt": "Un plato",
        "picture": "picture.jpg",
        "more": [],
    }


async def test_an_album_is_a_folder_with_all_its_pictures(outbox, folder):
    post = approved(more="b.jpg c.jpg")
    receipt = await outbox.publish(post, JPEG, Memo(), [b"\x89PNGb", JPEG])
    home = folder / "facebook" / receipt.external_id
    assert json.loads((home / "post.json").read_text("utf-8"))["more"] == [
        "picture2.png",
        "picture3.jpg",
    ]
    assert (home / "picture2.png").read_bytes() == b"\x89PNGb"
    assert (home / "picture3.jpg").read_bytes() == JPEG


async def test_the_page_can_list_what_was_sent(outbox, folder):
    for number in (1, 2):
        await outbox.publish(approved(number), JPEG, Memo())
    (folder / "facebook" / "notes").mkdir()
    (folder / "facebook" / "notes" / "post.json").write_text("[]")
    sent = outbox.sent()
    assert [(s.post_id, s.network, s.due_at) for s in sent] == [
        (2, Network.FACEBOOK, START),
        (1, Network.FACEBOOK, START),
    ]
    assert sent[0].picture.read_bytes() == JPEG


async def test_a_half_written_post_is_not_out(outbox, folder, monkeypatch):
    def full(*_):
        raise OSError("no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", full)
        with pytest.raises(Uncertain):
            await outbox.publish(approved(), JPEG, Memo())
    assert await outbox.find(approved(), Memo()) is None
    assert outbox.sent() == []
    assert list((folder / "facebook").iterdir()) == []


async def test_a_post_approved_anew_is_another_one(outbox):
    first = await outbox.publish(approved(), None, Memo())
    changed = approved(text="Otro texto")
    assert await outbox.find(changed, Memo()) is None
    assert (await outbox.publish(changed, None, Memo())).external_id != first.external_id


async def test_a_thread_is_kept_as_it_would_be_sent(folder):
    text = "Ceviche de hoy, con su leche de tigre y su canchita. " * 12
    post = approved(text=text, network=Network.X, thread=len(cut(text)))
    outbox = OutboxPublisher(Network.X, folder)
    await outbox.publish(post, None, Memo())
    (home,) = (folder / "x").iterdir()
    assert json.loads((home / "post.json").read_text("utf-8"))["thread"] == cut(text)
    assert (home / "text.txt").read_text("utf-8") == "\n\n".join(cut(text))


async def test_an_audience_tells_what_a_post_earned(folder):
    outbox = OutboxPublisher(
        Network.FACEBOOK, folder, lambda post, now: Metrics(likes=post.id, views=now.hour)
    )
    assert await outbox.measure(approved(4), START) == Metrics(likes=4, views=15)
    assert await OutboxPublisher(Network.X, folder).measure(approved(), START) is None

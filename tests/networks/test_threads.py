"""Threads on X over a local API v2: each part once, whatever happens between two of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.errors import Busy, Rejected, Unauthorized, Uncertain
from peruopt.progress import PROGRESS, SEEN, progress
from peruopt.publishers.x_thread import PATIENCE
from peruopt.restaurant import Network
from peruopt.rules.threads import LONGEST, cut
from tests.conftest import START
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, publisher_for, server_for
from tests.networks.faults import Fault, Kind, Script

LONG = " ".join(f"Plato número {n}, con su ají y su limón de chulucanas." for n in range(14))
PARTS = cut(LONG)
LOST = (Kind.DROP_AFTER, Kind.ERROR_AFTER, Kind.SLOW, Kind.HALF, Kind.GARBAGE)
SURE = (Kind.LIMITED, Kind.EXPIRED, Kind.SCOPE)


class After(Script):
    """Strikes at one part of the thread, counted from nought, and once."""

    def __init__(self, part: int, kind: Kind) -> None:
        super().__init__([Fault(kind, "tweets")])
        self._part, self._count = part, 0

    def take(self, step, now):
        if step != "tweets":
            return None
        self._count += 1
        return super().take(step, now) if self._count > self._part else None


@pytest.fixture
async def wall(clock):
    server = server_for(Network.X, clock.now)
    await server.open()
    yield server
    await server.close()


@pytest.fixture
def x(wall, clock):
    return publisher_for(Network.X, wall, clock.now, timeout=0.3)


def thread(text: str = LONG, **changes):
    """Return a post as it is once it was approved as a thread."""
    return approved(network=Network.X, text=text, thread=len(cut(text)), **changes)


def texts(wall):
    return [one.text for one in wall.wall]


def chained(wall) -> bool:
    return [one.reply_to for one in wall.wall] == ["", *(one.id for one in wall.wall[:-1])]


def out(memo) -> int:
    told = progress(memo.get(PROGRESS))
    return told.out if told else 0


async def test_it_goes_out_as_it_was_shown_each_message_under_the_one_before(x, wall):
    post, memo = thread(alt="Un ceviche"), Memo()
    receipt = await x.publish(post, PICTURE, memo)
    assert len(PARTS) > 2
    assert texts(wall) == PARTS
    assert chained(wall)
    assert [one.picture for one in wall.wall] == [True] + [False] * (len(PARTS) - 1)
    assert receipt.external_id == wall.wall[0].id
    assert await x.find(post, memo) == receipt
    assert await x.unsent(post, memo) is False
    assert out(memo) == len(PARTS)


@pytest.mark.parametrize("kind", LOST)
@pytest.mark.parametrize("part", range(len(PARTS)))
async def test_a_lost_answer_is_found_and_the_rest_follows(x, wall, part, kind):
    post, memo = thread(), Memo()
    wall.script = After(part, kind)
    with pytest.raises(Uncertain):
        await x.publish(post, None, memo)
    assert len(wall.wall) == part + 1
    assert out(memo) == part, "what nobody has found yet is not told"
    last = part == len(PARTS) - 1
    found = await x.find(post, memo)
    assert (found is not None) == last
    assert out(memo) == part + 1
    assert await x.unsent(post, memo) is not last
    await x.publish(post, None, memo)
    assert texts(wall) == PARTS
    assert chained(wall)


@pytest.mark.parametrize("kind", SURE)
async def test_a_clear_refusal_within_a_thread_says_how_far_it_is(wall, clock, kind):
    first = wall.token

    async def token():
        return wall.token

    x = publisher_for(Network.X, wall, clock.now, token=token)
    post, memo = thread(), Memo()
    wall.script = After(1, kind)
    with pytest.raises((Busy, Unauthorized)):
        await x.publish(post, None, memo)
    assert texts(wall) == PARTS[:1]
    assert out(memo) == 1
    assert progress(memo[PROGRESS]).url.endswith(wall.wall[0].id)
    assert await x.unsent(post, memo)
    assert first
    await x.publish(post, None, memo)
    assert texts(wall) == PARTS


async def test_what_is_not_found_waits_for_a_person(x, wall, clock):
    post, memo = thread(), Memo()
    wall.script = After(1, Kind.DROP_AFTER)
    wall.shows_after = timedelta(hours=1)
    with pytest.raises(Uncertain):
        await x.publish(post, None, memo)
    assert await x.find(post, memo) is None
    assert await x.unsent(post, memo) is False
    memo.put(SEEN, "2")  # a person has looked at the account
    assert await x.unsent(post, memo)
    await x.publish(post, None, memo)
    assert texts(wall) == PARTS
    assert wall.wall[2].reply_to == wall.wall[0].id, "hung on the last whose number is known"
    clock.tick(timedelta(hours=2))
    assert (await x.find(post, memo)).external_id == wall.wall[0].id


async def test_without_its_first_message_the_rest_has_no_place(x, wall, clock):
    post, memo = thread(), Memo(**{SEEN: "1"})
    with pytest.raises(Busy) as busy:  # X may only be slow to show it
        await x.publish(post, None, memo)
    clock.tick(busy.value.retry_at - clock.now() + PATIENCE)
    with pytest.raises(Rejected, match="thread_lost"):
        await x.publish(post, None, memo)
    assert wall.wall == []


async def test_another_account_does_not_go_on_with_it(x, wall):
    post, memo = thread(), Memo()
    wall.script = After(1, Kind.LIMITED)
    with pytest.raises(Busy):
        await x.publish(post, None, memo)
    x._user = "99"
    with pytest.raises(Rejected, match="thread_elsewhere"):
        await x.publish(post, None, memo)
    assert len(wall.wall) == 1


async def test_it_keeps_the_cut_it_began_with(x, wall, monkeypatch):
    post, memo = thread(), Memo()
    wall.script = After(1, Kind.LIMITED)
    with pytest.raises(Busy):
        await x.publish(post, None, memo)
    monkeypatch.setattr("peruopt.publishers.x_thread.cut", lambda _text: ["otra", "cosa"])
    await x.publish(post, None, memo)
    assert texts(wall) == PARTS


async def test_a_thread_that_could_not_be_finished_is_not_begun(x, wall, clock):
    for number in range(99):
        await x.publish(approved(number, network=Network.X), None, Memo())
    with pytest.raises(Busy) as busy:
        await x.publish(thread(), None, Memo())
    assert len(wall.wall) == 99
    clock.tick(busy.value.retry_at - clock.now())
    await x.publish(thread(), None, Memo())
    assert texts(wall)[99:] == PARTS


async def test_an_attempt_that_was_given_up_proves_nothing(x, wall):
    class GivenUp(Memo):
        def put(self, key, value):
            if key.startswith("part"):
                raise Busy(START)
            super().put(key, value)

    with pytest.raises(Uncertain):
        await x.publish(thread(), None, GivenUp())
    assert len(wall.wall) == 1
    receipt = await x.publish(approved(network=Network.X), None, GivenUp())
    assert receipt.external_id == wall.wall[1].id, "of a single post the answer is proof enough"


async def test_links_are_found_again_though_x_shortens_them(x, wall):
    there = "lamarbrava.pe/" + "carta-de-verano/" * 12
    text = f"Nuestra carta está en {there} y se reserva por teléfono. " * 8
    post, memo = thread(text), Memo()
    wall.script = After(1, Kind.DROP_AFTER)
    with pytest.raises(Uncertain):
        await x.publish(post, None, memo)
    assert await x.find(post, memo) is None
    assert out(memo) == 2
    await x.publish(post, None, memo)
    assert texts(wall) == cut(text)
    assert max(map(len, texts(wall))) > LONGEST, "an address weighs 23, however long it is"

"""Which hours a card offers when its post is for a day of its own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from peruopt.recommending import Hour, Known, Signal, Slot, SlotRules
from peruopt.restaurant import Channel, Network, Restaurant
from peruopt.spoken.aiming import Aim
from peruopt.work.desk import Desk
from tests.fakes import FakeRecommender
from tests.talk import Dialogue

FRIDAY = date(2026, 11, 27)


class LateRiser(FakeRecommender):
    """Likes every hour better than the one before it."""

    def slots(self, known, after, count, rules):
        first = after.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        starts = [first + timedelta(hours=n) for n in range(7 * 24)]
        return [Slot(at, 0.1, 0.0, 0.2, 4, Signal.WEAK, 0.9) for at in reversed(starts)][:count]


def desk(now: datetime) -> Desk:
    house = Restaurant(id=1, name="El Muelle", timezone="America/Lima")
    channel = Channel(id=3, restaurant_id=1, network=Network.FACEBOOK, account="muelle")
    return Desk(house, (channel,), {3: known(channel)}, {3: SlotRules()}, now)


def known(channel: Channel) -> Known:
    return Known(channel.network, channel.account, "America/Lima", (), b"model")


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (datetime(2026, 11, 25, 15, tzinfo=UTC), [20, 19]),  # in time for who may still come
        (datetime(2026, 11, 28, 2, 5, tzinfo=UTC), [23, 22]),  # 21:05 of that Friday: what is left
    ],
)
def test_a_post_for_a_day_goes_out_while_the_day_lasts(asked, offered):
    at = desk(asked)
    found = at.offer(LateRiser(), Aim("", FRIDAY)).slots
    hours = [slot.starts_at.astimezone(at.house.zone) for slot in found]
    assert [hour.date() for hour in hours] == [FRIDAY] * 2
    assert [hour.hour for hour in hours] == offered


class Knowing(FakeRecommender):
    """Knows evenings of some networks, each as surely as it is told, and nothing of the others."""

    def __init__(self, **sure: Signal) -> None:
        self.sure = {Network(name): signal for name, signal in sure.items()}

    def week(self, known):
        return [
            Hour(d, h, h / 1000, 0.0, 0.1, 4, Signal.NONE) for d in range(7) for h in range(24)
        ]

    def slots(self, known, after, count, rules):
        signal = self.sure.get(known.network, Signal.NONE)
        at = datetime(2026, 11, 26, 1 if signal is not Signal.NONE else 17, tzinfo=UTC)
        return [Slot(at + timedelta(days=d), 0.4, 0.2, 0.6, 9, signal, 0.9) for d in range(count)]


@pytest.mark.parametrize(
    ("recommender", "silent", "network"),
    [
        (Knowing(facebook=Signal.CLEAR), (), Network.FACEBOOK),
        (Knowing(facebook=Signal.CLEAR, instagram=Signal.WEAK), (), Network.FACEBOOK),
        (Knowing(facebook=Signal.WEAK, instagram=Signal.CLEAR), (), Network.INSTAGRAM),
        (Knowing(), (), Network.INSTAGRAM),
        (Knowing(instagram=Signal.CLEAR), (4,), Network.FACEBOOK),
    ],
)
def test_the_hours_are_those_of_the_network_that_knows_most(recommender, silent, network):
    house = Restaurant(id=1, name="El Muelle", timezone="America/Lima")
    named = {4: Network.INSTAGRAM, 3: Network.FACEBOOK}
    channels = tuple(
        Channel(id=n, restaurant_id=1, network=net, account="muelle") for n, net in named.items()
    )
    about = {n: known(c) for n, c in zip(named, channels, strict=True)}
    within = {n: SlotRules() for n in named}
    now = datetime(2026, 11, 25, 15, tzinfo=UTC)
    at = Desk(house, channels, about, within, now, frozenset(silent))
    offered = at.offer(recommender)
    assert offered.channel is not None
    assert offered.channel.network is network
    hours = [slot.starts_at.astimezone(house.zone).hour for slot in offered.slots]
    assert hours == ([20, 20] if network in recommender.sure else [19, 17])


async def test_where_no_hour_stands_out_every_answer_names_the_same(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("/horas")
    listed = re.findall(r"[12]\. (\w+ \d+ \w+, \d+:\d+)", talk.text)
    *_, card = await talk.say("/redactar ceviche")
    offered = re.search(r"Hora sugerida: (\w+ \d+ \w+, \d+:\d+)", card.text)
    assert offered
    assert offered[1] == listed[0]
    await talk.say("/diario")
    assert f"a las {listed[0][-5:]}" in talk.text
    talk.close()

"""Which hours a card offers when its post is for a day of its own."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from peruopt.recommending import Signal, Slot, SlotRules
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
    return Desk(house, (channel,), {3: None}, SlotRules(), now)


@pytest.mark.parametrize(
    ("asked", "offered"),
    [
        (datetime(2026, 11, 25, 15, tzinfo=UTC), [20, 19]),  # in time for who may still come
        (datetime(2026, 11, 28, 2, 5, tzinfo=UTC), [23, 22]),  # 21:05 of that Friday: what is left
    ],
)
def test_a_post_for_a_day_goes_out_while_the_day_lasts(asked, offered):
    at = desk(asked)
    hours = [s.starts_at.astimezone(at.house.zone) for s in at.hours(LateRiser(), Aim("", FRIDAY))]
    assert [hour.date() for hour in hours] == [FRIDAY] * 2
    assert [hour.hour for hour in hours] == offered


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

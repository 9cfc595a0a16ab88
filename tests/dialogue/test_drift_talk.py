"""What was learned no longer holds: noticed, said once, and told in /modelo."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.retraining import TOLD, retrain_nightly
from peruopt.chat.words import LOCALES, Words
from peruopt.drift import FEWEST_BEFORE, RECENT
from peruopt.recommending import Trained
from peruopt.work.holding import tell_drifts
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, history
from tests.dialogue.test_hits_talk import posted

DAY = timedelta(days=1)


@pytest.fixture
def house(sqlite: Database) -> House:
    return House(sqlite)


def taught(house: House) -> House:
    with house.work as w:
        w.models.add(Trained(b"weights", {"rows": 9}, serves=True), house.now)
    return house


def moves(house: House, *, level: float, new: int = RECENT, old: int = 60) -> House:
    """Post at one level, and then at another."""
    before = history(old, until=NOW - (new + 2) * DAY, level=5.0, noise=0.3)
    after = history(new, until=NOW - 2 * DAY, level=level, noise=0.3, account="El Muelle", seed=7)
    renamed = [replace(p, external_id=f"new-{p.external_id}") for p in after]
    return taught(house.takes(*before, *renamed))


def notices(house: House) -> list:
    from peruopt.chat.message import Address

    with house.work as w:
        return [n for n in w.notices.waiting(house.now) if n.to == Address("test", "1")]


def tells(house: House) -> int:
    return tell_drifts(house.database.work, house.seat.restaurant.id or 0, house.now)


def hears(house: House) -> House:
    from peruopt.chat.message import Address

    house.database.directory.bind(house.seat.restaurant.id or 0, Address("test", "1"))
    return house


@pytest.mark.parametrize(("level", "key"), [(6.2, "level_up"), (3.8, "level_down")])
async def test_a_level_that_moves_is_said_once(house: House, level: float, key: str) -> None:
    hears(moves(house, level=level))
    assert tells(house) == 1
    assert tells(house) == 0
    (notice,) = notices(house)
    assert notice.key == f"drift.{key}"
    for locale in LOCALES:
        said = Words(locale)(notice.key, **notice.values)
        assert f"{RECENT}" in said
    house.now += 31 * DAY
    assert tells(house) in (0, 1)
    house.now = NOW
    text = (await house.says("/modelo")).text
    assert "⚠️ Algo cambió: en Facebook · El Muelle" in text


async def test_what_stays_as_it_was_is_no_news(house: House) -> None:
    assert tells(moves(house, level=5.1)) == 0
    assert "Algo cambió" not in (await house.says("/modelo")).text


@pytest.mark.parametrize(("new", "old"), [(RECENT - 5, 20), (RECENT, FEWEST_BEFORE - 16)])
def test_few_posts_say_nothing(house: House, new: int, old: int) -> None:
    assert tells(moves(house, level=7.0, new=new, old=old)) == 0


def test_an_old_history_is_no_news(house: House) -> None:
    moves(house, level=7.0)
    house.now += 60 * DAY
    assert tells(house) == 0


def test_before_anything_was_learned_nothing_can_have_changed(house: House) -> None:
    house.takes(*history(60, level=3.0), *history(20, until=NOW - DAY, level=7.0, account="B"))
    assert tells(house) == 0


async def test_forecasts_that_miss_too_often_are_owned_up_to(house: House) -> None:
    taught(hears(house.takes(*history(3, until=NOW - 300 * DAY))))
    for i in range(14):
        posted(house, 100 if i < 8 else 900, (2 + i) * DAY)
    assert tells(house) == 1
    (notice,) = notices(house)
    assert "solo 8 de los últimos 14 resultados" in Words()(notice.key, **notice.values)
    assert "solo 8 de los últimos 14" in (await house.says("/modelo")).text


async def test_it_is_said_in_the_morning(house: House) -> None:
    from types import SimpleNamespace

    hears(moves(house, level=7.0))
    services = SimpleNamespace(
        work=house.database.work, directory=house.database.directory,
        now=lambda: house.now, trainer=house.trainer,
    )  # fmt: skip
    for hour in range(24):
        house.now = NOW.replace(hour=hour)
        await retrain_nightly(services)
        assert bool(notices(house)) == (hour >= TOLD + 5), hour

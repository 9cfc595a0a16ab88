"""A post is held against one usual, whichever card speaks of it."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from peruopt.chat.words import Words
from peruopt.restaurant import Network
from peruopt.results import Metrics, PastPost
from storage.database import Database
from tests.dialogue.numbers_house import NOW, House, history

MONTH = timedelta(days=30)
SAID = re.compile(r"(?P<when>\w{3} \d+ \w{3}, \d\d:\d\d) · (?P<network>\w+)\n(?P<rest>.*\n.*)")
AGAINST = re.compile(r"(?:[+−]\d+ %|unas \d+ veces).*?lo usual entonces \([\d,]+\)")


def drifting(seed: int) -> list[PastPost]:
    """Two accounts that post at different paces and do better and better, with gaps."""
    rng = random.Random(seed)
    daily = history(140, every=timedelta(hours=17), noise=0.9, seed=seed)
    rare = history(
        50, every=timedelta(days=3), network=Network.INSTAGRAM, account="chico", level=2, seed=seed
    )
    grown = [
        replace(post, metrics=Metrics(likes=int(post.metrics.interactions * (1 + i / 40))))
        for i, post in enumerate(daily)
    ]
    return [post for post in (*grown, *rare) if rng.random() > 0.1]


async def pages(house: House) -> dict[tuple[str, str], str]:
    """Return what /publicadas says of each post against its usual."""
    found: dict[tuple[str, str], str] = {}
    for number in range(1, 20):
        for line in SAID.finditer((await house.says(f"/publicadas {number}")).text):
            if against := AGAINST.search(line["rest"]):
                found[line["when"], line["network"]] = against[0]
    return found


@pytest.mark.parametrize("seed", [1, 2, 3, 4])
async def test_the_best_and_worst_are_as_good_in_both_lists(sqlite: Database, seed: int) -> None:
    house = House(sqlite).takes(*drifting(seed))
    told = await pages(house)
    for span in ("7d", "30d"):
        text = (await house.says(f"/resumen {span}")).text
        for sign in ("🏆", "🔎"):
            line = SAID.search(text.split(sign)[1])
            assert line
            against = AGAINST.search(line["rest"])
            assert against
            assert told[line["when"], line["network"]] == against[0]


async def test_no_post_of_the_month_is_further_down_than_the_worst(sqlite: Database) -> None:
    posts = drifting(5)
    house = House(sqlite).takes(*posts)
    month = {Words().when(p.published_at) for p in posts if p.published_at > NOW - MONTH}
    lifts = {
        when: int(share[1].replace("−", "-"))
        for (when, _), said in (await pages(house)).items()
        if when in month and (share := re.search(r"^([+−]\d+) %", said))
    }
    worst = SAID.search((await house.says("/resumen 30d")).text.split("🔎")[1])
    assert worst
    assert len(lifts) > 30
    assert lifts[worst["when"]] == min(lifts.values())


async def test_a_history_that_began_yesterday_is_not_said_to_have_a_usual(
    sqlite: Database,
) -> None:
    house = House(sqlite).takes(*history(3, until=NOW - timedelta(days=2)))
    text = (await house.says("/resumen")).text
    assert "la típica de estos días" in text
    assert "lo usual entonces" not in text
    assert "lo usual entonces" not in (await house.says("/publicadas")).text

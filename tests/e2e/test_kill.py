"""`kill -9` at every step of a publish, a hundred times: nothing twice, lost, stuck or untold."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from peruopt.post import State
from peruopt.work.missing import again, choose
from peruopt.work.publishing import LEASE, publish
from peruopt.work.recording import ASKED
from peruopt.work.recovering import resolve_all, said_not_out, said_out
from tests.conftest import START
from tests.e2e.dying import STEPS
from tests.fakes import WallPublisher, read_wall, services
from tests.house import House, found_house

ROOT = Path(__file__).parents[2]
KILLS = 100


class Worker:
    """A process that forks a publisher for each post and step, and says how it ended."""

    def __init__(self, url: str, wall: Path, house: int) -> None:
        command = [sys.executable, "-m", "tests.e2e.dying"]
        arguments = [url, str(wall), START.isoformat(), str(house)]
        self._process = subprocess.Popen(
            command + arguments,
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def publish(self, post: int, step: str) -> bool:
        """Return whether the child was killed; it must not have failed in any other way."""
        self._process.stdin.write(json.dumps([post, step]) + "\n")
        self._process.stdin.flush()
        killed, code = json.loads(self._process.stdout.readline())
        assert killed or code == 0, f"post {post}, {step}: exit code {code}"
        return killed

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_) -> None:
        self._process.stdin.close()
        self._process.wait(10)
        self._process.stdout.close()


async def recover(world, clock) -> None:
    """What the engine does by itself once the leases are out."""
    clock.tick(LEASE)
    for _ in range(3):
        for house, post, _ in world.directory.runs(clock.now()):
            await publish(world, house, post)
        await resolve_all(world)
        clock.tick(timedelta(minutes=1))


def copies(wall: Path) -> Counter[int]:
    return Counter(post for post, _ in read_wall(wall))


def truthful(house: House, posts: Iterable[int], wall: Path, now: datetime) -> list[int]:
    """Check that every post is where it says it is; return those nobody can be sure of."""
    out, unsure = copies(wall), []
    asked = {about for key, about in house.notices(now) if key == "publishing.uncertain"}
    for number in posts:
        post = house.post(number)
        assert out[number] <= 1, f"post {number} is on the wall {out[number]} times"
        assert post.state in (State.PUBLISHED, State.UNCERTAIN), f"{number} is {post.state}"
        if post.state is State.PUBLISHED:
            assert out[number] == 1, f"post {number} says it is out, and is not"
        else:
            assert post.reason == ASKED
            assert f"post:{number}" in asked, f"nobody was asked about post {number}"
            unsure.append(number)
        with house.database.work(house.id) as w:
            assert w.attempts.live(number) is None
    return unsure


async def settle(house: House, world, unsure: Iterable[int], wall: Path, clock) -> None:
    """Be the person who looks at the wall and answers, and wants everything out."""
    out = copies(wall)
    for number in unsure:
        with world.work(house.id) as w:
            post = w.posts.get(number)
            if out[number]:
                said_out(w, post, clock.now(), "Rosa", None)
            else:
                said_not_out(w, post, clock.now(), "Rosa")
                again(world, w, choose(w, number), clock.now(), "Rosa")
        await publish(world, house.id, number)


@pytest.mark.parametrize("finds", [True, False], ids=["searchable", "unsearchable"])
async def test_a_hundred_kills_on_sqlite(sqlite, data_dir, clock, finds):
    house, wall = found_house(sqlite), data_dir / "wall"
    posts = [house.approved(START) for _ in range(KILLS)]
    chance = random.Random(7)
    steps = [*STEPS, "at random"]
    killed = Counter()
    with Worker(str(sqlite.engine.url), wall, house.id) as worker:
        for turn, number in enumerate(posts):
            step = steps[turn % len(steps)]
            exact = f"at {chance.uniform(0.002, 0.06):.4f}" if step == "at random" else step
            killed[step] += worker.publish(number, exact)
    assert all(killed[step] >= KILLS // len(steps) for step in STEPS), killed

    world = services(sqlite, clock.now, WallPublisher(wall, finds=finds))
    await recover(world, clock)
    unsure = truthful(house, posts, wall, clock.now())
    assert unsure, "a claim without a sending cannot be told from a lost one"
    if finds:
        assert all(copies(wall)[number] == 0 for number in unsure)
    await settle(house, world, unsure, wall, clock)
    assert house.states() == {State.PUBLISHED: KILLS}
    assert copies(wall) == dict.fromkeys(posts, 1)


async def test_a_hundred_kills_in_four_processes_on_postgresql(postgresql, data_dir, clock):
    from storage.database import open_database

    url, wall = postgresql(), data_dir / "wall"
    database = open_database(url, data_dir=data_dir)
    house = found_house(database)
    posts = [house.approved(START) for _ in range(40)]
    deaths: list[tuple[int, bool]] = []

    def work(seed: int) -> None:
        chance = random.Random(seed)
        with Worker(url, wall, house.id) as worker:
            order = chance.sample(posts, len(posts))
            deaths.extend(
                (number, worker.publish(number, chance.choice(STEPS))) for number in order
            )
            while sum(died for _, died in deaths) < KILLS:
                number = chance.choice(posts)
                deaths.append((number, worker.publish(number, chance.choice(STEPS[:2]))))

    threads = [threading.Thread(target=work, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Counter(number for number, _ in deaths) >= Counter(dict.fromkeys(posts, 4))

    world = services(database, clock.now, WallPublisher(wall))
    await recover(world, clock)
    unsure = truthful(house, posts, wall, clock.now())
    await settle(house, world, unsure, wall, clock)
    assert house.states() == {State.PUBLISHED: len(posts)}
    assert copies(wall) == dict.fromkeys(posts, 1)
    database.close()

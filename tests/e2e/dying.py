"""A process that publishes and is killed at the step it is told: run as a script by the tests.

It imports everything once and forks a child per post, so that a hundred real `kill -9` of real
processes on a real database take seconds.  A line of JSON in: `[post, step]`; a line out: whether
the child was killed.  The steps live here, around the seams; the code under test knows of none.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
import threading
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from peruopt.post import State
from peruopt.store import Entry
from peruopt.work.publishing import publish
from storage.database import Database
from storage.engine import connect, read_url
from tests.fakes import WallPublisher, services

STEPS = (
    "before transaction 1",  # before the claim
    "inside transaction 1",  # claimed, not yet on disk
    "after transaction 1",  # claimed, nothing sent
    "after sending",  # out, and nobody knows
    "before transaction 2",  # the receipt is here, not written down
    "inside transaction 2",
    "after transaction 2",
)


class Dying:
    """Units of work and a publisher that kill their process at one step."""

    def __init__(self, database: Database, step: str) -> None:
        self.directory = database.directory
        self._work, self._step, self._count = database.work, step, 0

    def at(self, step: str) -> None:
        if step == self._step:
            os.kill(os.getpid(), signal.SIGKILL)

    @contextmanager
    def work(self, restaurant_id: int):
        self._count += 1
        count = self._count
        self.at(f"before transaction {count}")
        with self._work(restaurant_id) as w:
            yield w
            self.at(f"inside transaction {count}")
        self.at(f"after transaction {count}")


class DyingWall(WallPublisher):
    """Dies between putting a post on the wall and saying so."""

    dying: Dying

    async def publish(self, post, picture, memo):
        receipt = await super().publish(post, picture, memo)
        self.dying.at("after sending")
        return receipt


def live(database: Database, wall: Path, now: datetime, house: int, post: int, step: str) -> None:
    """Be the child."""
    if step.startswith("at "):  # any instant, seconds from now
        killer = threading.Timer(
            float(step.removeprefix("at ")), os.kill, (os.getpid(), signal.SIGKILL)
        )
        killer.daemon = True
        killer.start()
    dying, publisher = Dying(database, step), DyingWall(wall)
    publisher.dying = dying
    asyncio.run(publish(services(dying, lambda: now, publisher), house, post))


def warmed(url: str, house: int) -> Database:
    """Return a database without a connection, its drivers loaded and its SQL compiled."""
    database = Database(connect(read_url(url)))
    with contextlib.suppress(LookupError), database.work(house) as w:
        post = w.posts.in_states(*State, limit=1)[0]
        w.attempts.begin(post.id, post.due_at)
        w.attempts.live(post.id)
        w.attempts.put_note(post.id, "warm", "yes")
        w.attempts.end(0, post.due_at, "")
        w.audit.add(Entry(post.due_at, "", "", ""))
        w.notices.add("publishing.published", {})
        post.lease_until = post.due_at
        w.audit.newest(1)
        raise LookupError  # none of it is kept
    database.engine.dispose()
    return database


def main(url: str, wall: str, now: str, house: str) -> None:
    moment, database = datetime.fromisoformat(now), warmed(url, int(house))
    for line in sys.stdin:
        post, step = json.loads(line)
        child = os.fork()
        if child == 0:
            try:
                live(database, Path(wall), moment, int(house), post, step)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                sys.stderr.flush()
                os._exit(1)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL
        sys.stdout.write(json.dumps([killed, os.waitstatus_to_exitcode(status)]) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])

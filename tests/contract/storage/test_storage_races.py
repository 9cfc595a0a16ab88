"""Many threads on one database: one wins where one may, and nobody fails who need not."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest

from peruopt.errors import AlreadyDecided
from peruopt.names import Names
from peruopt.post import State
from storage.database import open_database


def together(count: int, act: Callable[[int], object]) -> list[object]:
    """Run `act` in so many threads, begun at once; return results and errors."""
    start = Barrier(count)

    def run(number: int) -> object:
        start.wait()
        try:
            return act(number)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))


def test_of_two_who_approve_one_wins_and_the_other_is_told(database, house, add_post, clock):
    number = add_post(house)

    def approve(who: int) -> str:
        with database.work(house) as w:
            post = w.posts.get(number)
            # long enough for the other to have read it too, were it not locked
            time.sleep(0.1)
            post.approve(f"persona {who}", clock.now(), clock.now())
        return f"persona {who}"

    outcomes = together(2, approve)
    winners = [outcome for outcome in outcomes if isinstance(outcome, str)]
    losers = [outcome for outcome in outcomes if isinstance(outcome, AlreadyDecided)]
    assert (len(winners), len(losers)) == (1, 1)
    with database.work(house) as w:
        assert w.posts.get(number).approved_by == winners[0]
    assert losers[0].values == {"state": State.SCHEDULED, "by": Names((winners[0],))}


@pytest.mark.parametrize("opened", [1, 4])
def test_200_that_read_then_write_at_4_threads_all_succeed(
    database, database_url, data_dir, house, add_post, opened
):
    # opened four times, as by four processes: nothing but the database keeps them apart
    doors = [database] + [
        open_database(database_url, data_dir=data_dir) for _ in range(opened - 1)
    ]
    number = add_post(house, text="0")

    def count_up(thread: int) -> None:
        for _ in range(50):
            with doors[thread % opened].work(house) as w:
                post = w.posts.get(number)
                post.text = str(int(post.text) + 1)

    assert together(4, count_up) == [None] * 4
    with database.work(house) as w:
        assert w.posts.get(number).text == "200"
    for door in doors[1:]:
        door.close()


def test_readers_wait_for_no_writer(database, house, add_post):
    number = add_post(house)
    with database.work(house) as w:
        w.posts.get(number).text = "a medio escribir"
        with ThreadPoolExecutor(1) as threads:
            reading = threads.submit(database.directory.seats, "web", "rosa")
            assert len(reading.result(timeout=5)) == 1


@pytest.mark.parametrize("claim", ["digest", "message", "attempt"])
def test_of_eight_who_claim_one_gets_it(database, house, add_post, clock, claim):
    number = add_post(house)

    def act(_: int) -> bool:
        if claim == "message":
            return database.directory.first_time("web", "17", clock.now())
        with database.work(house) as w:
            if claim == "digest":
                return w.digests.claim("2026-11-23", clock.now())
            try:
                return bool(w.attempts.begin(number, clock.now()))
            except AlreadyDecided:
                return False

    assert sorted(together(8, act)) == [False] * 7 + [True]


def test_one_file_taken_in_twice_at_once_is_there_once(database, house, past, clock):
    posts = [past(n) for n in range(1, 301)]

    def take_in(_: int) -> tuple[int, int]:
        with database.work(house) as w:
            return w.posts.upsert(posts, clock.now() + timedelta(seconds=1))

    outcomes = together(4, take_in)
    assert sorted(outcomes) == [(0, 0), (0, 0), (0, 0), (300, 0)]
    with database.work(house) as w:
        assert w.posts.count() == 300


def test_one_chat_bound_by_many_at_once_is_bound_once(database, house, chat, clock):
    assert together(4, lambda _: database.directory.bind(house, chat)) == [None] * 4
    with database.work(house) as w:
        w.notices.add("error.role", {"needed": "a", "role": "b"})
        assert len(w.notices.waiting(clock.now())) == 1


def test_a_transaction_inside_another_is_a_mistake_said_at_once(database, house):
    with database.work(house), pytest.raises(RuntimeError, match="inside another"):
        database.work(house).__enter__()
    with database.work(house) as w:
        assert w.restaurant.id == house

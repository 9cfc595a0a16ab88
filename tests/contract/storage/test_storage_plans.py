"""However many posts there are, SQLite reads none that were not asked for."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event

from peruopt.chat.message import Address
from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.results import Metrics

DAY = timedelta(days=1)

ASKED = {
    "a window": lambda w, d, now: w.posts.history(since=now - DAY, until=now),
    "the newest": lambda w, d, now: w.posts.history(newest=200),
    "a network's newest": lambda w, d, now: w.posts.history(network=Network.X, newest=200),
    "a channel's newest": lambda w, d, now: w.posts.history(channel_id=1, newest=200),
    "the count": lambda w, d, now: w.posts.count(),
    "ours": lambda w, d, now: w.posts.in_states(State.PROPOSED, State.PUBLISHED),
    "going out": lambda w, d, now: w.posts.going_out(now, now + DAY),
    "one draft's": lambda w, d, now: w.posts.of_draft(1),
    "due": lambda w, d, now: d.runs(now),
    "next due": lambda w, d, now: d.next_run(),
    "uncertain": lambda w, d, now: d.uncertain(),
    "measurable": lambda w, d, now: d.measurable(now - DAY),
    "snapshots": lambda w, d, now: w.results.of(1),
    "the live attempt": lambda w, d, now: w.attempts.live(1),
    "seats": lambda w, d, now: d.seats("web", "rosa"),
    "cards": lambda w, d, now: w.cards.of("post:1"),
    "a chat's cards": lambda w, d, now: w.cards.newest(Address("web", "1"), 9),
    "notices": lambda w, d, now: w.notices.waiting(now),
    "the rooms": lambda w, d, now: w.rooms.all(),
    "a room": lambda w, d, now: w.rooms.at(Address("web", "1")),
    "approvals": lambda w, d, now: w.approvals.of([1, 2]),
    "a bound chat": lambda w, d, now: d.bound(Address("web", "1")),
    "a crowded chat": lambda w, d, now: d.several(Address("web", "1")),
    "a choice": lambda w, d, now: d.chosen("web", "rosa", "1"),
    "codes": lambda w, d, now: d.codes(now - DAY),
    "the log": lambda w, d, now: w.audit.newest(9),
    "the model": lambda w, d, now: w.models.serving(),
}


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ASKED)
def test_every_question_has_its_index(database, house, past, clock, name):
    asked: list[tuple[str, object]] = []

    def listen(_connection, _cursor, statement, parameters, _context, _many) -> None:
        if "FROM" in statement:
            asked.append((statement, parameters))

    with database.work(house) as w:
        w.posts.upsert([past(1), past(2, network=Network.X)], clock.now())
        first = w.posts.history(newest=1)[0].id
        w.results.add(first, clock.now(), Metrics(likes=1))
    event.listen(database.engine, "before_cursor_execute", listen)
    with database.work(house) as w:
        w.posts.upsert([past(1), past(2, network=Network.X)], clock.now())
        ASKED[name](w, database.directory, clock.now())
    event.remove(database.engine, "before_cursor_execute", listen)
    assert asked
    with database.engine.connect() as connection:
        plan = [
            step.detail
            for statement, parameters in asked
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert [step for step in plan if step.startswith("SCAN")] == []

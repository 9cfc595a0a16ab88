"""Drafts, attempts, results, channels, people, models, digests and the log, one by one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from peruopt.errors import AlreadyDecided, UserError
from peruopt.names import Names
from peruopt.recommending import Trained
from peruopt.restaurant import Channel, Network, Person, Role
from peruopt.results import Metrics
from peruopt.store import Entry, Snapshot, Trend

MINUTE = timedelta(minutes=1)


def test_drafts_newest_first(database, house, add_draft, clock):
    numbers = [add_draft(house, hashtags="#ceviche #lima", version=n) for n in range(1, 5)]
    with database.work(house) as w:
        assert [draft.id for draft in w.drafts.recent(3)] == numbers[:0:-1]
        draft = w.drafts.get(numbers[0])
        draft.text = "Otra versión"
    assert (draft.created_at, draft.hashtags) == (clock.now(), "#ceviche #lima")
    with database.work(house) as w:
        assert w.drafts.get(numbers[0]).text == "Otra versión"
        with pytest.raises(UserError):
            w.drafts.get(999)


def test_one_attempt_of_a_post_is_live(database, house, add_post, clock):
    number = add_post(house, approved_by="Rosa")
    with database.work(house) as w:
        assert w.attempts.live(number) is None
        first = w.attempts.begin(number, clock.now())
    with pytest.raises(AlreadyDecided) as refusal, database.work(house) as w:
        w.attempts.begin(number, clock.now())
    assert refusal.value.values["by"] == Names(("Rosa",))
    with database.work(house) as w:
        assert w.attempts.live(number) == first
        w.attempts.end(first, clock.now(), "busy")
        second = w.attempts.begin(number, clock.now() + MINUTE)
        # an attempt that has ended stays as it was
        w.attempts.end(first, clock.now() + MINUTE, "published")
        assert w.attempts.live(number) == second != first
    with database.engine.connect() as connection:
        outcomes = connection.execute(text("SELECT outcome FROM attempts ORDER BY id"))
        assert list(outcomes.scalars()) == ["busy", ""]


def test_notes_outlive_the_unit(database, house, add_post):
    number = add_post(house)
    with database.work(house) as w:
        w.attempts.put_note(number, "container", "17")
        w.attempts.put_note(number, "container", "18")
    with database.work(house) as w:
        assert w.attempts.note(number, "container") == "18"
        assert w.attempts.note(number, "upload") is None


def test_results_over_time_and_the_newest_in_history(database, house, past, clock):
    with database.work(house) as w:
        w.posts.upsert([past(1, metrics=Metrics(likes=1, reach=10))], clock.now())
        number = w.posts.history()[0].id
        later, earlier = clock.now() + MINUTE, clock.now() - MINUTE
        w.results.add(number, later, Metrics(likes=5))
        w.results.add(number, later, Metrics(likes=6, views=70))
        w.results.add(number, earlier, Metrics(likes=0, saves=2))
    with database.work(house) as w:
        assert w.results.of(number) == [
            Snapshot(earlier, Metrics(likes=0, saves=2)),
            Snapshot(clock.now(), Metrics(likes=1, reach=10)),
            Snapshot(later, Metrics(likes=6, views=70)),
        ]
        newest = w.posts.history()[0].metrics
    assert newest == Metrics(likes=6, reach=10, views=70, saves=2)


def test_a_channel_known_by_history_begins_to_publish(database, house, past, clock):
    channel = Channel(restaurant_id=0, network=Network.FACEBOOK, account="lamarbrava")
    with database.work(house) as w:
        w.posts.upsert([past(1)], clock.now())
        known = w.channels.find(Network.FACEBOOK, "lamarbrava")
        channel.publishes = True
        assert w.channels.add(channel).id == known.id
        channel.publishes = False
        w.channels.add(channel)
    with database.work(house) as w:
        (kept,) = w.channels.all()
        assert kept.publishes
        assert w.channels.get(kept.id).account == "lamarbrava"
        with pytest.raises(UserError):
            w.channels.get(999)


def test_a_person_is_known_by_handle_and_platform(database, house):
    luis = Person(restaurant_id=house, platform="web", handle="luis", name="Luis")
    with database.work(house) as w:
        luis = w.people.add(luis)
        luis.role = Role.EDITOR
    with database.work(house) as w:
        again = w.people.add(
            Person(restaurant_id=house, platform="web", handle="luis", name="Lucho")
        )
        assert (again.id, again.role, again.name) == (luis.id, Role.EDITOR, "Luis")
        assert [person.name for person in w.people.all()] == ["Rosa", "Luis"]
        assert w.people.get(luis.id).handle == "luis"


def test_the_newest_model_that_serves(database, house, clock):
    card = {"rows": 412, "metrics": {"mae": 0.31, "lift": float("nan")}, "ñ": [1, None]}
    with database.work(house) as w:
        assert w.models.serving() is None
        old = w.models.add(Trained(b"old", {}, serves=True), clock.now())
        good = w.models.add(Trained(bytes(range(256)), card, serves=True), clock.now())
        lost = w.models.add(Trained(b"lost", {"won": False}, serves=False), clock.now())
    with database.work(house) as w:
        serving, newest = w.models.serving(), w.models.newest()
    assert (serving.id, serving.model, serving.made_at) == (good, bytes(range(256)), clock.now())
    # what is not a number is null, on every database
    assert serving.card == card | {"metrics": {"mae": 0.31, "lift": None}}
    assert (newest.id, newest.serves, newest.model) == (lost, False, b"")
    with database.engine.begin() as connection:
        connection.execute(
            text("UPDATE models SET weights = :w WHERE id = :i"), {"w": b"rot", "i": good}
        )
    with database.work(house) as w:
        assert w.models.serving().id == old


def test_trends_are_brought_up_to_date_and_the_weightiest_come_first(database, house, clock):
    old = Trend("news", "pachamanca", clock.now() - 9 * MINUTE)
    first = Trend("news", "ceviche", clock.now(), weight=2.0)
    again = Trend("news", "ceviche", clock.now() + MINUTE, url="https://x.pe", weight=5.0)
    festive = Trend("festive", "ceviche", clock.now(), weight=3.0)
    with database.work(house) as w:
        w.trends.put([old, first])
        w.trends.put([festive, again])
        w.trends.put([])
        assert w.trends.fresh(clock.now(), 9) == [again, festive]
        assert w.trends.fresh(clock.now(), 1) == [again]


def test_a_day_is_claimed_once(database, house, clock):
    with database.work(house) as w:
        assert w.digests.claim("2026-11-23", clock.now())
        assert not w.digests.claim("2026-11-23", clock.now())
        assert w.digests.claim("2026-11-24", clock.now())


def test_the_log_newest_first(database, house, clock):
    lines = [Entry(clock.now() + n * MINUTE, "Rosa", "approve", f"post:{n}") for n in range(3)]
    with database.work(house) as w:
        for line in lines:
            w.audit.add(line)
        assert w.audit.newest(2) == lines[:0:-1]

"""Nothing of one restaurant can be read or changed from another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from peruopt.chat.message import Action
from peruopt.errors import UserError
from peruopt.post import State
from peruopt.recommending import Trained
from peruopt.restaurant import Network
from peruopt.results import Metrics
from peruopt.store import Entry, Trend


@pytest.fixture
def filled(database, house, add_post, add_draft, past, chat, clock):
    """A restaurant with one of everything; return the ids of its post and draft."""
    draft = add_draft(house)
    post = add_post(house, draft_id=draft, state=State.SCHEDULED, due_at=clock.now())
    database.directory.bind(house, chat)
    with database.work(house) as w:
        w.posts.upsert([past(1)], clock.now())
        w.results.add(post, clock.now(), Metrics(likes=1))
        w.attempts.begin(post, clock.now())
        w.attempts.put_note(post, "container", "17")
        w.cards.add(f"post:{post}", chat)
        person = w.people.all()[0].id
        w.conversations.ask(
            person, chat, Action("editar", ("7",)), clock.now() + timedelta(hours=1)
        )
        w.notices.add("error.role", {"needed": "a", "role": "b"})
        w.models.add(Trained(b"weights", {}, serves=True), clock.now())
        w.trends.put([Trend("news", "ceviche", clock.now())])
        w.digests.claim("2026-11-23", clock.now())
        w.audit.add(Entry(clock.now(), "Rosa", "edit", "post"))
    return post, draft


def test_the_other_sees_nothing(database, house, other, filled, chat, clock):
    post, draft = filled
    with database.work(house) as w:
        channel = w.channels.all()[0]
    far = clock.now() + timedelta(days=365)
    with database.work(other) as w:
        assert w.posts.history() == []
        assert w.posts.count() == 0
        assert w.posts.in_states(*State) == []
        assert w.posts.going_out(clock.now(), far) == []
        assert w.posts.of_draft(draft) == []
        assert w.posts.history(channel_id=channel.id) == []
        assert w.results.of(post) == []
        assert w.drafts.recent(9) == []
        assert w.attempts.live(post) is None
        assert w.attempts.note(post, "container") is None
        assert w.channels.all() == []
        assert w.channels.find(Network.INSTAGRAM, "lamarbrava") is None
        assert [p.name for p in w.people.all()] == ["Rosa"]
        assert w.cards.of(f"post:{post}") == []
        assert w.cards.newest(chat, 9) == []
        assert w.notices.waiting(far) == []
        assert w.models.serving() is None
        assert w.models.newest() is None
        assert w.trends.fresh(clock.now(), 9) == []
        assert w.digests.claim("2026-11-23", clock.now())
        assert w.audit.newest(9) == []


def test_the_other_reaches_nothing_by_number(database, house, other, filled, chat, clock):
    post, draft = filled
    with database.work(house) as w:
        attempt, notice = w.attempts.live(post), w.notices.waiting(clock.now())[0].id
        person, channel = w.people.all()[0].id, w.channels.all()[0].id
    reaching = [
        lambda w: w.posts.get(post),
        lambda w: w.drafts.get(draft),
        lambda w: w.results.add(post, clock.now(), Metrics(likes=99)),
        lambda w: w.attempts.begin(post, clock.now()),
        lambda w: w.attempts.put_note(post, "container", "18"),
        lambda w: w.channels.get(channel),
        lambda w: w.people.get(person),
    ]
    for reach in reaching:
        with pytest.raises(UserError), database.work(other) as w:
            reach(w)
    with database.work(other) as w:
        w.attempts.end(attempt, clock.now(), "done")
        w.notices.told(notice, clock.now())
        w.conversations.answered(person, chat)
    with database.work(house) as w:
        assert w.attempts.live(post) == attempt
        assert [n.id for n in w.notices.waiting(clock.now())] == [notice]
        who = w.people.get(person)
    assert database.directory.awaited(who, chat, clock.now()) == Action("editar", ("7",))


def test_the_same_account_and_ids_in_both_stay_apart(database, house, other, past, clock):
    for restaurant in (house, other):
        with database.work(restaurant) as w:
            assert w.posts.upsert([past(1)], clock.now()) == (1, 0)
    with database.work(house) as w:
        assert w.posts.count() == 1

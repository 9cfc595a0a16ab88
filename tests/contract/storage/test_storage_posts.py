"""Posts on their way: found, locked, changed and kept, in one restaurant only."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import StatementError

from peruopt.errors import UserError
from peruopt.post import Post, State


def test_a_post_comes_back_as_it_was_kept(database, house, add_post, clock):
    number = add_post(house, due_at=clock.now(), usual=12.5, alt="Un plato")
    with database.work(house) as w:
        post = w.posts.get(number)
    assert isinstance(post, Post)
    assert (post.due_at, post.usual, post.alt) == (clock.now(), 12.5, "Un plato")
    assert post.state is State.PROPOSED
    assert post.due_at.utcoffset() == timedelta(0)


def test_what_changes_inside_the_unit_is_kept_and_readable_after_it(
    database, house, add_post, clock
):
    number = add_post(house)
    with database.work(house) as w:
        post = w.posts.get(number)
        post.approve("Rosa", clock.now() + timedelta(hours=5), clock.now())
    assert post.state is State.SCHEDULED
    with database.work(house) as w:
        kept = w.posts.get(number)
    assert kept.approved_fingerprint == kept.fingerprint == post.fingerprint


def test_how_far_a_thread_is_is_kept_and_how_it_is_cut_is_part_of_what_was_approved(
    database, house, add_post
):
    number = add_post(house)
    with database.work(house) as w:
        post = w.posts.get(number)
        single = post.fingerprint
        post.thread, post.out = 3, 1
    with database.work(house) as w:
        kept = w.posts.get(number)
        assert (kept.thread, kept.out, kept.begun) == (3, 1, True)
        assert kept.fingerprint != single
        assert w.restaurant.threads is False


@pytest.mark.parametrize("number", [0, 999_999])
def test_no_such_post(database, house, number):
    with database.work(house) as w, pytest.raises(UserError) as refusal:
        w.posts.get(number)
    assert refusal.value.key == "error.no_post"


def test_a_moment_without_zone_is_refused(database, house, add_post):
    number = add_post(house)
    with pytest.raises(StatementError, match="no time zone"), database.work(house) as w:
        w.posts.get(number).due_at = datetime(2026, 11, 23, 15, 0)  # noqa: DTZ001


def test_of_draft_in_order(database, house, add_post, add_draft):
    draft = add_draft(house)
    numbers = [add_post(house, draft_id=draft) for _ in range(3)]
    add_post(house)
    with database.work(house) as w:
        assert [post.id for post in w.posts.of_draft(draft)] == numbers


def test_in_states_earliest_due_first_and_ours_only(database, house, add_post, clock, past):
    late, soon, never = (
        add_post(house, due_at=clock.now() + timedelta(hours=2)),
        add_post(house, due_at=clock.now() + timedelta(hours=1)),
        add_post(house),
    )
    add_post(house, state=State.CANCELLED)
    with database.work(house) as w:
        w.posts.upsert([past(1)], clock.now())
        proposed = w.posts.in_states(State.PROPOSED, State.PUBLISHED)
        assert [post.id for post in proposed] == [soon, late, never]
        assert [p.id for p in w.posts.in_states(State.PROPOSED, limit=1)] == [soon]
        latest = w.posts.in_states(State.PROPOSED, limit=1, latest=True)
        assert [post.id for post in latest] == [late]


def test_going_out_between(database, house, add_post, clock):
    def due(hours: int, state: State) -> int:
        return add_post(house, due_at=clock.now() + timedelta(hours=hours), state=state)

    due(-1, State.SCHEDULED)
    first = due(0, State.SCHEDULED)
    second = due(1, State.PUBLISHING)
    due(1, State.PUBLISHED)
    due(2, State.SCHEDULED)
    with database.work(house) as w:
        found = w.posts.going_out(clock.now(), clock.now() + timedelta(hours=2))
    assert [post.id for post in found] == [first, second]


def test_the_restaurant_of_a_new_post_is_the_unit_s_own(database, house, other, add_post):
    number = add_post(house, restaurant_id=other)
    with database.work(house) as w:
        assert w.posts.get(number).restaurant_id == house

"""Approving: once, by the right people, for an hour to come, with room around it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest

from peruopt.errors import AlreadyDecided, NotAllowed, UserError
from peruopt.names import Names
from peruopt.post import State
from peruopt.restaurant import Network, Role
from peruopt.work.approving import Choice, Crowded, approve, offered_key
from peruopt.work.deciding import decided
from peruopt.work.discarding import cancel, discard, discard_others
from tests.fakes import FakePublisher, services
from tests.house import found_house
from tests.taster import Taster, draft_of, lima, person, posts_of

FRIDAY = lima(27, 20)
FB, IG = Network.FACEBOOK, Network.INSTAGRAM


def test_approving_freezes_the_post_and_hands_it_to_the_engine(house, parts):
    number = draft_of(house)
    approve(parts, house.person, Choice(number, FRIDAY))
    posts = posts_of(house, number)
    facebook = posts[FB]
    assert facebook.state is State.SCHEDULED
    assert (facebook.due_at, facebook.approved_by) == (FRIDAY, "Rosa")
    assert facebook.approved_fingerprint == facebook.fingerprint
    assert (facebook.usual, round(facebook.expected), facebook.low) == (100, 112, 80)
    assert parts.engine.scheduled == [facebook.id]
    assert posts[IG].state is State.PROPOSED, "Instagram takes no post without a picture"


def test_the_chance_with_which_an_hour_was_offered_is_kept(house, parts):
    number = draft_of(house)
    facebook = posts_of(house, number)[FB]
    with house.database.work(house.id) as w:
        w.attempts.put_note(facebook.id, offered_key(FRIDAY), "0.95")
    approve(parts, house.person, Choice(number, FRIDAY))
    assert posts_of(house, number)[FB].propensity == 0.95


def test_an_hour_of_ones_own_has_no_chance_to_log(house, parts):
    number = draft_of(house)
    approve(parts, house.person, Choice(number, lima(28, 11, 30)))
    assert posts_of(house, number)[FB].propensity is None


def test_twenty_presses_at_once_schedule_once(database, clock):
    house = found_house(database)
    parts = services(database, clock.now, FakePublisher(), recommender=Taster())
    number = draft_of(house)
    people = [person(house, f"p{n}") for n in range(20)]

    def press(who):
        try:
            approve(parts, who, Choice(number, FRIDAY))
        except AlreadyDecided as late:
            return late
        return who.name

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(press, people))
    winners = [name for name in said if isinstance(name, str)]
    late = [error for error in said if not isinstance(error, str)]
    assert len(winners) == 1
    assert len(parts.engine.scheduled) == 1
    assert {error.values["by"] for error in late} == {Names((winners[0],))}
    with house.database.work(house.id) as w:
        assert [e.what for e in w.audit.newest(50)].count("post.scheduled") == 1


@pytest.mark.parametrize(
    ("at", "key"),
    [
        (lima(23, 9, 59), "approving.past"),
        (FRIDAY + timedelta(days=400), "approving.far"),
    ],
)
def test_an_hour_that_cannot_be_meant_is_refused(house, parts, at, key):
    number = draft_of(house)
    with pytest.raises(UserError) as refused:
        approve(parts, house.person, Choice(number, at))
    assert refused.value.key == key
    assert posts_of(house, number)[FB].state is State.PROPOSED


def test_a_near_neighbour_is_pointed_out_and_can_be_insisted_on(house, parts):
    first, second = draft_of(house), draft_of(house, "Causa limeña")
    approve(parts, house.person, Choice(first, FRIDAY))
    near = FRIDAY + timedelta(hours=1)
    with pytest.raises(Crowded) as warned:
        approve(parts, house.person, Choice(second, near))
    assert warned.value.values["other"] == FRIDAY
    approve(parts, house.person, Choice(second, near, anyway=True))
    assert posts_of(house, second)[FB].due_at == near


def test_neighbours_on_other_channels_or_far_enough_do_not_matter(house, parts):
    first, second = draft_of(house), draft_of(house, "Causa limeña")
    approve(parts, house.person, Choice(first, FRIDAY))
    approve(parts, house.person, Choice(second, FRIDAY + timedelta(hours=3)))
    assert posts_of(house, second)[FB].state is State.SCHEDULED


@pytest.mark.parametrize("role", [Role.VIEWER, Role.EDITOR])
def test_only_approvers_approve_move_and_cancel(house, parts, role):
    number, who = draft_of(house), person(house, "Beto", role)
    facebook = posts_of(house, number)[FB]
    for attempt in (
        partial(approve, parts, who, Choice(number, FRIDAY)),
        partial(cancel, parts, who, facebook.draft_id, Network.FACEBOOK),
    ):
        with pytest.raises(NotAllowed):
            attempt()
    assert posts_of(house, number)[FB].state is State.PROPOSED


def test_what_the_person_did_not_see_is_not_approved(house, parts):
    number = draft_of(house)
    with house.database.work(house.id) as w:
        w.drafts.get(number).version = 2
    with pytest.raises(AlreadyDecided) as changed:
        approve(parts, house.person, Choice(number, FRIDAY, version=1))
    assert changed.value.key == "approving.changed"
    approve(parts, house.person, Choice(number, FRIDAY, version=2))


def test_moving_is_a_new_approval(house, parts, clock):
    number = draft_of(house)
    approve(parts, house.person, Choice(number, FRIDAY))
    clock.tick(timedelta(minutes=5))
    later = FRIDAY + timedelta(days=1)
    facebook = posts_of(house, number)[FB]
    choice = Choice(number, later, network=Network.FACEBOOK, moves=True)
    approve(parts, person(house, "Beto", Role.APPROVER), choice)
    moved = posts_of(house, number)[FB]
    assert (moved.due_at, moved.approved_by) == (later, "Beto")
    assert moved.approved_fingerprint == moved.fingerprint
    assert parts.engine.scheduled == [facebook.id, facebook.id]


def test_publishing_now_is_due_at_once_and_only_once(house, parts, clock):
    number = draft_of(house)
    now = Choice(number, moves=True, anyway=True)
    approve(parts, house.person, now)
    assert posts_of(house, number)[FB].due_at == clock.now()
    with pytest.raises(AlreadyDecided):
        approve(parts, house.person, now)
    assert len(parts.engine.scheduled) == 1


@pytest.mark.parametrize("state", [State.MISSED, State.FAILED])
def test_a_post_that_did_not_go_out_can_be_given_another_hour(house, parts, state):
    number = draft_of(house)
    with house.database.work(house.id) as w:
        post = w.posts.of_draft(number)[0]
        post.move(State.SCHEDULED)
        if state is State.FAILED:
            post.move(State.PUBLISHING)
        post.move(state)
    approve(parts, house.person, Choice(number, FRIDAY))
    assert posts_of(house, number)[FB].state is State.SCHEDULED


def test_discarding_takes_back_what_has_not_gone_out(house, parts):
    number = draft_of(house)
    discard(parts, person(house, "Edu", Role.EDITOR), number)
    assert {post.state for post in posts_of(house, number).values()} == {State.CANCELLED}
    with pytest.raises(AlreadyDecided) as late:
        approve(parts, house.person, Choice(number, FRIDAY))
    who = Names(("Edu",))
    assert (late.value.key, late.value.values["by"]) == ("approving.already_cancelled", who)


def test_an_editor_cannot_discard_what_an_approver_scheduled(house, parts):
    number = draft_of(house)
    approve(parts, house.person, Choice(number, FRIDAY))
    with pytest.raises(NotAllowed):
        discard(parts, person(house, "Edu", Role.EDITOR), number)
    states = {post.state for post in posts_of(house, number).values()}
    assert states == {State.SCHEDULED, State.PROPOSED}


def test_discarding_the_others_leaves_this_one_and_other_briefs(house, parts):
    one, two, other = draft_of(house), draft_of(house), draft_of(house, "Causa limeña")
    assert discard_others(parts, house.person, one) == [two]
    assert posts_of(house, one)[FB].state is State.PROPOSED
    assert posts_of(house, other)[FB].state is State.PROPOSED


def test_a_published_post_cannot_be_cancelled(house, parts):
    number = draft_of(house)
    with house.database.work(house.id) as w:
        for post in w.posts.of_draft(number):
            for step in (State.SCHEDULED, State.PUBLISHING, State.PUBLISHED):
                post.move(step)
    with pytest.raises(AlreadyDecided) as late:
        cancel(parts, house.person, number)
    assert late.value.values["state"] == State.PUBLISHED


def test_a_draft_without_posts_says_so(house):
    with house.database.work(house.id) as w:
        assert decided(w, []).key == "approving.already_plain"


def test_no_such_draft(house, parts):
    with pytest.raises(UserError) as unknown:
        approve(parts, house.person, Choice(999, FRIDAY))
    assert unknown.value.key == "error.no_draft"

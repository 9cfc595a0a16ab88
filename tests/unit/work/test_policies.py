"""Approval policies: whose word is enough, and that two are two."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from peruopt.chat.message import Address
from peruopt.errors import AlreadyDecided
from peruopt.post import State
from peruopt.restaurant import Network, Person, Policy, Role
from peruopt.work.approving import Choice, approve
from peruopt.work.editing import rewrite
from peruopt.work.missing import anew, choose
from peruopt.work.policies import Word
from peruopt.work.team import change_role
from tests.fakes import FakePublisher, services
from tests.house import found_house
from tests.taster import Taster, draft_of, lima, posts_of

FRIDAY, SATURDAY = lima(27, 20), lima(28, 13)
FB = Network.FACEBOOK


def policy(house, wanted: Policy) -> None:
    with house.database.work(house.id) as w:
        w.restaurant.approval = wanted


def member(house, handle: str, role: Role = Role.APPROVER, **changes) -> Person:
    told = {"platform": "telegram", "handle": handle, "name": handle, "role": role} | changes
    with house.database.work(house.id) as w:
        return w.people.add(Person(restaurant_id=house.id, **told))


def state(house, number):
    return posts_of(house, number)[FB].state


def test_two_different_people(house, parts):
    policy(house, Policy.TWO)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    assert approve(parts, rosa, Choice(number, FRIDAY)).waits
    assert state(house, number) is State.PROPOSED
    with pytest.raises(AlreadyDecided) as again:
        approve(parts, rosa, Choice(number, FRIDAY))
    assert again.value.key == "approving.yours_already"
    assert not approve(parts, beto, Choice(number, FRIDAY)).waits
    facebook = posts_of(house, number)[FB]
    assert (facebook.state, facebook.approved_by) == (State.SCHEDULED, "Rosa + Beto")
    assert parts.engine.scheduled == [facebook.id]


def test_two_words_for_different_hours_are_not_two(house, parts):
    policy(house, Policy.TWO)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    approve(parts, rosa, Choice(number, FRIDAY))
    assert approve(parts, beto, Choice(number, SATURDAY)).waits
    assert state(house, number) is State.PROPOSED
    assert not approve(parts, rosa, Choice(number, SATURDAY)).waits
    assert posts_of(house, number)[FB].due_at == SATURDAY


def test_one_human_by_two_doors_is_one(house, parts):
    policy(house, Policy.TWO)
    rosa, number = house.person, draft_of(house)
    linked = member(house, "U1", platform="slack", name="R. Quispe", human=rosa.id)
    namesake = member(house, "U2", platform="slack", name="rosa")
    approve(parts, rosa, Choice(number, FRIDAY))
    for same in (linked, namesake):
        with pytest.raises(AlreadyDecided):
            approve(parts, same, Choice(number, FRIDAY))
    assert state(house, number) is State.PROPOSED


def test_an_edit_begins_anew(house, parts):
    policy(house, Policy.TWO)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    approve(parts, rosa, Choice(number, FRIDAY))
    rewrite(parts, beto, number, "Tiradito de la casa")
    assert approve(parts, beto, Choice(number, FRIDAY)).waits
    assert not approve(parts, rosa, Choice(number, FRIDAY)).waits


def test_moving_what_two_have_scheduled_takes_two(house, parts):
    policy(house, Policy.TWO)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    for who in (rosa, beto):
        approve(parts, who, Choice(number, FRIDAY))
    assert approve(parts, rosa, Choice(number, SATURDAY, moves=True)).waits
    assert posts_of(house, number)[FB].due_at == FRIDAY
    approve(parts, beto, Choice(number, SATURDAY, moves=True))
    assert posts_of(house, number)[FB].due_at == SATURDAY


def test_a_word_given_for_now_counts_for_one_decision_only(house, parts):
    policy(house, Policy.TWO)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    for who in (rosa, beto):
        approve(parts, who, Choice(number, anyway=True))
    with house.database.work(house.id) as w:
        post = w.posts.of_draft(number)[0]
        post.move(State.PUBLISHING)
        post.move(State.FAILED)
    assert approve(parts, rosa, Choice(number, anyway=True)).waits
    assert state(house, number) is State.FAILED


def test_the_word_of_somebody_who_may_no_longer_does_not_count(house, parts):
    policy(house, Policy.TWO)
    rosa, beto, caro = house.person, member(house, "Beto"), member(house, "Caro")
    number = draft_of(house)
    approve(parts, beto, Choice(number, FRIDAY))
    change_role(parts, rosa, beto.id, Role.VIEWER)
    assert approve(parts, caro, Choice(number, FRIDAY)).waits
    assert not approve(parts, rosa, Choice(number, FRIDAY)).waits


def test_a_word_for_an_hour_that_has_passed_does_not_count(house, parts, clock):
    policy(house, Policy.TWO)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    approve(parts, rosa, Choice(number, clock.now() + timedelta(hours=1)))
    clock.tick(timedelta(hours=2))
    assert approve(parts, beto, Choice(number, FRIDAY)).waits


@pytest.mark.parametrize("named", [True, False])
def test_the_author_may_not_approve_alone(house, parts, named):
    policy(house, Policy.OTHER)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    with house.database.work(house.id) as w:
        draft = w.drafts.get(number)
        draft.author, draft.author_id = "Rosa", rosa.id if named else None
    assert approve(parts, rosa, Choice(number, FRIDAY)).waits
    assert not approve(parts, beto, Choice(number, FRIDAY)).waits
    assert posts_of(house, number)[FB].approved_by == "Rosa + Beto"


def test_anybody_but_the_author_decides_alone(house, parts):
    policy(house, Policy.OTHER)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    rewrite(parts, rosa, number, "Lo que escribió Rosa")
    assert not approve(parts, beto, Choice(number, FRIDAY)).waits


def test_who_changes_the_text_becomes_its_author(house, parts):
    policy(house, Policy.OTHER)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    rewrite(parts, rosa, number, "Lo que escribió Rosa")
    rewrite(parts, beto, number, "Lo que cambió Beto")
    assert approve(parts, beto, Choice(number, FRIDAY)).waits
    assert not approve(parts, rosa, Choice(number, FRIDAY)).waits


def test_what_was_left_behind_takes_two_as_well(house, parts, clock):
    policy(house, Policy.TWO)
    rosa, beto, number = house.person, member(house, "Beto"), draft_of(house)
    with house.database.work(house.id) as w:
        post = w.posts.of_draft(number)[0]
        post.move(State.SCHEDULED)
        post.move(State.MISSED)
        assert not anew(parts, w, choose(w, post.id), Word(rosa, clock.now(), None), clock.now())
        assert post.state is State.MISSED
        assert anew(parts, w, choose(w, post.id), Word(beto, clock.now(), None), clock.now())
        assert post.state is State.SCHEDULED


@pytest.mark.parametrize("wanted", [Policy.ANY, Policy.TWO])
def test_twenty_presses_by_five_people_at_once(database, clock, wanted):
    house = found_house(database)
    parts = services(database, clock.now, FakePublisher(), recommender=Taster())
    policy(house, wanted)
    people = [member(house, f"p{n}") for n in range(5)]
    number = draft_of(house)

    def press(turn: int):
        chat = Address("telegram", f"p{turn % 5}")
        try:
            return approve(parts, people[turn % 5], Choice(number, FRIDAY, chat=chat))
        except AlreadyDecided as late:
            return late

    with ThreadPoolExecutor(20) as pool:
        said = list(pool.map(press, range(20)))
    late = [one for one in said if isinstance(one, AlreadyDecided)]
    words = 1 if wanted is Policy.ANY else 2
    assert len(late) == 20 - words
    assert len(parts.engine.scheduled) == 1
    assert posts_of(house, number)[FB].approved_by.count("+") == words - 1
    facebook = posts_of(house, number)[FB]
    with house.database.work(house.id) as w:
        whats = [entry.what for entry in w.audit.newest(50)]
        told = w.approvals.of([facebook.id])
    assert whats.count("post.scheduled") == 1
    assert len(told) == words
    assert all(one.chat and one.spent for one in told)

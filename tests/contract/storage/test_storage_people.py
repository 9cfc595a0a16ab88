"""Rooms, approvals, codes, choices: kept, used once, and each restaurant's own."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta

import pytest

from peruopt.chat.message import Action, Address
from peruopt.errors import UserError
from peruopt.people import Approval, Code, Limits, Room
from peruopt.restaurant import Person, Policy, Role

HOUR = timedelta(hours=1)
GROUP = Address("telegram", "-100")


def person(restaurant: int, handle: str, role: Role = Role.EDITOR) -> Person:
    return Person(
        restaurant_id=restaurant, platform="telegram", handle=handle, name=handle, role=role
    )


def code(clock, restaurant: int | None, digest: str = "a" * 64, **changes) -> Code:
    now = clock.now()
    made = Code(digest, restaurant, Role.EDITOR, "", now, now + HOUR, "Rosa")
    return replace(made, **changes)


def test_a_room_keeps_what_it_wants_to_hear(database, house, chat):
    wanted = Room(chat, True, False, "rosa", time(22), time(7, 30), ("digest", "missed"))
    with database.work(house) as w:
        w.rooms.meet(chat, "rosa")
        assert w.rooms.at(chat) == Room(chat, hears=False, handle="rosa")
        w.rooms.put(wanted)
        w.rooms.meet(chat, "somebody else")
    with database.work(house) as w:
        assert w.rooms.all() == [wanted]
        assert w.rooms.at(GROUP) is None


def test_binding_makes_a_met_room_hear_and_leaves_its_wishes(database, house, chat):
    with database.work(house) as w:
        w.rooms.put(Room(chat, False, False, "rosa", time(22), time(7), ("digest",)))
    database.directory.bind(house, chat)
    with database.work(house) as w:
        assert w.rooms.all() == [Room(chat, True, False, "rosa", time(22), time(7), ("digest",))]


def test_a_shared_chat_speaks_for_one_restaurant(database, house, other):
    directory = database.directory
    directory.bind(house, GROUP)
    assert directory.bound(GROUP) is None
    directory.bind(house, GROUP, shared=True)
    assert directory.bound(GROUP) == house
    directory.bind(other, GROUP, shared=True)
    assert directory.bound(GROUP) == other
    with database.work(house) as w:
        assert w.rooms.all() == []
    assert not directory.several(GROUP)


def test_a_chat_of_somebody_in_two_houses_is_known_as_such(database, house, other, chat):
    for number in (house, other):
        with database.work(number) as w:
            w.rooms.meet(chat, "rosa")
    assert database.directory.several(chat)


def test_a_choice_is_remembered_per_chat_and_person(database, house, other):
    choose, chosen = database.directory.choose, database.directory.chosen
    choose("telegram", "rosa", "1", house)
    choose("telegram", "rosa", "1", other)
    choose("telegram", "rosa", "2", house)
    assert chosen("telegram", "rosa", "1") == other
    assert chosen("telegram", "rosa", "2") == house
    assert chosen("telegram", "luis", "1") is None
    assert chosen("slack", "rosa", "1") is None


def test_somebody_who_leaves_takes_their_rooms_along(database, house, other, chat, clock):
    gone_chat = Address("telegram", "beto")
    for number in (house, other):
        with database.work(number) as w:
            beto = w.people.add(person(number, "beto"))
            w.rooms.meet(gone_chat, "beto")
            until = clock.now() + HOUR
            w.conversations.ask(beto.id, gone_chat, Action("editar", ("1",)), until)
    database.directory.choose("telegram", "beto", "beto", house)
    database.directory.bind(house, chat)
    with database.work(house) as w:
        w.people.remove(next(p.id for p in w.people.all() if p.handle == "beto"))
    with database.work(house) as w:
        assert [p.handle for p in w.people.all()] == ["rosa"]
        assert [room.at for room in w.rooms.all()] == [chat]
    assert database.directory.chosen("telegram", "beto", "beto") is None
    assert [s.restaurant.id for s in database.directory.seats("telegram", "beto")] == [other]
    with database.work(other) as w:
        assert gone_chat in [room.at for room in w.rooms.all()]


def test_nobody_is_removed_or_read_across_restaurants(database, house, other, add_post, clock):
    post = add_post(house)
    with database.work(house) as w:
        beto = w.people.add(person(house, "beto"))
        w.approvals.add(Approval(post, beto.id, beto.id, "Beto", clock.now(), None, 1))
    with database.work(other) as w:
        with pytest.raises(UserError):
            w.people.remove(beto.id)
        assert w.approvals.of([post]) == []
        assert w.rooms.all() == []
        w.approvals.spend(post)
        w.approvals.forget(post)
    with database.work(house) as w:
        (kept,) = w.approvals.of([post])
        assert not kept.spent


def test_owners_are_the_owners(database, house):
    with database.work(house) as w:
        w.people.add(person(house, "beto"))
        w.people.add(person(house, "eva", Role.OWNER))
        assert [p.handle for p in w.people.owners()] == ["rosa", "eva"]


def test_each_human_has_one_open_word_and_what_is_spent_stays(database, house, add_post, clock):
    post, now, chat = add_post(house), clock.now(), Address("slack", "C1")
    first = Approval(post, 1, 1, "Rosa", now, now + HOUR, 1, chat)
    second = replace(first, due_at=None, version=2)
    other = replace(first, human=2, person_id=2, who="Beto", chat=None)
    with database.work(house) as w:
        for word in (first, other, second):
            w.approvals.add(word)
    with database.work(house) as w:
        assert w.approvals.of([post]) == [other, second]
        w.approvals.spend(post)
        w.approvals.add(first)
        w.approvals.forget(post)
    with database.work(house) as w:
        spent = [replace(word, spent=True) for word in (other, second)]
        assert w.approvals.of([post]) == spent
        assert w.approvals.of([]) == []


def test_a_code_works_once_and_in_time(database, house, clock):
    directory = database.directory
    made, late = code(clock, house), code(clock, house, "b" * 64)
    directory.keep(made)
    directory.keep(late)
    assert directory.codes(clock.now()) == [made, late]
    assert directory.use(made, clock.now())
    assert not directory.use(made, clock.now())
    assert not directory.use(late, clock.tick(HOUR))
    used = {kept.digest: kept.used_at for kept in directory.codes(made.made_at)}
    assert used == {made.digest: made.made_at, late.digest: None}


def test_of_eight_who_use_a_code_at_once_one_gets_in(database, house, clock):
    made = code(clock, house)
    database.directory.keep(made)
    with ThreadPoolExecutor(8) as threads:
        let_in = list(threads.map(lambda _: database.directory.use(made, clock.now()), range(8)))
    assert sorted(let_in) == [False] * 7 + [True]


def test_a_new_claim_takes_the_place_of_the_doors_earlier_ones(database, house, clock):
    directory, claim = database.directory, {"role": Role.OWNER, "platform": "telegram"}
    directory.keep(code(clock, house, "i" * 64))
    directory.keep(code(clock, None, "a" * 64, **claim))
    directory.keep(code(clock, None, "b" * 64, **claim | {"platform": "slack"}))
    directory.keep(code(clock, None, "c" * 64, **claim))
    assert {kept.digest[0] for kept in directory.codes(clock.now())} == {"i", "b", "c"}


def test_tries_are_counted_per_person_and_in_all(database, clock):
    knock, limits = database.directory.knock, Limits(mine=2, all=3, within=HOUR)
    begun = clock.now()
    assert knock("telegram", "mala", begun, limits) is None
    clock.tick(timedelta(minutes=1))
    assert knock("telegram", "mala", clock.now(), limits) is None
    assert knock("telegram", "mala", clock.now(), limits) == begun + HOUR
    assert knock("slack", "mala", clock.now(), limits) is None
    assert knock("telegram", "otra", clock.now(), limits) == begun + HOUR
    database.directory.admit("slack", "mala")
    assert knock("telegram", "otra", clock.now(), limits) is None
    clock.tick(HOUR)
    assert knock("telegram", "mala", clock.now(), limits) is None


def test_who_owns_by_which_door(database, house):
    assert database.directory.owned("web")
    assert not database.directory.owned("telegram")
    with database.work(house) as w:
        w.people.add(person(house, "beto"))
    assert not database.directory.owned("telegram")


def test_notices_to_some_chats_quiet_and_muted(database, house, clock):
    chats = [Address("telegram", name) for name in ("rosa", "beto", "caro")]
    with database.work(house) as w:
        w.rooms.put(Room(chats[0]))
        w.rooms.put(Room(chats[1], muted=("published",)))
        w.rooms.put(Room(chats[2], hears=False, quiet_from=time(9), quiet_until=time(11)))
        w.notices.add("publishing.published", {})
        w.notices.add("publishing.failed", {}, to=[chats[1], chats[2], chats[1]])
        waiting = [(n.key.partition(".")[2], n.to) for n in w.notices.waiting(clock.now())]
        assert waiting == [("published", chats[0]), ("failed", chats[1])], "10:00 is quiet"
        later = w.notices.waiting(clock.now() + HOUR)
        assert [n.to for n in later] == chats
        w.notices.failed(later[0].id, clock.now() + HOUR)
        assert [n.id for n in w.notices.stuck(9)] == [later[0].id]


def test_a_notice_speaks_the_language_of_whose_chat_it_is(database, house, clock):
    with database.work(house) as w:
        w.people.add(person(house, "beto")).locale = "en"
        w.rooms.put(Room(Address("telegram", "beto"), handle="beto"))
        w.rooms.put(Room(GROUP, shared=True))
        w.notices.add("publishing.failed", {})
        assert [n.locale for n in w.notices.waiting(clock.now())] == ["en", "es_PE"]


def test_the_policy_and_the_teams_chat_are_kept(database, house):
    with database.work(house) as w:
        assert (w.restaurant.approval, w.restaurant.team) == (Policy.ANY, None)
        w.restaurant.approval = Policy.TWO
        w.restaurant.team_platform, w.restaurant.team_chat = "slack", "C1"
    with database.work(house) as w:
        assert (w.restaurant.approval, w.restaurant.team) == (Policy.TWO, Address("slack", "C1"))

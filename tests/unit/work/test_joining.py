"""Codes: readable, unguessable, kept as digests, compared with all there are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from peruopt.chat.message import Address
from peruopt.errors import NotAllowed, UserError
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.work.joining import (
    ALPHABET,
    LENGTH,
    Newcomer,
    claim_code,
    digest,
    enter,
    heard,
    invite,
    new_code,
    spelled,
)
from peruopt.work.team import change_role, part


def newcomer(handle: str, *, platform: str = "telegram", shared: bool = False) -> Newcomer:
    who = Person(restaurant_id=0, platform=platform, handle=handle, name=f" {handle}\n" * 30)
    return Newcomer(who, Address(platform, handle), shared, Restaurant(name="Nueva"))


def test_codes_are_long_unlike_and_without_lookalikes():
    codes = {new_code() for _ in range(300)}
    assert len(codes) == 300
    assert all(len(code) == LENGTH >= 8 for code in codes)
    assert not set("01OIL") & set(ALPHABET)
    assert set("".join(codes)) <= set(ALPHABET)


def test_a_code_is_heard_however_it_is_typed():
    assert heard(f" {spelled('ABCDEFGHJK').lower()} ") == "ABCDEFGHJK"
    assert digest("ABCDEFGHJK") != digest("ABCDEFGHJM")
    assert len(digest("A" * 4000)) == 64


def test_a_claim_founds_the_first_restaurant(sqlite, clock):
    from tests.fakes import services

    world = services(sqlite, clock.now)
    seat = enter(world, newcomer("rosa"), claim_code(world, "telegram"))
    assert (seat.restaurant.name, seat.person.role) == ("Nueva", Role.OWNER)
    assert len(seat.person.name) <= 80
    assert "\n" not in seat.person.name
    with world.work(seat.restaurant.id) as w:
        assert [room.at for room in w.rooms.all() if room.hears] == [Address("telegram", "rosa")]
        assert len(w.channels.all()) == 2
    assert claim_code(world, "telegram") is None


def test_a_claim_by_another_door_takes_the_restaurant_there_is(house, world):
    seat = enter(world, newcomer("U1", platform="slack"), claim_code(world, "slack"))
    assert seat.restaurant.id == house.id
    assert [r.id for r in world.directory.restaurants()] == [house.id]


def test_somebody_with_a_lesser_role_can_claim(house, world):
    code = claim_code(world, "slack")
    with world.work(house.id) as w:
        w.people.add(Person(restaurant_id=house.id, platform="slack", handle="U1", name="Eva"))
    assert enter(world, newcomer("U1", platform="slack"), code).person.role is Role.OWNER


def test_joining_in_a_group_makes_the_group_nobodys_own(house, world):
    who = replace(newcomer("beto", shared=True), chat=Address("telegram", "-100"))
    enter(world, who, invite(world, house.person, Role.APPROVER))
    with world.work(house.id) as w:
        assert Address("telegram", "-100") not in {room.at for room in w.rooms.all()}


def test_a_lesser_role_does_not_hear_the_houses_notices(house, world):
    for name, role in (("beto", Role.APPROVER), ("edu", Role.EDITOR)):
        enter(world, newcomer(name), invite(world, house.person, role))
    with world.work(house.id) as w:
        hears = {room.handle: room.hears for room in w.rooms.all() if room.handle}
    assert hears == {"beto": True, "edu": False}


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR, Role.VIEWER])
def test_only_owners_invite_and_change(house, world, role):
    beto = enter(world, newcomer("beto"), invite(world, house.person, role)).person
    for attempt in (
        lambda: invite(world, beto, Role.VIEWER),
        lambda: change_role(world, beto, house.person.id, Role.VIEWER),
        lambda: part(world, beto, house.person.id),
    ):
        with pytest.raises(NotAllowed):
            attempt()


def test_a_code_of_nonsense_is_refused(house, world):
    for said in ("", "ñandú", "💥", "x" * 5000):
        with pytest.raises(UserError) as refused:
            enter(world, newcomer("mala"), said)
        assert refused.value.key == "joining.unknown"

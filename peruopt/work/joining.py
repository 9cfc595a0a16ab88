"""Coming in: codes are made, tried and used up; who fails is told politely, and written down."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from peruopt.chat.message import Address
from peruopt.errors import UserError
from peruopt.people import Code, Limits, Room
from peruopt.ports import Services
from peruopt.restaurant import RANK, Person, Restaurant, Role
from peruopt.store import Directory, Entry, Seat, UnitOfWork
from peruopt.work.settling import settle

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Nothing that is read as something else: no 0 and O, no 1, I and L."""
LENGTH = 10
CLAIMING, INVITED = timedelta(minutes=30), timedelta(hours=48)
REMEMBERED = timedelta(days=14)
"""How long a code that is used or expired is answered as such, and not as unknown."""
LIMITS = Limits(mine=5, all=60, within=timedelta(minutes=15))
_SALT = b"peruopt one-time code"


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who tries a code, and where."""

    person: Person
    """Without an id where nobody knows them yet."""
    chat: Address
    shared: bool
    house: Restaurant
    """How a restaurant that they found would look."""


def new_code() -> str:
    """Return a code, plain."""
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


def spelled(code: str) -> str:
    """Return the code as people read it: two halves."""
    return f"{code[: LENGTH // 2]}-{code[LENGTH // 2 :]}"


def heard(said: str) -> str:
    """Return what was meant by a code as it was typed."""
    return "".join(c for c in said.upper() if c.isascii() and c.isalnum())


def digest(code: str) -> str:
    """Return what is kept of a code; slow on purpose, so that a stolen file gives none away."""
    return hashlib.scrypt(code.encode(), salt=_SALT, n=2**13, r=8, p=1, dklen=32).hex()


def claim_code(services: Services, platform: str) -> str | None:
    """Return a fresh code with which to claim by this door; None where it has an owner."""
    if services.directory.owned(platform):
        return None
    now, code = services.now(), new_code()
    house = _claimable(services.directory)
    number = house.id if house else None
    kept = Code(digest(code), number, Role.OWNER, platform, now, now + CLAIMING)
    services.directory.keep(kept)
    return spelled(code)


def invite(services: Services, owner: Person, role: Role, *, oneself: bool = False) -> str:
    """Return a fresh code that brings one person in, with a role; `oneself`, by another door."""
    owner.require(Role.VIEWER if oneself else Role.OWNER)
    now, code = services.now(), new_code()
    role = owner.role if oneself else role
    services.directory.keep(
        Code(
            digest(code),
            owner.restaurant_id,
            role,
            "",
            now,
            now + INVITED,
            owner.called,
            owner.oneself if oneself else None,
        )
    )
    with services.work(owner.restaurant_id) as w:
        w.audit.add(Entry(now, owner.called, "team.invited", "", role))
    return code


def enter(services: Services, who: Newcomer, said: str) -> Seat:
    """Let somebody in by a code; raise UserError, politely, for any code that is none."""
    directory, now, person = services.directory, services.now(), who.person
    back = directory.knock(person.platform, person.handle, now, LIMITS)
    if back:
        raise UserError("joining.wait", at=back)
    code = _found(directory, said, now)
    if code is None or code.platform not in ("", person.platform):
        raise _refused(services, person, None, "unknown")
    if code.used_at:
        raise _refused(services, person, code, "used")
    if code.expires_at <= now:
        raise _refused(services, person, code, "expired")
    if code.platform and directory.owned(code.platform):
        raise _refused(services, person, code, "claimed")
    _not_twice(directory, person, code)
    if not directory.use(code, now):
        raise _refused(services, person, code, "used")
    directory.admit(person.platform, person.handle)
    seat = _seated(services, who, code, now)
    assert seat.restaurant.id is not None
    directory.choose(person.platform, person.handle, who.chat.chat, seat.restaurant.id)
    return seat


def _claimable(directory: Directory) -> Restaurant | None:
    """Return the newest restaurant, a real one before a demo."""
    return max(directory.restaurants(), key=lambda r: (not r.demo, r.id or 0), default=None)


def _found(directory: Directory, said: str, now: datetime) -> Code | None:
    """Compare with every code, each in the same time, so that none is guessed by the clock."""
    tried, found = digest(heard(said)[: 4 * LENGTH]), None
    for code in directory.codes(now - REMEMBERED):
        if hmac.compare_digest(code.digest, tried):
            found = code
    return found


def _not_twice(directory: Directory, person: Person, code: Code) -> None:
    """Somebody who is in already keeps their place, and the code stays good for another."""
    for seat in directory.seats(person.platform, person.handle):
        if not code.platform and seat.restaurant.id == code.restaurant_id:
            directory.admit(person.platform, person.handle)
            raise UserError(
                "joining.already", role=seat.person.role, restaurant=seat.restaurant.name
            )


def _seated(services: Services, who: Newcomer, code: Code, now: datetime) -> Seat:
    number = code.restaurant_id
    if number is None:
        house = _claimable(services.directory)
        if house is None:
            return _founded(services, who, now)
        number = house.id
    assert number is not None
    chat = replace(who.chat, message=None)
    with services.work(number) as w:
        wanted = Person(
            restaurant_id=number,
            platform=who.person.platform,
            handle=who.person.handle,
            name=" ".join(who.person.name.split())[:80],
            role=code.role,
            locale=w.restaurant.locale,
            human=code.human,
        )
        person = w.people.add(wanted)
        if RANK[person.role] < RANK[code.role]:
            person.role = code.role
        told = {
            "name": person.called,
            "role": f"role.{person.role}",
            "door": f"door.{person.platform}",
        }
        others = owners(w, but=person)
        if others:
            w.notices.add("joining.joined", told, to=others)
        if not who.shared:
            w.rooms.put(Room(chat, RANK[person.role] >= RANK[Role.APPROVER], handle=person.handle))
        what = "team.claimed" if code.platform else "team.joined"
        w.audit.add(Entry(now, person.called, what, f"person:{person.id}", person.role))
        return Seat(w.restaurant.model_copy(), person)


def _founded(services: Services, who: Newcomer, now: datetime) -> Seat:
    owner = who.person.model_copy(
        update={"role": Role.OWNER, "name": " ".join(who.person.name.split())[:80]}
    )
    house = who.house.model_copy()
    seat = settle(services.work, services.directory, house, owner, who.chat, now)
    assert seat.restaurant.id is not None
    with services.work(seat.restaurant.id) as w:
        if not who.shared:
            chat = replace(who.chat, message=None)
            w.rooms.put(Room(chat, handle=owner.handle))
        about = f"person:{seat.person.id}"
        w.audit.add(Entry(now, owner.called, "team.claimed", about, Role.OWNER))
    return seat


def owners(w: UnitOfWork, *, but: Person | None = None) -> list[Address]:
    """Return the chats of the owners, their own ones first of all."""
    handles = {
        (p.platform, p.handle)
        for p in w.people.all()
        if p.role is Role.OWNER and (but is None or p.id != but.id)
    }
    rooms = [room for room in w.rooms.all() if room.hears and not room.shared]
    return [r.at for r in rooms if not r.handle or (r.at.platform, r.handle) in handles]


def watching(directory: Directory, person: Person) -> int | None:
    """Return whose log tells of a stranger: the restaurant they know, else the oldest."""
    seats = directory.seats(person.platform, person.handle)
    houses = [seat.restaurant for seat in seats] or directory.restaurants()
    return houses[0].id if houses else None


def _refused(services: Services, person: Person, code: Code | None, why: str) -> UserError:
    """Write down that a code was refused; return the sentence for it."""
    known = code.restaurant_id if code else None
    number = known or watching(services.directory, person)
    if number is not None:
        with services.work(number) as w:
            who = person.called[:80]
            about = f"{person.platform}:{person.handle}"
            w.audit.add(Entry(services.now(), who, f"code.{why}", about))
    return UserError(f"joining.{why}")

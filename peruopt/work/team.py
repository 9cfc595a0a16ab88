"""Changing who belongs to a restaurant.  It is never left without an owner."""

from __future__ import annotations

from peruopt.errors import UserError
from peruopt.ports import Services
from peruopt.restaurant import RANK, Person, Role
from peruopt.store import Entry, UnitOfWork
from peruopt.work.joining import owners


def members(services: Services, person: Person) -> list[Person]:
    """Return everybody, from most to least, in the order in which they came."""
    with services.work(person.restaurant_id) as w:
        people = [one.model_copy() for one in w.people.all()]
    return sorted(people, key=lambda one: (-RANK[one.role], one.id or 0))


def change_role(services: Services, owner: Person, person_id: int, role: Role) -> Person:
    """Give somebody another role."""
    owner.require(Role.OWNER)
    with services.work(owner.restaurant_id) as w:
        person = w.people.get(person_id)
        if person.role is role:
            return person.model_copy()
        if role is not Role.OWNER:
            _keep_an_owner(w, person)
        person.role = role
        _note(w, services, owner, person, "team.role", role)
        return person.model_copy()


def part(services: Services, owner: Person, person_id: int) -> Person:
    """Let somebody go: they are a stranger from now on."""
    owner.require(Role.OWNER)
    with services.work(owner.restaurant_id) as w:
        person = w.people.get(person_id)
        _keep_an_owner(w, person)
        gone = person.model_copy()
        _note(w, services, owner, gone, "team.removed", gone.role)
        w.people.remove(person_id)
        return gone


def _keep_an_owner(w: UnitOfWork, person: Person) -> None:
    held = w.people.owners()
    if person.role is Role.OWNER and all(p.id == person.id for p in held):
        raise UserError("team.last_owner", name=person.called)


def _note(
    w: UnitOfWork, services: Services, owner: Person, person: Person, what: str, role: Role
) -> None:
    about = f"person:{person.id}"
    w.audit.add(
        Entry(services.now(), owner.called, what, about, f"{person.called} → {role.value}")
    )
    others = owners(w, but=owner)
    if others:
        told = {"name": person.called, "role": f"role.{role}", "by": owner.called}
        w.notices.add(f"{what}_notice", told, to=others)

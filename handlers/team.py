"""`/equipo`: who belongs to the restaurant, with which role; the owner changes it."""

from __future__ import annotations

import asyncio

from handlers.invite import role_of
from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.restaurant import RANK, Person, Role
from peruopt.work.answering import numbered
from peruopt.work.team import change_role, members, part

REMOVE = ("quitar", "remove")
SURE = ("si", "yes")


@register.command("equipo", alias="team", topic="team")
async def answer(ask: Ask) -> Reply:
    """List the people, show one, change a role, or let somebody go."""
    people = await asyncio.to_thread(members, ask.services, ask.person)
    if not ask.text.strip():
        return _listed(people, ask)
    number, rest = numbered(ask, "equipo")
    ask.person.require(Role.OWNER)
    said = [plain(word) for word in rest.split()]
    if not said:
        return _one(await asyncio.to_thread(_get, ask, number), ask)
    if said[0] in REMOVE:
        return await _remove(ask, number, sure=said[1:2] != [] and said[1] in SURE)
    role = role_of(" ".join(said))
    person = await asyncio.to_thread(change_role, ask.services, ask.person, number, role)
    done = ask.words("team.changed", name=person.called, role=person.role)
    return _listed(await asyncio.to_thread(members, ask.services, ask.person), ask, done)


def _get(ask: Ask, number: int) -> Person:
    with ask.services.work(ask.person.restaurant_id) as w:
        return w.people.get(number)


async def _remove(ask: Ask, number: int, *, sure: bool) -> Reply:
    if not sure:
        person = await asyncio.to_thread(_get, ask, number)
        yes = Action("equipo", (str(number), REMOVE[0], SURE[0]))
        return Reply(
            ask.words("team.sure", name=person.called),
            buttons=(
                (
                    Button(ask.words("team.remove_yes"), yes, Tone.DANGER),
                    Button(ask.words("team.remove_no"), Action("equipo")),
                ),
            ),
        )
    person = await asyncio.to_thread(part, ask.services, ask.person, number)
    done = ask.words("team.removed", name=person.called)
    return _listed(await asyncio.to_thread(members, ask.services, ask.person), ask, done)


def _listed(people: list[Person], ask: Ask, done: str = "") -> Reply:
    words = ask.words
    lines = [_line(person, words) for person in people]
    buttons: list[tuple[Button, ...]] = []
    if ask.person.role is Role.OWNER:
        others = [p for p in people if p.id != ask.person.id][:20]
        buttons += [
            (Button(words("team.change", name=p.called[:30]), Action("equipo", (str(p.id),))),)
            for p in others
        ]
        buttons.append((Button(words("team.invite"), Action("invitar")),))
    head = [done, ""] if done else []
    text = "\n".join((*head, words("team.count", n=len(people)), *lines))
    return Reply(text, title=words("team.title"), buttons=tuple(buttons))


def _line(person: Person, words: Words) -> str:
    door = f"door.{person.platform}"
    return words(
        "team.line",
        id=str(person.id),
        name=person.called,
        role=person.role,
        door=words(door) if words.has(door) else person.platform,
    )


def _one(person: Person, ask: Ask) -> Reply:
    words, number = ask.words, str(person.id)
    roles = tuple(
        Button(words(f"role.{role}").capitalize(), Action("equipo", (number, role.value)))
        for role in sorted(Role, key=lambda role: -RANK[role])
        if role is not person.role
    )
    gone = Button(words("team.remove"), Action("equipo", (number, REMOVE[0])), Tone.DANGER)
    return Reply(
        f"{_line(person, words)}\n\n{words('team.which_role')}",
        title=person.called,
        buttons=(roles, (gone,)),
    )

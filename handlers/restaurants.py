"""`/restaurante [n]`: for which restaurant this chat speaks."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.errors import NotAllowed, UserError
from peruopt.people import LOCAL
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.store import Entry, Seat


@register.command("restaurante", alias="restaurant", topic="restaurants", menu=False)
async def answer(ask: Ask) -> Reply:
    """List the person's restaurants, or speak for one of them from now on."""
    seats = await asyncio.to_thread(_seats, ask)
    said = ask.text.strip()
    if not said:
        return offer(seats, ask.words, ask.restaurant if ask.person.id else None)
    seat = _named(seats, said)
    await asyncio.to_thread(_speak_for, ask, seat)
    words = Words(seat.person.locale, seat.restaurant.timezone)
    key = "restaurants.bound" if ask.message.shared else "restaurants.chosen"
    return Reply(words(key, name=seat.restaurant.name))


def offer(seats: Sequence[Seat], words: Words, now: Restaurant | None = None) -> Reply:
    """Return the question for which restaurant, with a button for each."""
    if len(seats) == 1:
        return Reply(words("restaurants.one", name=seats[0].restaurant.name))
    lines = [
        words("restaurants.line", id=str(s.restaurant.id), name=s.restaurant.name)
        + (" ◀" if now and now.id == s.restaurant.id else "")
        for s in seats
    ]
    buttons = tuple(
        (Button(s.restaurant.name[:40], Action("restaurante", (str(s.restaurant.id),))),)
        for s in seats[:20]
    )
    text = "\n".join((words("restaurants.which"), "", *lines))
    return Reply(text, title=words("restaurants.title"), buttons=buttons)


def _seats(ask: Ask) -> list[Seat]:
    """Return where the person has a place; whoever sits at this machine, everywhere."""
    directory, platform = ask.services.directory, ask.message.source.platform
    found = list(directory.seats(platform, ask.message.person))
    if platform not in LOCAL:
        return found
    known = {seat.restaurant.id for seat in found}
    extra = [house for house in directory.restaurants() if house.id not in known]
    found += [Seat(house, _here(ask, house)) for house in extra]
    return sorted(found, key=lambda seat: seat.restaurant.id or 0)


def _here(ask: Ask, house: Restaurant) -> Person:
    told = {"id": None, "restaurant_id": house.id, "role": Role.OWNER}
    return Person.model_validate(ask.person.model_dump() | told)


def _named(seats: Sequence[Seat], said: str) -> Seat:
    for seat in seats:
        wanted = plain(said.lstrip("#"))
        if wanted in (str(seat.restaurant.id), plain(seat.restaurant.name)):
            return seat
    raise UserError("restaurants.unknown", said=said[:40])


def _speak_for(ask: Ask, seat: Seat) -> None:
    directory, number = ask.services.directory, seat.restaurant.id
    assert number is not None
    source = replace(ask.message.source, message=None)
    if ask.message.shared:
        _bind(ask, seat)
    elif source.platform in LOCAL and seat.person.id is None:
        with ask.services.work(number) as w:
            w.people.add(seat.person)
    directory.choose(source.platform, ask.message.person, source.chat, number)


def _bind(ask: Ask, seat: Seat) -> None:
    """Let a chat of several people speak for a restaurant: a word of its owner's, and of the
    owner for whom it spoke before."""
    directory, number = ask.services.directory, seat.restaurant.id
    assert number is not None
    source = replace(ask.message.source, message=None)
    if seat.person.role is not Role.OWNER:
        raise NotAllowed("error.role", needed=Role.OWNER, role=seat.person.role)
    before = directory.bound(source)
    if before not in (None, number):
        theirs = directory.seats(source.platform, ask.message.person)
        roles = {s.restaurant.id: s.person.role for s in theirs}
        if roles.get(before) is not Role.OWNER:
            raise UserError("restaurants.taken")
    directory.bind(number, source, shared=True)
    with ask.services.work(number) as w:
        who = seat.person.called
        w.audit.add(Entry(ask.services.now(), who, "chat.bound", "", source.chat[:60]))

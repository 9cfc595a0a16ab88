"""What a chat could not be told: tried again, and at last shown to the owner elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from peruopt.chat.message import Address
from peruopt.people import LOCAL
from peruopt.restaurant import Role
from peruopt.store import Notice, UnitOfWork

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=15), timedelta(hours=1)
MOST_TRIES = 14
"""Of a chat that is closed to us, over about seven hours; a platform that is down is no such."""


def wait_after(tries: int) -> timedelta:
    """15 s, 30 s, 1 min, … up to an hour."""
    return min(FIRST_WAIT * (1 << min(tries, 12)), LONGEST_WAIT)


def put_off(w: UnitOfWork, notices: Sequence[Notice], now: datetime, *, closed: bool) -> None:
    """Note a try in vain; a chat that stays `closed` is given up, and its owner told elsewhere."""
    for notice in notices:
        if not closed or notice.tries + 1 < MOST_TRIES:
            w.notices.failed(notice.id, now + wait_after(notice.tries))
            continue
        known = w.notices.gave_up_on(notice.to)
        w.notices.give_up(notice.id, now)
        if not known:
            _tell_owners(w, notice.to)


def _tell_owners(w: UnitOfWork, chat: Address) -> None:
    people = {(p.platform, p.handle): p for p in w.people.all()}
    rooms = {room.at: room for room in w.rooms.all()}
    owners = {key for key, person in people.items() if person.role is Role.OWNER}
    theirs = [
        at
        for at, room in rooms.items()
        if at != chat and (at.platform in LOCAL or (at.platform, room.handle) in owners)
    ]
    elsewhere = theirs or [at for at, room in rooms.items() if at != chat and room.hears]
    closed = rooms.get(chat)
    whose = people.get((chat.platform, closed.handle)) if closed else None
    key = "notices.given_up_person" if whose else "notices.given_up"
    told = {"door": f"door.{chat.platform}", "who": whose.name if whose else ""}
    if elsewhere:
        w.notices.add(key, told, to=elsewhere)

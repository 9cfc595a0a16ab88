"""What kinds of notices there are, and when a chat is left in peace."""

from __future__ import annotations

from datetime import time
from enum import StrEnum

from peruopt.chat.message import Address
from peruopt.people import LOCAL, Room
from peruopt.restaurant import Person


class Kind(StrEnum):
    """What a notice is about; each can be muted."""

    DIGEST = "digest"
    PUBLISHED = "published"
    FAILED = "failed"
    MISSED = "missed"
    TEAM = "team"
    OTHER = "other"


BEGINS = {
    "digest.": Kind.DIGEST,
    "publishing.published": Kind.PUBLISHED,
    "publishing.missed": Kind.MISSED,
    "publishing.": Kind.FAILED,
    "team.": Kind.TEAM,
    "join.": Kind.TEAM,
    "changes.": Kind.TEAM,
}


def kind_of(key: str) -> Kind:
    """Return the kind of a notice by the key of its sentence."""
    return next((kind for begin, kind in BEGINS.items() if key.startswith(begin)), Kind.OTHER)


def may_see(at: Address, room: Room | None, whose: Person | None) -> bool:
    """Whether a chat is still the restaurant's; somebody who has left sees nothing new."""
    if at.platform in LOCAL:
        return True
    return room is not None and (room.shared or not room.handle or whose is not None)


def is_quiet(room: Room, local: time) -> bool:
    """Whether notices to the room wait at this local hour; past midnight too."""
    start, end = room.quiet_from, room.quiet_until
    if start is None or end is None or start == end:
        return False
    return start <= local < end if start < end else local >= start or local < end

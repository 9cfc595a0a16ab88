"""Who may come in, and by which door: rooms, approvals, one-time codes, and their storage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Protocol

from peruopt.chat.message import Action, Address
from peruopt.restaurant import Person, Role

LOCAL = frozenset({"web", "console"})
"""Doors of this machine: whoever sits at it owns it."""


@dataclass(frozen=True, slots=True)
class Room:
    """A chat of the restaurant."""

    at: Address
    hears: bool = True
    """Whether it is told what concerns the whole house."""
    shared: bool = False
    """Whether it is several people's, and speaks for this restaurant alone."""
    handle: str = ""
    """Whose chat it is, where it is one person's."""
    quiet_from: time | None = None
    quiet_until: time | None = None
    """Local hours between which notices wait."""
    muted: tuple[str, ...] = ()
    """Kinds of notices that it does not want."""


class Rooms(Protocol):
    """The chats of the restaurant."""

    def all(self) -> list[Room]: ...
    def at(self, chat: Address) -> Room | None: ...
    def put(self, room: Room) -> None:
        """Keep the room, or bring it up to date."""

    def meet(self, chat: Address, handle: str) -> None:
        """Note that somebody's own chat exists; what is known of it stays."""


@dataclass(frozen=True, slots=True)
class Approval:
    """One person's word for one post."""

    post_id: int
    human: int
    """`Person.oneself` of whoever gave it."""
    person_id: int
    who: str
    at: datetime
    due_at: datetime | None
    """For which hour; None is as soon as possible."""
    version: int
    chat: Address | None = None
    spent: bool = False
    """Whether it has led to a decision, and counts no more."""


class Approvals(Protocol):
    """Who has approved what, and where."""

    def add(self, approval: Approval) -> None:
        """Keep it, in the place of the same human's earlier one that led nowhere yet."""

    def of(self, post_ids: Sequence[int]) -> list[Approval]:
        """Return all of these posts', oldest first."""

    def spend(self, post_id: int) -> None:
        """A decision has been taken: what was said leads to it, and counts no more."""

    def forget(self, post_id: int) -> None:
        """The post has changed: what was said of it counts no more."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How many tries are allowed in a while: of one person, and of all together."""

    mine: int
    all: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Code:
    """A one-time code: an invitation to a restaurant, or the claim on one."""

    digest: str
    restaurant_id: int | None
    """None for a claim that founds one."""
    role: Role
    platform: str
    """Of a claim: the only door by which it can be used.  Empty for an invitation."""
    made_at: datetime
    expires_at: datetime
    by: str = ""
    human: int | None = None
    """Set where a person invites themselves by another door."""
    used_at: datetime | None = None


class Doorkeeper(Protocol):
    """The questions asked before it is known for which restaurant somebody speaks."""

    def bound(self, chat: Address) -> int | None:
        """Return the restaurant that a shared chat speaks for."""

    def several(self, chat: Address) -> bool:
        """Whether more than one restaurant talks in this chat."""

    def choose(self, platform: str, handle: str, chat: str, restaurant_id: int) -> None:
        """Remember for which restaurant a person speaks in a chat."""

    def chosen(self, platform: str, handle: str, chat: str) -> int | None:
        """Return what was chosen."""

    def awaited(self, who: Person, chat: Address, now: datetime) -> Action | None:
        """Return what a person's next words in a chat answer.

        Asked for every message, and so without a transaction that writes.
        """

    def owned(self, platform: str) -> bool:
        """Whether any restaurant has an owner who comes in by this door."""

    def keep(self, code: Code) -> None:
        """Keep a code; a new claim takes the place of the door's earlier ones."""

    def codes(self, since: datetime) -> list[Code]:
        """Return the codes made since, used and expired ones included."""

    def use(self, code: Code, at: datetime) -> bool:
        """Use a code up; False if that has happened already, or it has expired."""

    def knock(self, platform: str, handle: str, at: datetime, limits: Limits) -> datetime | None:
        """Count a try to use a code; return when to come back if there were too many."""

    def admit(self, platform: str, handle: str) -> None:
        """Forget a person's tries: one of them was right."""

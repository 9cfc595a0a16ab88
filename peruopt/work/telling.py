"""Which chats are told what became of a post: where it was born, and where it was approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from peruopt.chat.message import Address
from peruopt.hearing import Kind, kind_of, may_see
from peruopt.people import LOCAL
from peruopt.post import Post
from peruopt.restaurant import Person, Role
from peruopt.store import UnitOfWork

MENDED = frozenset({Kind.FAILED, Kind.MISSED})
"""Kinds of notices that ask somebody to do something."""
HANDS = frozenset({Role.OWNER, Role.APPROVER, Role.EDITOR})


def audience(w: UnitOfWork, post: Post, key: str) -> list[Address] | None:
    """Return whom to tell; None is whichever chat is the first to hear the house.

    A result goes where the post came from; what somebody must mend goes to everybody as well.
    """
    return audience_of(w, [post], key)


def audience_of(w: UnitOfWork, posts: Sequence[Post], key: str) -> list[Address] | None:
    """Return whom to tell of several posts at once."""
    rooms = {room.at: room for room in w.rooms.all()}
    people = {(p.platform, p.handle): p for p in w.people.all()}

    def whose(at: Address) -> Person | None:
        room = rooms.get(at)
        return people.get((at.platform, room.handle)) if room else None

    places = [
        at
        for at in dict.fromkeys(at for post in posts for at in concerned(w, post))
        if may_see(at, rooms.get(at), whose(at))
    ]
    if not places and not rooms:
        return None
    hearing = [at for at, room in rooms.items() if room.hears]
    if kind_of(key) is Kind.PUBLISHED and places:
        team = w.restaurant.team
        hearing = [at for at in hearing if at.platform in LOCAL or at == team]
    elif kind_of(key) in MENDED:  # who may only look can mend nothing
        hearing = [at for at in hearing if (who := whose(at)) is None or who.role in HANDS]
    return list(dict.fromkeys((*hearing, *places)))


def concerned(w: UnitOfWork, post: Post) -> list[Address]:
    """Return where the draft was first shown, and where its approvals were given."""
    cards = w.cards.of(f"draft:{post.draft_id}") if post.draft_id else []
    given = [a.chat for a in w.approvals.of([post.id or 0]) if a.chat]
    return list(dict.fromkeys(replace(at, message=None) for at in (*cards[:1], *given)))

"""Which chats are told what became of a post: where it was born, and where it was approved."""

from __future__ import annotations

from dataclasses import replace

from peruopt.chat.message import Address
from peruopt.hearing import Kind, kind_of, may_see
from peruopt.people import LOCAL
from peruopt.post import Post
from peruopt.store import UnitOfWork


def audience(w: UnitOfWork, post: Post, key: str) -> list[Address] | None:
    """Return whom to tell; None is every chat that hears the house.

    A result goes where the post came from; what somebody must mend goes to everybody as well.
    """
    rooms = {room.at: room for room in w.rooms.all()}
    people = {(p.platform, p.handle): p for p in w.people.all()}
    places = []
    for at in concerned(w, post):
        room = rooms.get(at)
        if may_see(at, room, people.get((at.platform, room.handle)) if room else None):
            places.append(at)
    if not places:
        return None
    hearing = [at for at, room in rooms.items() if room.hears]
    if kind_of(key) is Kind.PUBLISHED:
        team = w.restaurant.team
        hearing = [at for at in hearing if at.platform in LOCAL or at == team]
    return list(dict.fromkeys((*hearing, *places)))


def concerned(w: UnitOfWork, post: Post) -> list[Address]:
    """Return where the draft was first shown, and where its approvals were given."""
    cards = w.cards.of(f"draft:{post.draft_id}") if post.draft_id else []
    given = [a.chat for a in w.approvals.of([post.id or 0]) if a.chat]
    return list(dict.fromkeys(replace(at, message=None) for at in (*cards[:1], *given)))

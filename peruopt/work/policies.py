"""Whose word lets a post go out: anybody's with the role, two people's, or not the author's alone.

Two seats of one human are one person here, and so are two of the same name by different doors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peruopt.chat.message import Address
from peruopt.people import Approval
from peruopt.post import Draft, Post
from peruopt.restaurant import RANK, Person, Policy, Role
from peruopt.store import Entry, UnitOfWork


@dataclass(frozen=True, slots=True)
class Word:
    """An approval as it is given."""

    person: Person
    at: datetime
    due_at: datetime | None
    """For which hour; None is as soon as possible."""
    chat: Address | None = None


def given(w: UnitOfWork, post: Post, word: Word, draft: Draft | None) -> list[str] | None:
    """Note the word, in the post's own transaction; return who decided, None if one is missing."""
    version = draft.version if draft else 0
    others = [
        approval
        for approval in counting(w, [post], word.at)
        if (approval.due_at, approval.version) == (word.due_at, version)
        and not _is(w, word.person, approval)
    ]
    assert post.id is not None
    w.approvals.add(
        Approval(
            post.id,
            word.person.oneself,
            word.person.id or 0,
            word.person.called,
            word.at,
            word.due_at,
            version,
            word.chat,
        )
    )
    if not others and _needs_another(w, word.person, draft):
        detail = word.due_at.isoformat() if word.due_at else ""
        about = f"post:{post.id}"
        w.audit.add(Entry(word.at, word.person.called, "post.approved", about, detail))
        return None
    w.approvals.spend(post.id)
    return [*dict.fromkeys(approval.who for approval in others), word.person.called]


def repeats(w: UnitOfWork, posts: Sequence[Post], word: Word, draft: Draft) -> bool:
    """Whether this human has said the same of all these posts before, and waits for another."""
    said = {
        approval.post_id
        for approval in counting(w, posts, word.at)
        if (approval.due_at, approval.version) == (word.due_at, draft.version)
        and _is(w, word.person, approval)
    }
    return bool(posts) and all(post.id in said for post in posts)


def counting(w: UnitOfWork, posts: Sequence[Post], now: datetime) -> list[Approval]:
    """Return the words that still count: of people who still may, for hours still to come."""
    if w.restaurant.approval is Policy.ANY:
        return []
    may = {p.id for p in w.people.all() if RANK[p.role] >= RANK[Role.APPROVER]}
    return [
        approval
        for approval in w.approvals.of([post.id or 0 for post in posts])
        if not approval.spent
        and approval.person_id in may
        and (approval.due_at is None or approval.due_at > now)
    ]


def _needs_another(w: UnitOfWork, person: Person, draft: Draft | None) -> bool:
    policy = w.restaurant.approval
    if policy is Policy.OTHER:
        return draft is not None and _wrote(w, person, draft)
    return policy is Policy.TWO


def _wrote(w: UnitOfWork, person: Person, draft: Draft) -> bool:
    if draft.author_id is None:  # from before authors were noted: their name is all there is
        return draft.author == person.called
    if draft.author_id == person.oneself:
        return True
    author = next((p for p in w.people.all() if p.id == draft.author_id), None)
    return author is not None and alike(author, person)


def _is(w: UnitOfWork, person: Person, approval: Approval) -> bool:
    if approval.human == person.oneself:
        return True
    other = next((p for p in w.people.all() if p.id == approval.person_id), None)
    return other is not None and alike(other, person)


def alike(one: Person, other: Person) -> bool:
    """Whether two seats are one human's, as far as can be told."""
    if one.oneself == other.oneself:
        return True
    same_name = one.called.casefold() == other.called.casefold()
    return same_name and one.platform != other.platform

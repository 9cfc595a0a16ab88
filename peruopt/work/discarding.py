"""Taking posts back: a whole draft, one of its posts, or the proposals beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from peruopt.errors import UserError
from peruopt.ports import Services
from peruopt.post import Draft, Post, State
from peruopt.restaurant import Network, Person, Role
from peruopt.store import UnitOfWork
from peruopt.work.deciding import OPEN, decided, siblings
from peruopt.work.leaving import drop
from peruopt.work.turning import turn


@dataclass(frozen=True, slots=True)
class Taken:
    """What a cancellation took, and what of the draft it left."""

    networks: tuple[Network, ...]
    left: tuple[Network, ...] = ()
    """Networks on which the draft may go out all the same."""
    stays: bool = False
    """Whether part of it is out, and stays."""


def discard(services: Services, person: Person, draft_id: int) -> bool:
    """Cancel whatever of the draft has not gone out; what is scheduled takes an approver.

    Return whether part of it is out, and stays.
    """
    person.require(Role.EDITOR)
    with services.work(person.restaurant_id) as w:
        w.drafts.get(draft_id)
        wanted = open_to(w, person, w.posts.of_draft(draft_id))
        return _dropped(w, wanted, services.now(), person.called)


def cancel(
    services: Services, person: Person, draft_id: int, network: Network | None = None
) -> Taken:
    """Cancel what of a draft has not gone out, or only what was for one network."""
    person.require(Role.APPROVER)
    with services.work(person.restaurant_id) as w:
        ours(w, draft_id)
        every = w.posts.of_draft(draft_id)
        posts = [post for post in every if network in (None, post.network)]
        if network and not posts:
            raise UserError("cancel.not_there", id=str(draft_id), network=f"network.{network}")
        wanted = open_to(w, person, posts)
        left = _named([p for p in every if p.state in OPEN and p not in wanted])
        networks = _named(wanted)
        stays = _dropped(w, wanted, services.now(), person.called)
        return Taken(networks, left, stays)


def _named(posts: Sequence[Post]) -> tuple[Network, ...]:
    return tuple(dict.fromkeys(post.network for post in posts))


def open_to(w: UnitOfWork, person: Person, posts: Sequence[Post]) -> list[Post]:
    """Return those of a draft's posts that a person may take back.

    Raises AlreadyDecided where none is left, NotAllowed where it takes an approver.
    """
    wanted = [post for post in posts if post.state in OPEN]
    if not wanted:
        raise decided(w, posts)
    if any(post.state is State.SCHEDULED for post in wanted):
        person.require(Role.APPROVER)
    return wanted


def _dropped(w: UnitOfWork, posts: Sequence[Post], now: datetime, who: str) -> bool:
    stays = [drop(w, post, now, who) for post in posts]
    return any(stays)


def ours(w: UnitOfWork, draft_id: int) -> Draft:
    """Return the draft; what came with a history is no draft, and says so."""
    try:
        return w.drafts.get(draft_id)
    except UserError:
        if _imported(w, draft_id):
            raise UserError("cancel.history", id=str(draft_id)) from None
        raise UserError("error.no_draft", id=str(draft_id)) from None


def _imported(w: UnitOfWork, post_id: int) -> bool:
    try:
        return w.posts.get(post_id).imported
    except UserError:
        return False


def discard_others(services: Services, person: Person, draft_id: int) -> list[int]:
    """Cancel the proposals of the same brief, save this one; return their numbers."""
    person.require(Role.EDITOR)
    gone: list[int] = []
    with services.work(person.restaurant_id) as w:
        for draft in siblings(w, w.drafts.get(draft_id)):
            if draft.id is None or draft.id == draft_id:
                continue
            posts = w.posts.of_draft(draft.id)
            if posts and all(post.state is State.PROPOSED for post in posts):
                for post in posts:
                    turn(w, post, State.CANCELLED, services.now(), who=person.called)
                gone.append(draft.id)
    return gone

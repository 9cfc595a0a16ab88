"""Taking posts back: a whole draft, one of its posts, or the proposals beside it."""

from __future__ import annotations

from peruopt.ports import Services
from peruopt.post import State
from peruopt.restaurant import Person, Role
from peruopt.work.deciding import OPEN, called, decided, siblings
from peruopt.work.turning import turn


def discard(services: Services, person: Person, draft_id: int) -> None:
    """Cancel whatever of the draft has not gone out; what is scheduled takes an approver."""
    person.require(Role.EDITOR)
    with services.work(person.restaurant_id) as w:
        w.drafts.get(draft_id)
        posts = w.posts.of_draft(draft_id)
        wanted = [post for post in posts if post.state in OPEN]
        if not wanted:
            raise decided(w, posts)
        if any(post.state is State.SCHEDULED for post in wanted):
            person.require(Role.APPROVER)
        for post in wanted:
            turn(w, post, State.CANCELLED, services.now(), who=called(person))


def cancel(services: Services, person: Person, post_id: int) -> int | None:
    """Cancel one post; return its draft's number."""
    person.require(Role.APPROVER)
    with services.work(person.restaurant_id) as w:
        post = w.posts.get(post_id)
        if post.state not in OPEN:
            raise decided(w, [post])
        turn(w, post, State.CANCELLED, services.now(), who=called(person))
        return post.draft_id


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
                    turn(w, post, State.CANCELLED, services.now(), who=called(person))
                gone.append(draft.id)
    return gone

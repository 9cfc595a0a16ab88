"""Posts whose hour has passed: marked together, told once, and given a new hour by a person."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from peruopt.names import joined
from peruopt.ports import Services
from peruopt.post import Post, State
from peruopt.store import Entry, UnitOfWork
from peruopt.work.deciding import decided
from peruopt.work.policies import Word, given
from peruopt.work.telling import audience, audience_of
from peruopt.work.turning import telling, told, turn
from peruopt.work.wording import shape

MOST = 1000
LEFT_BEHIND = (State.MISSED, State.FAILED)
AHEAD = timedelta(days=30)


def late(post: Post, grace: timedelta, now: datetime) -> bool:
    """Whether the post may no longer go out by itself."""
    return post.due_at is not None and now > post.due_at + grace


def miss_overdue(services: Services, restaurant_id: int) -> int:
    """Mark every post of the restaurant that is past its grace; tell of all of them at once."""
    with services.work(restaurant_id) as w:
        now, grace = services.now(), w.restaurant.grace
        ids = sorted(
            post.id or 0
            for post in w.posts.in_states(State.SCHEDULED, limit=MOST)
            if late(post, grace, now)
        )
        # Locked in order of id, so that two who do this at once never wait for each other.
        posts = [post for post in map(w.posts.get, ids) if post.state is State.SCHEDULED]
        missed = [post for post in posts if late(post, grace, now)]
        miss(w, missed, now)
        return len(missed)


def miss(w: UnitOfWork, posts: Sequence[Post], now: datetime) -> None:
    """Mark locked posts as missed, in one notice."""
    for post in posts:
        turn(w, post, State.MISSED, now, reason="publishing.late")
    begun, posts = [p for p in posts if p.begun], [p for p in posts if not p.begun]
    for post in begun:  # half out: a matter of its own
        _tell_missed(w, post)
    if len(posts) == 1:
        _tell_missed(w, posts[0])
    elif posts:
        key, count = "publishing.missed_many", {"count": str(len(posts))}
        w.notices.add(key, count, "missed", to=audience_of(w, posts, key))


def _tell_missed(w: UnitOfWork, post: Post) -> None:
    key = telling("publishing.missed", post)
    w.notices.add(key, told(post), f"post:{post.id}", to=audience(w, post, key))


def choose(w: UnitOfWork, post_id: int) -> Post:
    """Return the locked post, or raise AlreadyDecided if it has not been left behind."""
    post = w.posts.get(post_id)
    if post.state not in LEFT_BEHIND:
        raise decided(w, [post])
    return post


def again(services: Services, w: UnitOfWork, post: Post, due_at: datetime, who: str) -> None:
    """Give a locked post that did not go out a new hour, which approves it anew."""
    now = services.now()
    shape(post, threads=w.restaurant.threads)
    post.approve(who, due_at, now)
    w.audit.add(Entry(now, who, f"post.{post.state}", f"post:{post.id}", due_at.isoformat()))
    services.engine.schedule(w, post)


def anew(services: Services, w: UnitOfWork, post: Post, word: Word, due_at: datetime) -> bool:
    """Do so if the person's word is enough; False where the house asks for another's, too."""
    draft = w.drafts.get(post.draft_id) if post.draft_id else None
    deciders = given(w, post, word, draft)
    if deciders:
        again(services, w, post, due_at, joined(deciders))
    return deciders is not None


def tomorrow(post: Post, zone: ZoneInfo, now: datetime) -> datetime:
    """Return tomorrow at the post's own local hour."""
    hour = (post.due_at or now).astimezone(zone).time()
    day = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, hour, zone).astimezone(UTC)


def spread(w: UnitOfWork, posts: Sequence[Post], start: datetime) -> list[datetime]:
    """Return an hour for each post, from `start` on, with the house's spacing on each channel.

    So that even "publish them all" is no burst.
    """
    spacing = w.restaurant.spacing
    taken: dict[int, list[datetime]] = defaultdict(list)
    for other in w.posts.going_out(start - spacing, start + AHEAD):
        if other.due_at:
            taken[other.channel_id].append(other.due_at)
    hours = []
    for post in posts:
        hour, busy = start, taken[post.channel_id]
        while near := [at for at in busy if abs(at - hour) < spacing]:
            hour = max(near) + spacing
        busy.append(hour)
        hours.append(hour)
    return hours

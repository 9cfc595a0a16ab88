"""What is amiss with the plan, noticed before it goes out and said once."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

from peruopt.festive.occasion import Kind
from peruopt.fullness import disk_is_full
from peruopt.menu.checking import check
from peruopt.ports import Services
from peruopt.post import Post, State
from peruopt.rules.overruling import overruled
from peruopt.store import UnitOfWork
from peruopt.work.planning import Coming, coming
from peruopt.work.repeating import notice_twice
from peruopt.work.turning import told

log = logging.getLogger(__name__)
MOST = 500
FEASTS = timedelta(days=5)
"""So long before a feast there still is time for a good post."""
AWAKE = timedelta(days=30)
"""A house that has posted nothing for so long is not reminded of feasts."""
_CLOSE, _AWAY = "close_told", "away_told"
_OFF, _DECIDED = "menu.away", "overrule.decided"
WANTED = (State.PROPOSED, State.SCHEDULED, State.PUBLISHING, State.UNCERTAIN, State.PUBLISHED)


async def notice_plan(services: Services) -> int:
    """Look at every restaurant's plan; return how many things were said."""
    looks: tuple[Callable[[UnitOfWork, datetime], int], ...] = (
        notice_twice,
        notice_close,
        notice_away,
        notice_feast,
    )

    def one(restaurant_id: int) -> int:
        with services.work(restaurant_id) as w:
            return sum(look(w, services.now()) for look in looks)

    said = 0
    for house in await asyncio.to_thread(services.directory.restaurants):
        try:
            said += await asyncio.to_thread(one, house.id or 0)
        except Exception as error:  # one house's plan must not hide another's
            if disk_is_full(error):  # everybody's trouble: the caller tells of it, once
                raise
            log.exception("the plan of restaurant %s could not be looked at", house.id)
    return said


def notice_close(w: UnitOfWork, now: datetime) -> int:
    """Tell of each scheduled post that comes too soon after another one of its account."""
    last: dict[int, Post] = {}
    said = 0
    for post in _scheduled(w, now):
        before = last.get(post.channel_id)
        last[post.channel_id] = post
        if before is None or post.due_at is None or before.due_at is None:
            continue
        if post.due_at - before.due_at >= w.restaurant.spacing:
            continue
        pair = f"{before.id} {before.due_at.isoformat()} {post.due_at.isoformat()}"
        values = {"other": str(before.id), "other_at": before.due_at.isoformat()}
        said += _say(w, post, _CLOSE, pair, "repeating.close", values)
    return said


def notice_away(w: UnitOfWork, now: datetime) -> int:
    """Tell of each scheduled post whose dish the house will not serve at its hour."""
    items = w.items.all()
    if all(item.available for item in items):
        return 0
    said = 0
    for post in _scheduled(w, now):
        draft = w.drafts.get(post.draft_id) if post.draft_id else None
        decided = w.overrulings.of(post.draft_id) if post.draft_id else []
        found = check(post.text, draft.brief if draft else "", items, post.due_at or now)
        away = [f for f in overruled(found, decided) if f.rule == _OFF and f.key != _DECIDED]
        if away:
            dish = str(away[0].values["found"])
            said += _say(w, post, _AWAY, dish, "repeating.away", {"dish": dish})
    return said


def notice_feast(w: UnitOfWork, now: datetime) -> int:
    """Tell of the nearest feast that nothing is planned for, where there still is time."""
    active = w.posts.in_states(*WANTED, limit=1, latest=True)
    house = w.restaurant
    if house.demo or not any(p.due_at and p.due_at > now - AWAKE for p in active):
        return 0
    for each in coming(w, now, FEASTS):
        feast = each.occasion
        if feast.kind is Kind.HOLIDAY or feast.weekly or not each.left:
            continue
        if _planned(w, each):
            continue
        # a feast is claimed as a day is, under a name that no day has
        name = "f" + sha256(f"{feast.key} {feast.starts}".encode()).hexdigest()[:9]
        if not w.digests.claim(name, now):
            continue
        tongue = "es" if house.locale.startswith("es") else "en"
        key = "repeating.feast_tomorrow" if each.left == 1 else "repeating.feast"
        w.notices.add(key, {"feast": feast.said[tongue], "n": str(each.left)})
        return 1
    return 0


def _planned(w: UnitOfWork, each: Coming) -> bool:
    """Whether something goes out on it."""
    zone, feast = w.restaurant.zone, each.occasion
    return any(
        post.due_at and feast.starts <= post.due_at.astimezone(zone).date() <= feast.ends
        for post in w.posts.in_states(*WANTED, limit=MOST, latest=True)
    )


def _scheduled(w: UnitOfWork, now: datetime) -> list[Post]:
    waiting = w.posts.in_states(State.SCHEDULED, limit=MOST)
    return [post for post in waiting if post.id and post.due_at and post.due_at > now]


def _say(
    w: UnitOfWork, post: Post, note: str, what: str, key: str, values: dict[str, str]
) -> bool:
    """Say it unless exactly this has been said of the post."""
    assert post.id is not None
    if w.attempts.note(post.id, note) == what:
        return False
    w.attempts.put_note(post.id, note, what)
    w.notices.add(key, told(post) | values, f"post:{post.id}")
    return True

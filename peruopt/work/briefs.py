"""From an idea to what the writer is asked: the day it names, how the house sounds."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from statistics import median

from peruopt.menu.naming import about as about_item
from peruopt.ports import Brief
from peruopt.post import Draft
from peruopt.restaurant import Network, Restaurant
from peruopt.results import PastPost
from peruopt.spoken.aiming import Aim, aim_in
from peruopt.spoken.cutting import cut
from peruopt.store import UnitOfWork
from peruopt.voice.learning import learn
from peruopt.work.desk import Desk, over
from peruopt.work.settling import name_of
from peruopt.work.trending import fitting
from peruopt.work.wording import joined

BEST, RECENT, LEARNED = 5, 30, 12
_MATURE = timedelta(hours=24)
_ENOUGH = 8  # posts below which no number means anything


def aim_of(draft: Draft, house: Restaurant) -> Aim:
    """Return the local day, or the last day, that the draft's brief names."""
    return aim_in(draft.brief, draft.created_at, house.zone)


def last_day(draft: Draft, house: Restaurant) -> date | None:
    """Return the local day after which the draft comes too late, if its brief names one."""
    aim = aim_of(draft, house)
    return aim.until or aim.day


def brief(w: UnitOfWork, read: Desk, idea: str, photo: str | None) -> Brief:
    """Fill the brief; the day is taken out of the idea, and stays what the post is for.

    What says how long an offer holds stays in it.
    """
    house, now = w.restaurant, read.now
    aim = aim_in(idea, now, house.zone)
    about = cut(aim.idea, aim.limit)
    drafts = w.drafts.recent(RECENT)
    first = read.known[read.channels[0].id or 0] if read.channels else None
    history = first.history if first else ()
    items, ripe = w.items.all(), best(history, now, LEARNED)
    used = [joined(d.text, d.hashtags.split()) for d in drafts]
    used += [post.text for post in reversed(history[-RECENT:])]
    return Brief(
        idea=aim.idea,
        restaurant=name_of(house),
        network=first.network if first else Network.FACEBOOK,
        voice=house.voice,
        locale=house.locale,
        city=house.city,
        day=aim.day,
        late=aim.day is not None and over(aim.day, house, now),
        limit=aim.limit,
        until=aim.until,
        has_photo=photo is not None,
        best=ripe[:BEST],
        card=w.voices.said().over(learn(ripe)),
        item=about_item(about, items) if items else None,
        away=[item.name for item in items if not item.served(now)],
        worked=worked(history, now),
        recent=used,
        trends=fitting(w, about, now),
        seed=int(now.timestamp()) + (drafts[0].id or 0 if drafts else 0),
    )


def best(history: Sequence[PastPost], now: datetime, count: int = BEST) -> list[str]:
    """Return the texts that earned most, best first, each once."""
    ripe = [p for p in history if p.text.strip() and p.published_at <= now - _MATURE]
    ranked = sorted(ripe, key=lambda p: -p.metrics.interactions)
    return list(dict.fromkeys(p.text for p in ranked))[:count]


def worked(history: Sequence[PastPost], now: datetime) -> list[str]:
    """Return what earned most, with its numbers against the account's usual, for the writer."""
    ripe = [p for p in history if p.text.strip() and p.published_at <= now - _MATURE]
    if len(ripe) < _ENOUGH:
        return []
    usual = median(p.metrics.interactions for p in ripe)
    ranked = sorted(ripe, key=lambda p: -p.metrics.interactions)[:3]
    return [
        f"{p.metrics.interactions} interactions (usual {usual:.0f}), {len(p.text)} characters, "
        f"{p.media.value}, {p.published_at:%A}: {p.text[:80]}"
        for p in ranked
    ]

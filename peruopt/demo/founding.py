"""Turn an empty restaurant into the demo one."""

from __future__ import annotations

from datetime import datetime, timedelta

from peruopt.demo.audience import final, grown, world
from peruopt.demo.history import ACCOUNTS, history
from peruopt.errors import UserError
from peruopt.post import Post
from peruopt.restaurant import Channel
from peruopt.results import Metrics
from peruopt.store import UnitOfWork


def found(w: UnitOfWork, now: datetime) -> int:
    """Give the restaurant the demo's name, voice, channels and history; return its posts.

    Raises UserError where there is a history already: it is never mixed with an invented one.
    """
    if w.posts.history(newest=1, unseen=True):
        raise UserError("demo.has_history")
    house, truth = w.restaurant, world()
    house.name, house.city, house.voice = truth["name"], truth["city"], truth["voice"]
    house.demo = True
    nameless = {c.network: c for c in w.channels.all() if not c.account}
    for network, account in ACCOUNTS.items():
        if channel := nameless.pop(network, None):
            channel.account, channel.publishes = account, True
        else:
            w.channels.add(
                Channel(
                    restaurant_id=house.id or 0, network=network, account=account, publishes=True
                )
            )
    past = history(now)
    w.posts.upsert(past, now)
    return len(past)


def react(post: Post, now: datetime) -> Metrics | None:
    """Return what the demo audience has given a post of ours by `now`."""
    if post.published_at is None or post.network not in world()["network"]:
        return None
    age = now - post.published_at
    if age < timedelta(0):
        return None
    all_told = final(post.network, post.published_at, post.text, post.media, f"ours-{post.id}")
    return grown(all_told, post.network, age)

"""What a recommendation may know of one account, gathered inside one short transaction."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from peruopt.ports import Services, Stage
from peruopt.recommending import Known, SlotRules
from peruopt.restaurant import Channel, Network
from peruopt.store import UnitOfWork

WINDOW = 300
"""Newest posts read of an account; what is older speaks through the model."""
AHEAD = timedelta(days=8)
PATIENCE = 120.0
"""Seconds that somebody waits for a first training."""
RUNS = 60
"""Newest trainings among which the one in service is looked for: two months of nights."""
_SHORT = {"fb": "facebook", "face": "facebook", "ig": "instagram", "insta": "instagram"}
_SHORT |= {"twitter": "x", "tw": "x", "tg": "telegram", "tik": "tiktok"}


def network_named(word: str) -> Network | None:
    """Return the network that people mean by `word`, if any."""
    name = word.lower().strip(" .,;¿?¡!")
    name = _SHORT.get(name, name)
    return Network(name) if name in set(Network) else None


def accounts(w: UnitOfWork, network: Network | None = None) -> list[Channel]:
    """Return the restaurant's channels, those with most of the newest posts first."""
    # a nameless channel that does not publish only stood in for an account that has come since
    every = (c for c in w.channels.all() if c.account or c.publishes)
    channels = [c for c in every if network in (None, c.network)]
    if len(channels) < 2:
        return channels
    newest = w.posts.history(network=network, newest=WINDOW)
    busy = Counter((p.network, p.account) for p in newest)
    return sorted(channels, key=lambda c: (-busy[c.network, c.account], c.network, c.account))


def known(w: UnitOfWork, channel: Channel, now: datetime) -> Known:
    """Return what is known of `channel`: its newest posts and the model in service."""
    run = w.models.serving()
    return Known(
        network=channel.network,
        account=channel.account,
        timezone=w.restaurant.timezone,
        history=tuple(w.posts.history(channel_id=channel.id, newest=WINDOW)),
        model=run.model if run else None,
        now=now,
    )


def damaged(w: UnitOfWork) -> bool:
    """Whether the model that should serve cannot be read any more: it must be learned again."""
    newest = next((run for run in w.models.recent(RUNS) if run.serves), None)
    serving = w.models.serving() if newest else None
    return newest is not None and (serving is None or serving.id != newest.id)


def rules(w: UnitOfWork, channel: Channel, known: Known, now: datetime) -> SlotRules:
    """Return what hours for `channel` must respect: the house's day, and posts close by.

    The seed changes once a local day: asked twice, the same day gets the same hours to try.
    """
    house = w.restaurant
    since = now - house.spacing
    taken = [p.published_at for p in known.history if p.published_at > since]
    going = [p for p in w.posts.going_out(since, now + AHEAD) if p.channel_id == channel.id]
    taken += [p.due_at for p in going if p.due_at]
    return SlotRules(
        taken=tuple(sorted(taken)),
        spacing=house.spacing,
        opens=house.opens.hour,
        closes=house.closes.hour,
        explore_share=house.explore_share,
        seed=now.astimezone(house.zone).toordinal() * 1000 + (channel.id or 0) % 1000,
    )


async def training(services: Services, restaurant_id: int) -> bool:
    """Whether a training of the restaurant is under way."""
    return (await services.trainer.wait(restaurant_id, 0.0)).stage is Stage.RUNNING

"""What an account posted before it was connected, read from its own network."""

from __future__ import annotations

import asyncio
import logging
from datetime import UTC, datetime
from typing import cast

from peruopt.errors import Busy, PublishError, UserError
from peruopt.ports import HistorySource, Services
from peruopt.publishers.lines import ConnectedLines
from peruopt.restaurant import Channel, Network
from peruopt.results import PastPost
from peruopt.store import Entry
from peruopt.work.connecting import networks_of, standing
from peruopt.work.renewing import said
from peruopt.work.turning import ENGINE, sentence

log = logging.getLogger(__name__)
BATCH = 200
EVER = datetime(2006, 1, 1, tzinfo=UTC)
X_READ_USD = 0.005
"""docs.x.com, pricing: a post read; an app's reading of its own owner's posts may cost less."""
X_MOST = 3200


def cost() -> str:
    """Return what a whole history of X costs at most, in US dollars."""
    return f"{X_MOST * X_READ_USD:.0f}"


async def tried(services: Services, restaurant_id: int, network: Network) -> str:
    """Ask the network whether we may publish there; raise what it answers."""
    found = await asyncio.to_thread(standing, services, restaurant_id, network)
    if found.channel is None or found.credential is None:
        raise UserError("redes.not_connected", network=f"network.{network}")
    publisher = _lines(services).publisher(found.channel, found.credential)
    check = getattr(publisher, "check", None)
    if check is None:
        raise UserError("redes.by_hand_only", network=f"network.{network}")
    return str(await check())


async def begin(services: Services, restaurant_id: int, channel_id: int) -> bool:
    """Begin to read the channel's history; False where nobody tells it."""

    def read() -> tuple[Channel, HistorySource | None]:
        with services.work(restaurant_id) as w:
            channel = Channel.copy_of(w.channels.get(channel_id))
            kept = w.credentials.of(channel_id)
        source = _lines(services).publisher(channel, kept) if kept and kept.sealed else None
        return channel, _telling(source)

    channel, source = await asyncio.to_thread(read)
    if source is None:
        return False
    running = networks_of(services).reading
    task = asyncio.create_task(take_in(services, channel, source))
    running.add(task)
    task.add_done_callback(running.discard)
    return True


async def take_in(services: Services, channel: Channel, source: HistorySource) -> None:
    """Keep the account's posts, batch by batch; say once how many, or why it ended."""
    kept, batch = 0, list[PastPost]()
    key, values = "redes.history_done", said(channel)
    try:
        async for post in source.history(EVER):
            batch.append(post)
            if len(batch) >= BATCH:
                kept += await asyncio.to_thread(_keep, services, channel, batch)
                batch = []
    except PublishError as failed:
        key = "redes.history_cut"
        values |= {"why": _why(failed)}
    except Exception:  # what was read until then is kept, and people are told
        log.exception("the history of channel %s could not be read", channel.id)
        key = "redes.history_cut"
        values |= {"why": "redes.unreachable"}
    kept += await asyncio.to_thread(_keep, services, channel, batch)
    await asyncio.to_thread(_say, services, channel, key, values | {"count": str(kept)})
    if kept:
        services.trainer.start(channel.restaurant_id)


def _why(failed: PublishError) -> str:
    return (
        "redes.unreachable" if isinstance(failed, Busy) else sentence(failed, "networks.refused")
    )


def _keep(services: Services, channel: Channel, batch: list[PastPost]) -> int:
    if not batch:
        return 0
    with services.work(channel.restaurant_id) as w:
        return sum(w.posts.upsert(batch, services.now()))


def _say(services: Services, channel: Channel, key: str, values: dict[str, str]) -> None:
    with services.work(channel.restaurant_id) as w:
        about = f"channel:{channel.id}"
        w.audit.add(Entry(services.now(), ENGINE, "network.history", about, values["count"]))
        w.notices.add(key, values)


def _lines(services: Services) -> ConnectedLines:
    return ConnectedLines(services.work, networks_of(services), services.now)


def _telling(publisher: object) -> HistorySource | None:
    # not every network tells
    return cast("HistorySource", publisher) if hasattr(publisher, "history") else None

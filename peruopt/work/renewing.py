"""Fresh tokens before the old ones lapse; a failure to get one is tried again, not believed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from peruopt.credential import Credential, Locked, Secrets
from peruopt.errors import Busy, PublishError, Unauthorized
from peruopt.networks import Account, Networks
from peruopt.restaurant import Channel, Network
from peruopt.store import Directory, Entry, UnitOfWork, Work
from peruopt.work.turning import ENGINE

log = logging.getLogger(__name__)
Now = Callable[[], datetime]
LEASE = timedelta(minutes=2)
"""For so long a token is one caller's to renew: X's refresh token serves once."""
RETRY = timedelta(minutes=10)
AHEAD = {Network.X: timedelta(minutes=20)}
EARLY = timedelta(days=10)
"""How long before it lapses a token of Meta's is renewed."""
WARN = timedelta(days=7)


def due(network: Network, secrets: Secrets, expires_at: datetime | None) -> datetime | None:
    """Return when a token should be renewed; None where it never lapses or nobody can."""
    if expires_at is None or not secrets.refresh:
        return None
    return expires_at - AHEAD.get(network, EARLY)


async def renew(
    work: Work,
    networks: Networks,
    now: Now,
    restaurant_id: int,
    channel_id: int,
    *,
    force: bool = False,
) -> bool:
    """Get the channel a fresh token if it is due, or now with `force`.

    What is no clear refusal leaves everything as it is, to be tried again.
    """
    claimed = await asyncio.to_thread(
        _claim, work, networks, now(), restaurant_id, channel_id, force=force
    )
    if claimed is None:
        return False
    channel, kept, secrets = claimed
    try:
        fresh, expires_at = await _ask(networks, channel, kept, secrets, now)
    except Unauthorized as refused:
        await asyncio.to_thread(lapse, work, restaurant_id, channel_id, str(refused), now())
        return False
    except PublishError as failed:
        at = failed.retry_at if isinstance(failed, Busy) else now() + RETRY
        log.warning("channel %s: no fresh token yet (%s)", channel_id, type(failed).__name__)
        await asyncio.to_thread(_put_off, work, restaurant_id, channel_id, at)
        if force:
            raise Busy(at) from None
        return False
    await asyncio.to_thread(
        _keep, work, networks, restaurant_id, channel, replace(kept, expires_at=expires_at), fresh
    )
    return True


async def renew_all(work: Work, directory: Directory, networks: Networks, now: Now) -> None:
    """Renew whatever is due in every restaurant; warn where only a person can."""

    def wanting() -> list[tuple[int, int]]:
        found = []
        for house in directory.restaurants():
            assert house.id is not None
            with work(house.id) as w:
                for kept in w.credentials.all():
                    if kept.renew_at and kept.renew_at <= now():
                        found.append((house.id, kept.channel_id))
                    elif kept.expires_at and not kept.renew_at:
                        _warn(w, kept, now())
        return found

    for restaurant_id, channel_id in await asyncio.to_thread(wanting):
        try:
            await renew(work, networks, now, restaurant_id, channel_id)
        except Exception as failed:  # it is tried again; the other channels are renewed
            log.warning("channel %s: not renewed (%s)", channel_id, type(failed).__name__)


def lapse(work: Work, restaurant_id: int, channel_id: int, why: str, at: datetime) -> None:
    """Note, and say once, that the channel needs a person."""
    with work(restaurant_id) as w:
        kept = w.credentials.of(channel_id)
        if kept is None or kept.problem or not kept.sealed:
            return
        w.credentials.keep(replace(kept, problem=why, renew_at=None))
        channel = w.channels.get(channel_id)
        w.audit.add(Entry(at, ENGINE, "network.lapsed", f"channel:{channel_id}", why))
        w.notices.add("redes.lapsed", said(channel) | {"why": why})


def recover(
    work: Work, networks: Networks, restaurant_id: int, channel_id: int, at: datetime
) -> None:
    """Take the flag off a channel that published again."""
    with work(restaurant_id) as w:
        kept = w.credentials.of(channel_id)
        if kept is None or not kept.problem or not kept.sealed:
            return
        channel = w.channels.get(channel_id)
        secrets = Secrets.opened(networks.vault, kept.sealed)
        again = due(channel.network, secrets, kept.expires_at)
        w.credentials.keep(replace(kept, problem="", renew_at=again))
        w.audit.add(Entry(at, ENGINE, "network.works", f"channel:{channel_id}"))


def said(channel: Channel) -> dict[str, str]:
    """Return a channel as the words of a notice."""
    return {"network": f"network.{channel.network}", "account": channel.account}


def _claim(
    work: Work,
    networks: Networks,
    at: datetime,
    restaurant_id: int,
    channel_id: int,
    *,
    force: bool,
) -> tuple[Channel, Credential, Secrets] | None:
    with work(restaurant_id) as w:
        kept = w.credentials.of(channel_id)
        if kept is None or kept.renew_at is None or not kept.sealed:
            return None
        if kept.renew_at > at and not force:
            return None
        try:
            secrets = Secrets.opened(networks.vault, kept.sealed)
        except Locked:
            return None
        w.credentials.keep(replace(kept, renew_at=at + LEASE))
        channel = w.channels.get(channel_id)
        return Channel.copy_of(channel), kept, secrets


async def _ask(
    networks: Networks, channel: Channel, kept: Credential, secrets: Secrets, now: Now
) -> tuple[Secrets, datetime | None]:
    from peruopt.publishers.accounts import on_graph, x_renewed  # with each network's own client

    if channel.network is Network.X:
        return await x_renewed(networks, secrets, now)
    found = await on_graph(networks, channel.network, secrets.refresh, now)
    mine: Account | None = next((a for a in found if a.external_id == kept.external_id), None)
    if mine is None:
        raise Unauthorized("networks.scope")
    return mine.secrets, mine.expires_at


def _put_off(work: Work, restaurant_id: int, channel_id: int, at: datetime) -> None:
    with work(restaurant_id) as w:
        if kept := w.credentials.of(channel_id):
            w.credentials.keep(replace(kept, renew_at=at))


def _keep(
    work: Work,
    networks: Networks,
    restaurant_id: int,
    channel: Channel,
    kept: Credential,
    fresh: Secrets,
) -> None:
    with work(restaurant_id) as w:
        current = w.credentials.of(kept.channel_id)
        if current is None or current.sealed != kept.sealed:  # connected anew meanwhile
            return
        at = due(channel.network, fresh, kept.expires_at)
        sealed = fresh.sealed(networks.vault)
        w.credentials.keep(replace(kept, sealed=sealed, renew_at=at, problem="", warned=False))


def _warn(w: UnitOfWork, kept: Credential, at: datetime) -> None:
    if kept.warned or kept.expires_at is None or kept.expires_at - WARN > at or kept.problem:
        return
    w.credentials.keep(replace(kept, warned=True))
    told = said(w.channels.get(kept.channel_id)) | {"until_at": kept.expires_at.isoformat()}
    w.notices.add("redes.lapses", told)

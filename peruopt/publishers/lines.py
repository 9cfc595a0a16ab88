"""The accounts that restaurants have connected, opened from what is kept sealed."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from peruopt.credential import Credential, Locked, Secrets, Way
from peruopt.errors import Busy, Rejected, Unauthorized
from peruopt.networks import Networks
from peruopt.ports import Publisher
from peruopt.post import Post
from peruopt.publishers.copy_share import CopySharePublisher
from peruopt.publishers.switching import Line
from peruopt.restaurant import Channel, Network
from peruopt.store import Work
from peruopt.work.renewing import lapse, recover, renew

SOON = timedelta(minutes=1)
Pause = Callable[[float], Awaitable[object]]


class ConnectedLines:
    """`peruopt.publishers.switching.Lines`."""

    def __init__(
        self,
        work: Work,
        networks: Networks,
        now: Callable[[], datetime],
        pause: Pause = asyncio.sleep,
    ) -> None:
        self._work, self._networks, self._now, self._pause = work, networks, now, pause
        self._open: dict[tuple[int, str, str, bool], Publisher] = {}

    async def of(self, post: Post) -> Line | None:
        """Return the account of the post's channel; None where it was never connected."""
        channel, kept, below = await asyncio.to_thread(
            self._read, post.restaurant_id, post.channel_id
        )
        if kept is None:
            return None
        name = f"{kept.way} {kept.external_id}"
        return Line(name, self.publisher(channel, kept, below=below), troubled=bool(kept.problem))

    async def renewed(self, post: Post) -> bool:
        """Whether a fresh token could be had after a refusal; Busy where nobody could say."""
        return await renew(
            self._work, self._networks, self._now, post.restaurant_id, post.channel_id, force=True
        )

    async def lapsed(self, post: Post, why: Unauthorized) -> None:
        """Note that the channel needs a person."""
        await asyncio.to_thread(
            lapse, self._work, post.restaurant_id, post.channel_id, str(why), self._now()
        )

    async def recovered(self, post: Post) -> None:
        """Note that the channel publishes again."""
        await asyncio.to_thread(
            recover, self._work, self._networks, post.restaurant_id, post.channel_id, self._now()
        )

    def publisher(self, channel: Channel, kept: Credential, *, below: bool = False) -> Publisher:
        """Return what publishes on the channel; the same one each time, for what it remembers."""
        key = (kept.channel_id, kept.way, kept.external_id, below)
        if key not in self._open:
            self._open[key] = self._make(channel, kept, below=below)
        return self._open[key]

    def _make(self, channel: Channel, kept: Credential, *, below: bool) -> Publisher:
        networks, network, now = self._networks, channel.network, self._now
        if kept.way is Way.HAND:
            return CopySharePublisher(network)

        async def token() -> str:
            return await self._token(channel.restaurant_id, kept.channel_id)

        if network is Network.TELEGRAM:
            from peruopt.publishers.telegram_channel import TelegramChannelPublisher

            return TelegramChannelPublisher(
                token, kept.external_id, now, base_url=networks.telegram
            )
        if network is Network.X:
            from peruopt.publishers.x import XPublisher

            return XPublisher(
                token, kept.external_id, now, account=channel.account, base_url=networks.x
            )
        where: dict[str, Any] = {"version": networks.graph_version, "base_url": networks.graph}
        if network is Network.INSTAGRAM:
            from peruopt.publishers.instagram import InstagramPublisher

            return InstagramPublisher(
                token, kept.external_id, networks.public_url or _nowhere, now, self._pause,
                account=channel.account, hashtags_below=below, **where,
            )  # fmt: skip
        from peruopt.publishers.facebook import FacebookPublisher

        return FacebookPublisher(token, kept.external_id, now, account=channel.account, **where)

    async def _token(self, restaurant_id: int, channel_id: int) -> str:
        """Return a token that is good now, renewed if need be."""
        _, kept, _ = await asyncio.to_thread(self._read, restaurant_id, channel_id)
        if kept and kept.expires_at and kept.expires_at <= self._now() + SOON:
            await renew(self._work, self._networks, self._now, restaurant_id, channel_id)
            _, kept, _ = await asyncio.to_thread(self._read, restaurant_id, channel_id)
            if kept and kept.expires_at and kept.expires_at <= self._now() and kept.renew_at:
                raise Busy(max(kept.renew_at, self._now() + SOON))  # being renewed: wait for it
        if kept is None or not kept.sealed:
            raise Unauthorized(kept.problem if kept and kept.problem else "redes.disconnected")
        try:
            secrets = await asyncio.to_thread(Secrets.opened, self._networks.vault, kept.sealed)
        except Locked:
            raise Unauthorized("redes.locked") from None
        return secrets.token or self._networks.bot_token

    def _read(
        self, restaurant_id: int, channel_id: int
    ) -> tuple[Channel, Credential | None, bool]:
        with self._work(restaurant_id) as w:
            channel = Channel.copy_of(w.channels.get(channel_id))
            return channel, w.credentials.of(channel_id), w.restaurant.tags_below


def _nowhere(_key: str) -> str:
    raise Rejected("redes.no_public_url")

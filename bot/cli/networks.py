"""The doctor's look at connected networks: wrong token, wrong permission, or no network."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.check import Check, fine, wrong
from peruopt.credential import Credential, Way
from peruopt.errors import Busy, PublishError
from peruopt.publishers.lines import ConnectedLines
from peruopt.restaurant import Channel, Network
from peruopt.work.turning import sentence

if TYPE_CHECKING:
    from bot.settings import Settings
    from peruopt.chat.words import Words
    from storage.database import Database


async def checkup(settings: Settings, words: Words) -> list[Check]:
    """Ask every connected network whether we may publish; say what is wrong with each."""
    from bot.networks import networks_of
    from storage.database import open_database

    database = open_database(settings.url, data_dir=settings.data_dir)
    try:
        connected = _connected(database)
        if not connected:
            return []

        def now() -> datetime:
            return datetime.now(UTC)

        lines = ConnectedLines(database.work, networks_of(settings, now), now)
        found = [] if settings.secret_key else [fine("redes.doctor_key")]
        for house, channel, kept in connected:
            why = await _wrong(lines, channel, kept)
            told: dict[str, object] = {
                "network": words(f"network.{channel.network}"),
                "account": channel.account,
                "house": house,
            }
            if why:
                found.append(wrong("redes.doctor_wrong", **told, why=words(why)))
            else:
                found.append(fine("redes.doctor_fine", **told))
        on_instagram = any(channel.network is Network.INSTAGRAM for _, channel, _ in connected)
        return found + (await _public(settings, words, now) if on_instagram else [])
    finally:
        database.close()


def _connected(database: Database) -> list[tuple[str, Channel, Credential]]:
    found = []
    for house in database.directory.restaurants():
        with database.work(house.id or 0) as w:
            for kept in w.credentials.all():
                if kept.way is Way.API and kept.sealed:
                    channel = Channel.copy_of(w.channels.get(kept.channel_id))
                    found.append((house.name, channel, kept))
    return found


async def _wrong(lines: ConnectedLines, channel: Channel, kept: Credential) -> str:
    """Return the key of the sentence that says what is wrong; empty where nothing is."""
    check = getattr(lines.publisher(channel, kept), "check", None)
    try:
        await check() if check else None
    except Busy:
        return "redes.unreachable"
    except PublishError as refused:
        return sentence(refused, "networks.refused")
    return ""


async def _public(settings: Settings, words: Words, now: Callable[[], datetime]) -> list[Check]:
    if settings.bucket:
        return [await _bucket(settings, words, now)]
    if not settings.public_url:
        return [wrong("redes.doctor_public")]
    parts = urlsplit(settings.public_url)
    plain = parts.scheme == "https" and parts.hostname and parts.path in ("", "/")
    return [] if plain else [wrong("redes.doctor_plain")]


async def _bucket(settings: Settings, words: Words, now: Callable[[], datetime]) -> Check:
    from bot.bucket import BucketLinks, bucket_of
    from bot.pictures import MEDIA, PictureStore

    bucket = bucket_of(settings)
    assert bucket is not None
    links = BucketLinks(bucket, PictureStore(settings.data_dir / MEDIA), now)
    try:
        await asyncio.to_thread(links.check)
    except Busy:
        why = words("redes.unreachable")
    except PublishError as refused:
        why = words(sentence(refused, "networks.refused"))
    else:
        return fine("redes.doctor_bucket", bucket=bucket.name)
    return wrong("redes.doctor_bucket_wrong", bucket=bucket.name, why=why)

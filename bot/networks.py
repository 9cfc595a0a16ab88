"""How this house reaches the networks, from its settings; and links that Instagram can follow."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from bot.bucket import BucketLinks, bucket_of
from bot.pictures import MEDIA, PictureStore
from bot.vault import FernetVault, open_vault, revealed
from peruopt.networks import Client, Networks

if TYPE_CHECKING:
    from bot.settings import Settings

LASTS = timedelta(hours=26)
"""A container of Instagram's lives a day, and may fetch its picture again."""


class PictureLinks:
    """Links to pictures that anybody may follow until they lapse; none can be guessed."""

    def __init__(self, vault: FernetVault, base: str, now: Callable[[], datetime]) -> None:
        self._vault, self._base, self._now = vault, base.rstrip("/"), now

    def make(self, key: str) -> str:
        """Return a link to the picture kept under `key`."""
        until = int((self._now() + LASTS).timestamp())
        return f"{self._base}/p/{key}/{until}/{self._vault.sign(f'{key}/{until}')}.jpg"

    def admits(self, key: str, until: str, signature: str) -> bool:
        """Whether we made the link and it has not lapsed."""
        if not until.isascii() or not until.isdigit() or len(until) > 12:
            return False
        fresh = int(until) > self._now().timestamp()
        return self._vault.signed(f"{key}/{until}", signature) and fresh


def networks_of(settings: Settings, now: Callable[[], datetime]) -> Networks:
    """Return how the networks are reached; raise UserError for a key that can be guessed."""
    vault = open_vault(settings.secret_key, settings.data_dir)
    return Networks(
        vault,
        graph=settings.graph_base_url,
        graph_version=settings.graph_version,
        x=settings.x_base_url,
        telegram=settings.telegram_base_url,
        meta_app=Client(settings.meta_app_id, revealed(settings.meta_app_secret)),
        x_app=Client(settings.x_client_id, revealed(settings.x_client_secret)),
        bot_token=revealed(settings.telegram_token),
        public_url=_linking(settings, vault, now),
    )


def _linking(
    settings: Settings, vault: FernetVault, now: Callable[[], datetime]
) -> Callable[[str], str] | None:
    """Return what makes a picture's key a link: the bucket, else our own page, else nothing."""
    if bucket := bucket_of(settings):
        return BucketLinks(bucket, PictureStore(settings.data_dir / MEDIA), now).make
    return PictureLinks(vault, settings.public_url, now).make if settings.public_url else None


def links_of(settings: Settings, now: Callable[[], datetime]) -> PictureLinks:
    """Return what makes and admits links to pictures."""
    return PictureLinks(
        open_vault(settings.secret_key, settings.data_dir), settings.public_url, now
    )

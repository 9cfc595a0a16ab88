"""Whether learning reads what texts mean, as it is set; what was read is kept beside the data."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from bot.check import Check, fine, refused
from bot.settings import Settings
from peruopt.errors import UserError

if TYPE_CHECKING:
    from peruopt.learn.recalled import Recalled

log = logging.getLogger(__name__)


def opened(settings: Settings) -> Recalled | None:
    """Return what embeds texts, remembering them; None where its package is missing."""
    from peruopt.learn.embedding import installed, named
    from peruopt.learn.recalled import Recalled

    found = named(installed())
    return Recalled(found, settings.data_dir / "embeddings") if found else None


def embedder(settings: Settings) -> Recalled | None:
    """Return what embeds texts for a training; None where that is off, or cannot be."""
    found = opened(settings) if settings.embeddings else None
    if settings.embeddings and found is None:
        log.warning("PERUOPT_EMBEDDINGS is on but peruopt[embeddings] is not installed")
    return found


def missing(settings: Settings) -> UserError | None:
    """Say that what is switched on is not installed, and how to install it."""
    if not settings.embeddings:
        return None
    from peruopt.learn.embedding import EXTRA, installed

    return None if installed() else UserError("doctor.no_embeddings", extra=EXTRA)


def checkup(settings: Settings) -> list[Check]:
    """Say whether what is switched on is there."""
    if not settings.embeddings:
        return []
    if trouble := missing(settings):
        return [refused(trouble)]
    from peruopt.learn.embedding import installed

    return [fine("doctor.embeddings", name=installed())]

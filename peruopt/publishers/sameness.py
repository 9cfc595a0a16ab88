"""Whether what stands on a wall is the post that we are looking for."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from peruopt.rules.weighing import URL

SLACK = timedelta(minutes=2)
"""How much earlier than our note a network may have stamped the post."""
_ADDRESS = re.compile(r"https?://\S+")  # whole, with whatever a network appends
_UNSEEN = re.compile("[\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]")


@dataclass(frozen=True, slots=True)
class Seen:
    """A post as a network lists it."""

    external_id: str
    text: str
    at: datetime
    url: str = ""


def said(text: str) -> str:
    """Return what a text says, without what networks change: spaces, addresses, entities."""
    plain = unicodedata.normalize("NFKC", html.unescape(text))
    plain = _UNSEEN.sub("", URL.sub(" ", _ADDRESS.sub(" ", plain)))
    return " ".join(plain.split()).casefold()


def matching(seen: Iterable[Seen], text: str, since: datetime | None) -> Seen | None:
    """Return the earliest with this text that was put up from `since` on, by the wall's clock."""
    wanted = said(text)
    from_then = since - SLACK if since else datetime.min.replace(tzinfo=UTC)
    same = [one for one in seen if said(one.text) == wanted and one.at >= from_then]
    return min(same, key=lambda one: one.at, default=None)


def moment(stamp: object) -> datetime | None:
    """Return an ISO moment of a network (`…Z`, `+0000`), aware, UTC; None for anything else."""
    if not isinstance(stamp, str):
        return None
    try:
        found = datetime.fromisoformat(stamp)
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)

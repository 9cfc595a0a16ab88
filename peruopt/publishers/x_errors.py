"""What an error of X's API v2 means.

X tells problems by `type` and `detail`; the reset of a limit is in `x-rate-limit-reset`, seconds
since 1970 by X's own clock, and there is no Retry-After.
"""

from __future__ import annotations

from datetime import UTC, datetime

from peruopt.errors import Busy, Gone, PublishError, Rejected, Unauthorized
from peruopt.publishers.wire import UNTOLD, Answer, later

DUPLICATE = "networks.duplicate"


def reset(answer: Answer, now: datetime) -> datetime | None:
    """Return when the limit starts anew, by our clock."""
    at = answer.seconds("x-rate-limit-reset")
    return datetime.fromtimestamp(at, UTC) - answer.clock(now) if at else None


def failure(answer: Answer, now: datetime) -> PublishError:
    """Return what the answer means."""
    kind = str(answer.body.get("type", ""))
    detail = str(answer.body.get("detail", "")).lower()
    if answer.status == 402 or "usage-capped" in kind or "credits" in detail:
        return Rejected("networks.x_credit")
    if answer.status == 429:
        wait = ((reset(answer, now) or now) - now).total_seconds()
        return Busy(later(now, wait if wait > 0 else UNTOLD))
    if answer.status == 401:
        return Unauthorized("networks.token")
    if "duplicate content" in detail:
        return Rejected(DUPLICATE)
    if answer.status == 403:
        blocked = "suspended" in detail or "locked" in detail
        return Rejected("networks.blocked") if blocked else Unauthorized("networks.scope")
    if answer.status == 404:
        return Gone("networks.gone")
    return Rejected("networks.picture_large" if answer.status == 413 else "networks.refused")

"""Why a source was not read, as a reason that people can be told."""

from __future__ import annotations

from peruopt.errors import PeruoptError

REASONS = (
    "address", "private", "robots", "big", "slow", "redirects", "kind", "packing", "status",
    "waiting", "unreachable", "broken", "token", "unpaid",
)  # fmt: skip


class Refused(PeruoptError):
    """It was not read.  `reason` ends the key of a sentence: `trends.outcome_<reason>`."""

    def __init__(self, reason: str, retry_after: float | None = None) -> None:
        if reason not in REASONS:
            raise ValueError(f"{reason!r} is no reason")
        super().__init__(reason)
        self.reason, self.retry_after = reason, retry_after

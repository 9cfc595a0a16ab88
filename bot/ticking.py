"""Our clock: the machine's, which a demonstration may set ahead."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path


class Clock:
    """Aware UTC.  What was skipped is kept in a file, so that a demonstration can be resumed."""

    def __init__(self, kept: Path | None = None) -> None:
        self._kept = kept
        self._ahead = timedelta(seconds=_read(kept))

    @property
    def ahead(self) -> timedelta:
        """How much has been skipped so far."""
        return self._ahead

    def now(self) -> datetime:
        """Return the moment it is for us."""
        return datetime.now(UTC) + self._ahead

    def advance(self, by: timedelta) -> None:
        """Let so much time pass at once."""
        self._set(self._ahead + by)

    def reset(self) -> None:
        """Go back to the machine's time."""
        self._set(timedelta())

    def _set(self, ahead: timedelta) -> None:
        self._ahead = ahead
        if self._kept is None:
            return
        if ahead:
            self._kept.parent.mkdir(parents=True, exist_ok=True)
            self._kept.write_text(f"{ahead.total_seconds()}\n", "utf-8")
        else:
            self._kept.unlink(missing_ok=True)


def _read(kept: Path | None) -> float:
    try:
        seconds = float(kept.read_text("utf-8")) if kept else 0.0
    except (OSError, ValueError):
        return 0.0
    return max(0.0, min(seconds, 3650 * 86400.0))

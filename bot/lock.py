"""One process per SQLite file: the second refuses, and says by name who has it.

The operating system holds the lock, so a process that is killed leaves nothing to clean up.
The note beside it only says who; it is never what decides.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from peruopt.errors import UserError


@contextmanager
def only_process(database: Path, now: datetime) -> Iterator[None]:
    """Hold the file for as long as the block lasts.

    Raises UserError("lock.held") with the pid, the command and since when of who holds it.
    """
    from filelock import FileLock, Timeout

    database.parent.mkdir(parents=True, exist_ok=True)
    note = database.with_name(f"{database.name}.holder")
    lock = FileLock(database.with_name(f"{database.name}.lock"), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise UserError("lock.held", path=str(database), **_holder(note)) from None
    try:
        _sign(note, now)
        yield
    finally:
        note.unlink(missing_ok=True)
        lock.release()


def sqlite_file(url: str) -> Path | None:
    """Return the file behind a SQLite URL; None for a database that many may share."""
    if not url.startswith("sqlite"):
        return None
    path = url.partition(":///")[2].partition("?")[0]
    return Path(path) if path else None


def _sign(note: Path, now: datetime) -> None:
    called = Path(sys.argv[0])
    # as one types it, also where Python was asked for the module
    name = (
        "peruopt" if called.name == "__main__.py" and called.parent.name == "bot" else called.name
    )
    command = " ".join([name, *sys.argv[1:]])
    told = {"pid": os.getpid(), "command": command[:120], "since": now.isoformat()}
    fresh = note.with_name(f"{note.name}.{os.getpid()}")
    try:
        fresh.write_text(json.dumps(told), "utf-8")
        fresh.replace(note)
    finally:
        fresh.unlink(missing_ok=True)


def _holder(note: Path) -> dict[str, str]:
    """Read who holds the lock; unknown for the instant in which they have not signed yet."""
    told: dict[str, object] = {}
    with contextlib.suppress(OSError, ValueError):
        told = json.loads(note.read_text("utf-8"))
    since = "?"
    with contextlib.suppress(ValueError):
        since = f"{datetime.fromisoformat(str(told.get('since', ''))).astimezone():%Y-%m-%d %H:%M}"
    return {
        "pid": str(told.get("pid", "?")),
        "command": str(told.get("command", "?")),
        "since": since,
    }

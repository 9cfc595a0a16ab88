"""An empty database where there was one: refused, for it would hide that everything is lost."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from storage.refused import Refused

if TYPE_CHECKING:
    from sqlalchemy import URL

COPIES = "[0-9]*-peruopt-{label}*.sqlite3"
BACKUPS = "backups"
SIGNS = (BACKUPS, "media", "outbox", "uploads", "web", "secret.key")
"""What only a peruopt that had a database leaves in its data folder."""


def look_for_loss(url: URL, data_dir: Path) -> None:
    """Refuse a file that is empty or gone where the data folder tells of an earlier life.

    Costs one question of the file system where there is a database.
    """
    if url.get_backend_name() != "sqlite":
        return
    assert url.database is not None
    file = Path(url.database)
    try:
        if file.stat().st_size or not file.is_file():
            return
        why, said = "storage.why_empty", "is empty"
    except FileNotFoundError:
        why, said = "storage.why_gone", "is not there"
    except OSError:  # whoever opens it will say what it is
        return
    found = ", ".join(name for name in SIGNS if _holds(data_dir / name))
    if not found:
        return
    copy = newest_copy(data_dir / BACKUPS)
    mend = (
        f"`peruopt restore` puts back the newest copy, {copy}."
        if copy
        else "There is no copy in its backups/; `peruopt restore FILE` puts back one of yours."
    )
    raise Refused(
        "storage.lost" if copy else "storage.lost_bare",
        f"The database {file} {said}, yet {data_dir} holds {found} of an earlier one; nothing has "
        f"been changed. {mend} To begin anew on purpose, name another folder in PERUOPT_DATA_DIR.",
        path=file,
        why=why,
        folder=data_dir,
        found=found,
        copy=copy or "",
    )


def newest_copy(folder: Path, label: str = "") -> Path | None:
    """Return the copy that was made last; None where there is none whose label begins so."""
    return max(copies(folder, label), default=(0, None))[1]


def copies(folder: Path, label: str = "") -> list[tuple[int, Path]]:
    """Return the copies whose label begins so, oldest first, each with its number."""
    found = folder.glob(COPIES.format(label=label))
    numbered = ((path.name.partition("-")[0], path) for path in found)
    # by number, which grows beyond its four digits one day
    return sorted((int(number), path) for number, path in numbered if number.isdecimal())


def _holds(path: Path) -> bool:
    """Whether there is a file, or a folder with anything in it."""
    if path.is_dir():
        with suppress(OSError), os.scandir(path) as inside:
            return any(inside)
    return path.exists()

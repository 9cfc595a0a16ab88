"""What the terminal is told."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from bot.setup import WrongSettings, language
from peruopt.chat.words import Words
from peruopt.errors import PeruoptError, UserError
from peruopt.fullness import disk_is_full

if TYPE_CHECKING:
    from peruopt.sources.asking import Refused

GONE = Path("/")
WHY = {
    errno.EACCES: "console.why_denied",
    errno.EPERM: "console.why_denied",
    errno.EROFS: "console.why_denied",
    errno.ENOENT: "console.why_missing",
    errno.EISDIR: "console.why_folder",
    errno.ENOTDIR: "console.why_file",
    errno.EEXIST: "console.why_file",
    errno.ENAMETOOLONG: "console.why_long",
}


def words() -> Words:
    """Return sentences in the language that PERUOPT_LOCALE names."""
    return language()


def sentence(error: PeruoptError) -> str:
    """Return what an error says to whoever sits at the terminal."""
    spoken = words()
    if isinstance(error, WrongSettings):
        return "\n".join(spoken.error(each) for each in error.troubles.values())
    if isinstance(error, UserError) and spoken.has(error.key):
        return spoken.error(error)
    return str(error)


def full(error: Exception) -> str:
    """Return what to say of an error that was a full disk; empty for any other."""
    if not disk_is_full(error):
        return ""
    from bot.settings import Settings

    return words().error(no_room(Settings().data_dir))


def mistaken(error: OSError, args: Iterable[object]) -> str:
    """Return what to say of a file or folder that was named and cannot be used; empty if none."""
    path = Path(os.fsdecode(error.filename)) if isinstance(error.filename, str | bytes) else None
    given = [each for value in args for each in (value if isinstance(value, list) else [value])]
    named = [each for each in given if isinstance(each, Path)]
    if path is None or not any(path in (each, *each.parents) or each in path.parents
                               for each in named):  # fmt: skip
        return ""
    return words().error(unusable(path, error))


def unusable(path: Path, error: OSError) -> UserError:
    """Say why a file or folder cannot be used."""
    why = WHY.get(error.errno or 0, error.strerror or type(error).__name__)
    return UserError("console.unusable", path=str(path), why=why)


def writable(out: Path) -> None:
    """Raise OSError where a file cannot be written, before it took long to have what to write."""
    out.parent.mkdir(parents=True, exist_ok=True)
    there = out.exists()
    out.open("ab").close()
    if not there:
        out.unlink()


def rows_refused(rows: Sequence[Refused], count: int, w: Words) -> list[str]:
    """Return a line for each row that could not be used, with its reason; none where all could."""
    if not count:
        return []
    told = [w("imported.refused", n=count)]
    told += [w("imported.row", line=str(r.line), why=w(r.key, **r.values)) for r in rows]
    return told + ([w("imported.more", n=count - len(rows))] if count > len(rows) else [])


def no_room(folder: Path) -> UserError:
    """Say that the disk of a folder is full."""
    there = next((each for each in (folder.absolute(), *folder.absolute().parents)
                  if each.exists()), GONE)  # fmt: skip
    return UserError("disk.full", path=str(folder), mb=shutil.disk_usage(there).free // 1_000_000)

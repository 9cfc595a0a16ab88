"""What the terminal is told."""

from __future__ import annotations

import shutil
from pathlib import Path

from bot.setup import WrongSettings, language
from peruopt.chat.words import Words
from peruopt.errors import PeruoptError, UserError
from peruopt.fullness import disk_is_full

GONE = Path("/")


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


def no_room(folder: Path) -> UserError:
    """Say that the disk of a folder is full."""
    there = next((each for each in (folder.absolute(), *folder.absolute().parents)
                  if each.exists()), GONE)  # fmt: skip
    return UserError("disk.full", path=str(folder), mb=shutil.disk_usage(there).free // 1_000_000)

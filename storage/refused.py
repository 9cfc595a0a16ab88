"""A database that must not be opened, with the sentence that says why and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

from peruopt.errors import UserError

LITTLE = 64 * 1024
"""Bytes with which SQLite cannot even open its log."""
FULL = "storage.full"
SQLITE = {
    8: "storage.why_read_only",
    10: "storage.why_disk",
    11: "storage.why_damaged",
    13: FULL,
    14: "storage.why_not_opened",
    26: "storage.why_damaged",
}
"""SQLite's codes, as reasons that a person can do something about."""
SERVER = {
    "password authentication failed": "storage.no_entry",
    "no password supplied": "storage.no_entry",
    "does not exist": "storage.no_such",
}


class Refused(UserError):
    """Opening the database would harm it, or cannot work.

    `key` is in the locale files; as text it reads in English, for logs.
    """

    def __init__(self, key: str, sentence: str, **values: object) -> None:
        super().__init__(key, **values)
        self.sentence = sentence

    def __str__(self) -> str:
        return self.sentence


def unusable(name: str, error: BaseException | None, *, is_file: bool) -> Refused:
    """Return what refuses a database by what its driver said of it."""
    sentence = (
        f"{name} cannot be used as a database: {error}. "
        "Name another one, or put the right one back from a backup."
    )
    if is_file:
        why = _why(name, error)
        if why == FULL:
            return Refused(FULL, sentence, path=name)
        return Refused("storage.unusable", sentence, path=name, why=why)
    said = str(error)
    key = next((key for words, key in SERVER.items() if words in said), "storage.no_server")
    return Refused(key, sentence, path=name)


def _why(name: str, error: BaseException | None) -> str:
    """Return the key of the reason; what is unknown is told as it is."""
    key = SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF, str(error))
    if key in ("storage.why_disk", "storage.why_not_opened"):
        folder = Path(name).absolute().parent
        # what it says where there is no room for its log
        if folder.is_dir() and shutil.disk_usage(folder).free < LITTLE:
            return FULL
    return key

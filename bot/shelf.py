"""Uploaded files that wait on disk until a person has answered for them."""

from __future__ import annotations

import json
import re
import secrets
import shutil
import time
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from peruopt.chat.message import Upload
from peruopt.errors import UserError

KEPT_SECONDS = 24 * 3600
KEY = re.compile(r"[0-9a-f]{8}")


class FolderShelf:
    """One folder a file, named by chance: nothing a person sends becomes a path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def keep(self, upload: Upload) -> str:
        """Keep the file; return its key.  What has waited for a day is swept out."""
        self._sweep()
        key = secrets.token_hex(4)
        (self.folder / key).mkdir(parents=True)
        (self.folder / key / "file").write_bytes(upload.content)
        self._write(key, {"name": Path(upload.name).name[:200], "answers": {}})
        return key

    def path(self, key: str) -> Path:
        """Return where the file is; raise UserError when it is gone."""
        path = self.folder / key / "file"
        if not KEY.fullmatch(key) or not path.is_file():
            raise UserError("imported.gone")
        return path

    def name(self, key: str) -> str:
        """Return what the file was called."""
        return str(self._read(key)["name"])

    def answers(self, key: str) -> dict[str, str]:
        """Return what has been said about it so far."""
        return dict(self._read(key)["answers"])

    def answer(self, key: str, question: str, said: str) -> None:
        """Add an answer."""
        told = self._read(key)
        told["answers"][question] = said
        self._write(key, told)

    def asked(self, key: str, restaurant_id: int, question: str) -> None:
        """Note what a restaurant is asked about the file."""
        self._write(key, self._read(key) | {"house": restaurant_id, "question": question})

    def waiting(self, restaurant_id: int) -> tuple[str, str] | None:
        """Return the newest file that a restaurant is asked about, and what."""
        found: list[tuple[float, str, str]] = []
        for folder in self.folder.iterdir() if self.folder.is_dir() else ():
            with suppress(UserError, OSError, ValueError):  # it was let go of just now
                told, at = self._read(folder.name), folder.stat().st_mtime
                fresh = time.time() - at <= KEPT_SECONDS
                if fresh and told.get("house") == restaurant_id:
                    found.append((at, folder.name, str(told["question"])))
        return max(found)[1:] if found else None

    def drop(self, key: str) -> None:
        """Forget the file."""
        if KEY.fullmatch(key):
            shutil.rmtree(self.folder / key, ignore_errors=True)

    def _read(self, key: str) -> dict[str, Any]:
        told: dict[str, Any] = json.loads(self.path(key).with_name("told.json").read_text("utf-8"))
        return told

    def _write(self, key: str, told: Mapping[str, object]) -> None:
        (self.folder / key / "told.json").write_text(json.dumps(told), "utf-8")

    def _sweep(self) -> None:
        if not self.folder.is_dir():
            return
        for old in self.folder.iterdir():
            if time.time() - old.stat().st_mtime > KEPT_SECONDS:
                shutil.rmtree(old, ignore_errors=True)

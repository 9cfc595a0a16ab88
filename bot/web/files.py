"""Pictures and files of the chat, kept by the hash of their content."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from io import BytesIO
from pathlib import Path, PurePath

from peruopt.chat.message import Upload

KEY = re.compile(r"[0-9a-f]{64}")
MESSAGE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
PICTURES = {
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
MAX_NAME = 120
TURNED = range(5, 9)  # EXIF orientations that exchange width and height


def clean_name(name: str) -> str:
    """Return the file's own name, without folders or control characters."""
    bare = PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in bare if c.isprintable()).strip(". ")
    return kept[-MAX_NAME:] or "archivo"


def picture_type(head: bytes) -> str:
    """Return the MIME type of a picture by its first bytes; empty for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for magic, kind in PICTURES.items() if head.startswith(magic)), "")


def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height as shown, read from the header alone; zeros where unreadable."""
    from PIL import Image

    try:
        with Image.open(BytesIO(content)) as picture:
            width, height = picture.size
            turned = picture.getexif().get(0x0112) in TURNED
    except Exception:  # a stranger's bytes; without a size it is shown all the same
        return 0, 0
    return (height, width) if turned else (width, height)


class FileStore:
    """Contents by hash: the same picture is kept once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def put(self, content: bytes) -> str:
        """Keep it, whole or not at all; return its key."""
        key = hashlib.sha256(content).hexdigest()
        path = self._folder / key
        if not path.exists():
            handle, name = tempfile.mkstemp(dir=self._folder)
            fresh = Path(name)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                fresh.replace(path)
            finally:
                fresh.unlink(missing_ok=True)  # nothing is left of what found no room
        return key

    def path(self, key: str) -> Path | None:
        """Return where the content is, if it is."""
        path = self._folder / key if KEY.fullmatch(key) else None
        return path if path and path.is_file() else None


class Inbox:
    """Uploads between their arrival and their answer, so that a crash loses none."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def place(self, message: str, index: int) -> Path:
        """Return where to write the upload with that index."""
        if not MESSAGE.fullmatch(message):
            raise ValueError(f"{message!r} is no message id")
        folder = self._folder / message
        folder.mkdir(exist_ok=True)
        return folder / str(index)

    def read(self, message: str, names: list[str]) -> tuple[Upload, ...]:
        """Return the uploads of a message, in their order."""
        paths = [self.place(message, index) for index in range(len(names))] if names else []
        return tuple(
            Upload(name, path.read_bytes())
            for name, path in zip(names, paths, strict=True)
            if path.exists()
        )

    def drop(self, message: str) -> None:
        """Forget the uploads of a message that has been answered."""
        if MESSAGE.fullmatch(message):
            shutil.rmtree(self._folder / message, ignore_errors=True)

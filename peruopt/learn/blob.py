"""A trained model as bytes: a zip of plain arrays, each part with its checksum.  No pickle."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
import zlib
from typing import Any

import numpy as np

from peruopt.errors import UserError

FORMAT = "peruopt-model-1"
_MOST = 64 * 2**20  # bytes a part may unfold to: a foreign zip must not fill the memory
_FOREIGN = (
    OSError, EOFError, ValueError, KeyError, TypeError, NotImplementedError, RuntimeError,
    zipfile.BadZipFile, zlib.error,
)  # fmt: skip
Array = np.ndarray[Any, Any]


def pack(arrays: dict[str, Array], told: dict[str, object], weights: bytes = b"") -> bytes:
    """Put arrays, plain facts and network weights into one blob."""
    buffer = io.BytesIO()
    np.savez(buffer, allow_pickle=False, **arrays)
    parts = {
        "arrays.npz": buffer.getvalue(),
        "facts.json": json.dumps(told, sort_keys=True).encode(),
        "weights.pt": weights,
    }
    sums = {name: hashlib.sha256(part).hexdigest() for name, part in parts.items()}
    parts["index.json"] = json.dumps({"format": FORMAT, "sha256": sums}, sort_keys=True).encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as kept:
        for name, part in parts.items():
            kept.writestr(zipfile.ZipInfo(name), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def unpack(blob: bytes) -> tuple[dict[str, Array], dict[str, Any], bytes]:
    """Take a blob apart, or raise UserError("learn.model_unusable")."""
    try:
        parts = _parts(blob)
        with np.load(io.BytesIO(parts["arrays.npz"]), allow_pickle=False) as read:
            arrays = {name: read[name] for name in read.files}
        return arrays, json.loads(parts["facts.json"]), parts["weights.pt"]
    except _FOREIGN as bad:
        raise UserError("learn.model_unusable") from bad


def _parts(blob: bytes) -> dict[str, bytes]:
    """Return the parts of a blob, or raise ValueError for one that is not whole and ours."""
    with zipfile.ZipFile(io.BytesIO(blob)) as kept:
        if any(entry.file_size > _MOST for entry in kept.infolist()):
            raise ValueError("a part is too large")
        index = json.loads(kept.read("index.json"))
        if index["format"] != FORMAT:
            raise ValueError("another format")
        parts = {name: kept.read(name) for name in index["sha256"]}
    for name, part in parts.items():
        if hashlib.sha256(part).hexdigest() != index["sha256"][name]:
            raise ValueError("a part is damaged")
    return parts

"""Spanish opening marks: “Ven!” becomes “¡Ven!”, however the house writes it."""

from __future__ import annotations

import re

_OPENS = {"!": "¡", "?": "¿"}
_PIECE = re.compile(r"[^.!?…\n]*(?:[.…]+(?=\d)[^.!?…\n]*)*[.!?…]*")
_LEAD = re.compile(r"^[\s\"“«(]*(?:[^\w\s¡¿\"“«(#@-]+\s*)*")
_TAIL = re.compile(r"[!?]+")


def opened(text: str) -> str:
    """Return `text` with an opening mark at every sentence that has only the closing one."""
    if "!" not in text and "?" not in text:
        return text
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(line: str) -> str:
    return "".join(_sentence(piece.group()) for piece in _PIECE.finditer(line))


def _sentence(piece: str) -> str:
    closing = _TAIL.search(piece)
    if closing is None or "://" in piece:
        return piece
    mark = closing.group()[0]
    if _OPENS[mark] in piece or not re.search(r"\w", piece[: closing.start()]):
        return piece
    start = _LEAD.match(piece)
    at = start.end() if start else 0
    return piece[:at] + _OPENS[mark] + piece[at:]

"""A card as each door draws it, as text that can be kept and compared."""

from __future__ import annotations

import asyncio
import io
import json
import re
from dataclasses import replace
from pathlib import Path

from bot.console import Console
from bot.slack.blocks import compose
from bot.telegram.rendering import layout
from peruopt.chat.message import Address, Reply
from peruopt.chat.words import Words

UPLOAD = re.compile(r"(?<=importar[ :])[0-9a-f]{8}(?=[ :])")
KEPT = re.compile(r"→ \S*/([^/\s]+)")


def drawn(replies: list[Reply], folder: Path, clock) -> str:
    """Return what the console prints, Telegram's messages, and Slack's blocks."""
    parts = []
    for number, reply in enumerate(replies):
        plain = replace(reply, replaces=None)
        parts += [f"===== {number + 1} of {len(replies)} · {reply.about or 'no card'} ====="]
        parts += ["--- console", _console(plain, folder, clock)]
        parts += ["--- telegram", _telegram(plain)]
        parts += ["--- slack", _slack(plain)]
    return UPLOAD.sub("…", "\n".join(parts) + "\n")


def _console(reply: Reply, folder: Path, clock) -> str:
    out = io.StringIO()
    console = Console(folder, clock.now, Words, lines=io.StringIO(), out=out)
    asyncio.run(console.send(Address("console", "local"), reply))
    return KEPT.sub(r"→ \1", out.getvalue().rstrip())


def _telegram(reply: Reply) -> str:
    lines = []
    for piece in layout(reply):
        lines += [f"[{piece.kind.name.lower()} {piece.name}]".replace(" ]", "]"), piece.html]
        lines += [" ".join(f"[{key.label} → {key.data}]" for key in row) for row in piece.keys]
    return "\n".join(lines)


def _slack(reply: Reply) -> str:
    told = compose(reply, picture="F1" if reply.picture else "", answer="✍️")
    return "\n".join(json.dumps(block, ensure_ascii=False) for block in told.blocks)

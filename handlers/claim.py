"""`/reclamar CODE`: a restaurant gets its owner on this platform."""

from __future__ import annotations

from handlers.join import enter
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply


@register.command("reclamar", alias="claim", topic="claim", menu=False, open=True)
async def answer(ask: Ask) -> Reply:
    """Try the code that was printed at the start, or ask for it."""
    if not ask.text.strip():
        return Reply(ask.words("claim.ask"), asks=Action("reclamar"))
    return await enter(ask, ask.text)

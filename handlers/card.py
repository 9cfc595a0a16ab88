"""`/ver 12`: a draft's card as it is now."""

from __future__ import annotations

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.work.answering import card, numbered


@register.command("ver", alias="show", topic="card", menu=False)
async def show(ask: Ask) -> Reply:
    """Show it."""
    number, _ = numbered(ask, "ver")
    return await card(ask, number)

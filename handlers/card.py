"""`/ver 12`: a draft's card as it is now; `/ver 12 mas1`: with the buttons that did not fit."""

from __future__ import annotations

from peruopt.cardbuttons import MORE
from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Reply
from peruopt.work.answering import cards, numbered


@register.command("ver", alias="show", topic="card", menu=False)
async def show(ask: Ask) -> Reply:
    """Show it."""
    number, rest = numbered(ask, "ver")
    said = plain(rest)
    page = said.removeprefix(MORE)
    turned = int(page) if page.isdecimal() and len(page) < 3 else 1
    (reply,) = await cards(ask, [number], turned if said.startswith(MORE) else 0)
    return reply

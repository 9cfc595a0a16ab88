"""`/ver 12`: a draft's card as it is now; `/ver 12 mas1`: with the buttons that did not fit."""

from __future__ import annotations

from dataclasses import replace

from peruopt.cardbuttons import MORE
from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Reply
from peruopt.work.answering import cards, narrowed
from peruopt.work.choosing import found_or_asked


@register.command("ver", alias="show", topic="card", menu=False)
async def show(ask: Ask) -> Reply:
    """Show it; without a number, the one that was looked at last, with what to press next."""
    there = await found_or_asked(ask, "card")
    if isinstance(there, Reply):
        return there
    number, rest = there
    said = plain(rest)
    page = said.removeprefix(MORE)
    turned = int(page) if page.isdecimal() and len(page) < 3 else 1
    (reply,) = await cards(ask, [number], turned if said.startswith(MORE) else 0)
    named = narrowed(ask.text) is not None
    waits = any(button.action.name == "aprobar" for row in reply.buttons for button in row)
    if named or not waits:
        return reply
    return replace(reply, text=f"{ask.words('card.pick', id=str(number))}\n\n{reply.text}")

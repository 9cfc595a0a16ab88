"""`/corregir 12 law.alcohol`: take the mending that a rule proposes."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.restaurant import Role
from peruopt.work.answering import card, numbered
from peruopt.work.editing import mend


@register.command("corregir", alias="fix", topic="correct", role=Role.EDITOR, menu=False)
async def correct(ask: Ask) -> Reply:
    """Mend the draft and show it."""
    number, rule = numbered(ask, "corregir")
    await asyncio.to_thread(mend, ask.services, ask.person, number, rule)
    return await card(ask, number, ask.words("correct.done", by=ask.person.called), touches=True)

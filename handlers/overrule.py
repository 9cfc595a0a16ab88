"""`/igual 12 law.raffle razón`: a person overrules a finding, with a reason that is kept."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.errors import UserError
from peruopt.restaurant import Role
from peruopt.work.answering import card, numbered
from peruopt.work.objecting import overrule


@register.command("igual", alias="overrule", topic="overrule", role=Role.APPROVER, menu=False)
async def igual(ask: Ask) -> Reply:
    """Ask for the reason, or keep it and show the card."""
    number, said = numbered(ask, "igual")
    rule, _, reason = said.partition(" ")
    if not rule:
        raise UserError("overrule.which", id=str(number))
    if not reason.strip():
        return Reply(ask.words("overrule.why"), asks=Action("igual", (str(number), rule)))
    await asyncio.to_thread(overrule, ask.services, ask.person, number, rule, reason.strip())
    return await card(ask, number, ask.words("overrule.done", by=ask.person.called))

"""`/cancelar 7`: one post of one network does not go out."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.restaurant import Role
from peruopt.work import discarding
from peruopt.work.answering import card, numbered
from peruopt.work.deciding import called


@register.command("cancelar", alias="cancel", topic="cancel", role=Role.APPROVER, menu=False)
async def cancel(ask: Ask) -> Reply:
    """Cancel it, and show what is left of its draft."""
    number, _ = numbered(ask, "cancelar")
    draft_id = await asyncio.to_thread(discarding.cancel, ask.services, ask.person, number)
    done = ask.words("cancel.done", id=str(number), by=called(ask.person))
    return Reply(done) if draft_id is None else await card(ask, draft_id, done)

"""`/descartar 12`: a draft is put away; `/descartar 12 otras` puts its siblings away."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.restaurant import Role
from peruopt.work import discarding
from peruopt.work.answering import card, numbered

OTHERS = ("otras", "others")


@register.command("descartar", alias="discard", topic="discard", role=Role.EDITOR, menu=False)
async def discard(ask: Ask) -> Reply:
    """Cancel what has not gone out, and show it so on every copy of the card."""
    number, rest = numbered(ask, "descartar")
    if rest.lower() not in OTHERS:
        stays = await asyncio.to_thread(discarding.discard, ask.services, ask.person, number)
        told = {"id": str(number), "by": ask.person.called}
        if stays:
            return await card(ask, number, ask.words("thread.stays", **told), touches=True)
        brief = ask.words("discard.brief", id=str(number))
        return await card(ask, number, brief=brief, touches=True)
    gone = await asyncio.to_thread(discarding.discard_others, ask.services, ask.person, number)
    if not gone:
        return Reply(ask.words("discard.no_others"))
    done = ask.words("discard.others_done", n=len(gone))
    shown = await card(ask, number, done)
    return replace(shown, touches=tuple(f"draft:{one}" for one in gone))

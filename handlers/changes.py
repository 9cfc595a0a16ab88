"""`/cambios 12 más corto`, `hazlo más corto`: a new version; `/rechazar 12 razón`."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.restaurant import Role
from peruopt.work import rewording
from peruopt.work.answering import card, numbered
from peruopt.work.choosing import found_or_asked


@register.command("cambios", alias="changes", topic="changes", role=Role.EDITOR, menu=False)
async def changes(ask: Ask) -> Reply:
    """Ask what should change, or have it written anew; without a number, of what was looked at."""
    there = await found_or_asked(ask, "changes")
    if isinstance(there, Reply):
        return there
    number, wish = there
    if not wish:
        return Reply(ask.words("changes.ask", id=str(number)), asks=_again("cambios", number))
    note = await rewording.reword(ask.services, ask.person, number, " ".join(wish.split()))
    done = ask.words("changes.done", by=ask.person.called)
    return await card(ask, number, f"{done} {ask.words(note)}" if note else done, touches=True)


@register.command("rechazar", alias="reject", topic="reject", role=Role.EDITOR, menu=False)
async def reject(ask: Ask) -> Reply:
    """Ask why, or put the draft away with its reason."""
    number, reason = numbered(ask, "rechazar")
    if not reason:
        return Reply(ask.words("reject.ask", id=str(number)), asks=_again("rechazar", number))
    chat = replace(ask.message.source, message=None)
    reason = " ".join(reason.split())
    await asyncio.to_thread(rewording.reject, ask.services, ask.person, number, reason, chat)
    return await card(ask, number, ask.words("reject.done", by=ask.person.called))


def _again(command: str, number: int) -> Action:
    return Action(command, (str(number),))

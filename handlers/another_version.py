"""`/otra 12`: one more text for the same idea; the first one stays."""

from __future__ import annotations

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.restaurant import Role
from peruopt.work.answering import card, numbered
from peruopt.work.drafting import another


@register.command("otra", alias="another", topic="another_version", role=Role.EDITOR, menu=False)
async def another_version(ask: Ask) -> Reply:
    """Write it and show its card."""
    number, _ = numbered(ask, "otra")
    drafted = await another(ask.services, ask.person, number)
    note = ask.words(drafted.note) if drafted.note else ""
    return await card(ask, drafted.ids[0], note, touches=True)

"""`/otra 12`, `otra versión`: one more text for the same idea; the first one stays."""

from __future__ import annotations

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.restaurant import Role
from peruopt.work.answering import card
from peruopt.work.choosing import found_or_asked
from peruopt.work.drafting import another


@register.command("otra", alias="another", topic="another_version", role=Role.EDITOR, menu=False)
async def another_version(ask: Ask) -> Reply:
    """Write it and show its card."""
    there = await found_or_asked(ask, "another_version", any_of_them=True)
    if isinstance(there, Reply):
        return there
    number, _ = there
    drafted = await another(ask.services, ask.person, number)
    note = ask.words(drafted.note) if drafted.note else ""
    return await card(ask, drafted.ids[0], note, touches=True)

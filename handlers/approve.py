"""`/aprobar 12 viernes 8 de la noche`: a draft's posts get their hour."""

from __future__ import annotations

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.restaurant import Role
from peruopt.work.answering import numbered
from peruopt.work.approving import Choice
from peruopt.work.hourtalk import said, settle


@register.command("aprobar", alias="approve", topic="approving", role=Role.APPROVER, menu=False)
async def approve(ask: Ask) -> Reply:
    """Schedule the draft, or ask for its hour."""
    number, rest = numbered(ask, "aprobar")
    told = said("aprobar", number, rest)
    question = ask.words("approving.ask_hour", id=str(number))
    return await settle(ask, told, Choice(number), question)

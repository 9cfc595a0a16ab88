"""`/charla`: thanks, an ok, a goodbye; none of them is a dish."""

from __future__ import annotations

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import courtesy
from peruopt.chat.message import Action, Button, Reply

KINDS = ("gracias", "bien", "adios", "nada")


@register.command("charla", alias="smalltalk", topic="courtesy", menu=False)
async def answer(ask: Ask) -> Reply:
    """Answer in kind, and stay at hand."""
    said = ask.text.strip()
    kind = said if said in KINDS else courtesy(said) or "bien"
    words = ask.words
    if kind != "bien":
        return Reply(words(f"courtesy.{kind}"))
    write = Button(words("start.write"), Action("redactar"))
    pending = Button(words("help.pending"), Action("pendientes"))
    return Reply(words("courtesy.bien"), buttons=((pending, write),))

"""`/unirme CODE`: a person comes in by an invitation."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.restaurant import RANK, Role
from peruopt.work import joining


@register.command("unirme", alias="join", topic="joining", menu=False, open=True)
async def answer(ask: Ask) -> Reply:
    """Try the code, or ask for it."""
    if not ask.text.strip():
        return Reply(ask.words("joining.ask"), asks=Action("unirme"))
    return await enter(ask, ask.text)


async def enter(ask: Ask, code: str) -> Reply:
    """Let the person in by the code, and show them round."""
    person = ask.person.model_copy(update={"name": ask.message.name or ask.person.name})
    who = joining.Newcomer(person, ask.message.source, ask.message.shared, ask.restaurant)
    seat = await asyncio.to_thread(joining.enter, ask.services, who, code)
    words = Words(seat.person.locale, seat.restaurant.timezone)
    told = {"restaurant": seat.restaurant.name, "role": seat.person.role}
    can = words(f"joining.can_{seat.person.role}")
    return Reply(
        f"{words('joining.welcome', **told)}\n\n{can}",
        title=words("joining.title", restaurant=seat.restaurant.name),
        buttons=(_first_steps(seat.person.role, words),),
    )


def _first_steps(role: Role, words: Words) -> tuple[Button, ...]:
    begin = Button(words("joining.begin"), Action("inicio"))
    waiting = Button(words("help.pending"), Action("pendientes"))
    write = Button(words("start.write"), Action("redactar"), Tone.PRIMARY)
    return (write, waiting, begin) if RANK[role] >= RANK[Role.EDITOR] else (waiting, begin)

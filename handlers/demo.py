"""`/demo`: a restaurant to play with; `/adelantar`: let its time pass."""

from __future__ import annotations

import asyncio
import re

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.demo.founding import found
from peruopt.errors import UserError
from peruopt.restaurant import Role
from peruopt.work.settling import newcomer, settle
from peruopt.work.training import learn

END = {"fin", "end", "salir", "leave"}
UNITS = {"m": 60, "h": 3600, "d": 86400}
MOST = 30 * 86400


@register.command("demo", alias="demo", topic="demo", role=Role.OWNER, menu=False)
async def answer(ask: Ask) -> Reply | list[Reply]:
    """Fill an empty restaurant with the demo's two years, or leave the demo for one's own."""
    if plain(ask.text) in END:
        return await _leave(ask)
    await ask.tell(Reply(ask.words("demo.preparing")))

    def fill() -> int:
        with ask.services.work(ask.person.restaurant_id) as w:
            return found(w, ask.services.now())

    posts = await asyncio.to_thread(fill)
    w = ask.words
    card = await learn(ask.services, ask.restaurant, w)
    ready = Reply(
        w("demo.ready", n=posts),
        title=w("demo.title"),
        buttons=(
            (
                Button(w("help.numbers"), Action("resumen")),
                Button(w("help.hours"), Action("horas")),
            ),
            (
                Button(
                    w("demo.write"), Action("redactar", ("ceviche", "carretillero")), Tone.PRIMARY
                ),
            ),
        ),
    )
    return [ready, card] if card else ready


async def _leave(ask: Ask) -> Reply:
    def leave() -> None:
        if not ask.restaurant.demo:
            raise UserError("demo.not_demo")
        own = newcomer(ask.person.locale, ask.restaurant.timezone)
        owner = ask.person.model_copy(update={"id": None, "restaurant_id": 0})
        services = ask.services
        settle(services.work, services.directory, own, owner, ask.message.source, services.now())

    before = ask.services.now()
    await asyncio.to_thread(leave)
    await ask.services.skip(0)  # a restaurant of one's own lives in real time
    now, left = ask.services.now(), ask.words("demo.left")
    if now < before:
        left += "\n\n" + ask.words("demo.real_time", now=now)
    return Reply(
        left,
        buttons=(
            (
                Button(ask.words("start.import"), Action("importar"), Tone.PRIMARY),
                Button(ask.words("start.name"), Action("ajustes", ("nombre",))),
            ),
        ),
    )


@register.command("adelantar", alias="skip", topic="skip", role=Role.OWNER, menu=False)
async def skip(ask: Ask) -> Reply:
    """Let time pass at once, in a demo only."""
    said = re.fullmatch(r"(\d{1,3})\s*(m|h|d)\w*", plain(ask.text).strip())
    seconds = int(said[1]) * UNITS[said[2]] if said else 0
    if not 0 < seconds <= MOST:
        raise UserError("skip.bad")
    if not await ask.services.skip(seconds):
        raise UserError("skip.not_demo")
    return Reply(ask.words("skip.done", now=ask.words.when(ask.services.now())))

"""`/inicio`: the first run, and a greeting ever after."""

from __future__ import annotations

import asyncio
import re

from handlers.join import enter
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.post import State

TOUR = 4
CODE = re.compile(r"[0-9A-Za-z]{5}-?[0-9A-Za-z]{5}")


@register.command("inicio", alias="start", topic="start", open=True)
async def answer(ask: Ask) -> Reply:
    """Greet; a house without history is offered its own start or the demo.

    A link that joins arrives as `/inicio CODE`.
    """
    if CODE.fullmatch(ask.text.strip()):
        return await enter(ask, ask.text)

    def look() -> tuple[int, int]:
        with ask.services.work(ask.person.restaurant_id) as w:
            waiting = w.posts.in_states(
                State.PROPOSED, State.FAILED, State.UNCERTAIN, State.MISSED
            )
            return w.posts.count(), len({post.draft_id or -(post.id or 0) for post in waiting})

    posts, waiting = await asyncio.to_thread(look)
    w = ask.words
    if posts == 0:
        return Reply(w("start.first"), title=w("start.welcome"), buttons=_offers(w))
    name = ask.restaurant.name
    text = w("start.known", n=posts)
    text += "\n" + w("start.waiting", n=waiting) if waiting else ""
    return Reply(text, title=w("start.hello", name=name), buttons=_rows(w))


@register.command("paseo", alias="tour", topic="tour")
async def tour(ask: Ask) -> Reply:
    """Show one step of the tour, and the way to the next."""
    step = int(ask.text) if ask.text.isdigit() and 1 <= int(ask.text) <= TOUR else 1
    w = ask.words
    go = Button(w(f"tour.go_{step}"), _tries(step), Tone.PRIMARY)
    buttons = [go]
    if step < TOUR:
        buttons.append(Button(w("tour.next"), Action("paseo", (str(step + 1),))))
    title = w("tour.title", step=step, of=TOUR)
    return Reply(w(f"tour.step_{step}"), title=title, buttons=(tuple(buttons),))


def _tries(step: int) -> Action:
    return (
        Action("importar"),
        Action("horas"),
        Action("redactar"),
        Action("diario"),
    )[step - 1]


def _offers(w: Words) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(w("start.demo"), Action("demo"), Tone.PRIMARY),),
        (Button(w("start.import"), Action("importar")), Button(w("start.tour"), Action("paseo"))),
        (Button(w("start.name"), Action("ajustes", ("nombre",))),),
    )


def _rows(w: Words) -> tuple[tuple[Button, ...], ...]:
    return (
        (Button(w("help.numbers"), Action("resumen")), Button(w("help.hours"), Action("horas"))),
        (
            Button(w("start.write"), Action("redactar"), Tone.PRIMARY),
            Button(w("help.pending"), Action("pendientes")),
        ),
        (Button(w("start.tour"), Action("paseo")),),
    )

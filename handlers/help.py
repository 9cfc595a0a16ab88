"""`/ayuda`: what can be asked for, and a way out of what was not understood."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from difflib import SequenceMatcher, get_close_matches

from peruopt.chat.command import Ask, Command, Register, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.menu.item import Item
from peruopt.restaurant import RANK, Role

COST = ("costo", "cost")
LONGEST, SURE = 80, 0.8
"""The longest idea that is repeated, and how near a slip must be to be offered as a press."""
HARMS = frozenset(
    {"descartar", "rechazar", "cancelar", "publicar", "equipo", "adelantar", "demo", "redes"}
)
"""Commands that take something away or put it out: named, never one press from a slip."""


@register.command("ayuda", alias="help", topic="help")
async def answer(ask: Ask) -> Reply | Sequence[Reply]:
    """List the commands, write about a dish that is named, or ask what is meant."""
    if ask.text:
        return _explained(ask) or await _understood(ask)
    lines = [_line(command, ask.words) for command in register.listed()]
    return Reply(
        "\n".join((ask.words("help.intro"), "", *lines, "", ask.words("help.outro"))),
        title=ask.words("help.title"),
        buttons=(_shortcuts(ask.words),),
    )


def _explained(ask: Ask) -> Reply | None:
    if plain(ask.text) in COST:
        return Reply(ask.words("help.cost"), buttons=(_shortcuts(ask.words),))
    command = register.commands.get(ask.text.lstrip("/").lower())
    if command is None:
        return None
    usage = ask.words(f"{command.topic}.usage")
    return Reply(f"{ask.words(f'{command.topic}.help')}\n\n{usage}", title=f"/{command.name}")


async def _understood(ask: Ask) -> Reply | Sequence[Reply]:
    """Write where a dish or a feast is all that was said; else ask, and offer what is likely."""

    # imported here: these read whole lexicons, and /ayuda is said first of all
    from handlers.draft import draft
    from peruopt.spoken.wanting import is_idea, mentions_food

    def menu() -> list[Item]:
        with ask.services.work(ask.person.restaurant_id) as w:
            return w.items.all()

    items = await asyncio.to_thread(menu) if ask.person.restaurant_id else []
    today = ask.services.now().astimezone(ask.restaurant.zone).date()
    writes = RANK[ask.person.role] >= RANK[Role.EDITOR]
    if writes and is_idea(ask.text, items, today):
        return await draft(ask)
    return _offered(ask, food=mentions_food(ask.text, items))


def _offered(ask: Ask, *, food: bool) -> Reply:
    words, idea = ask.words, " ".join(ask.text.split())
    idea = idea if len(idea) <= LONGEST else idea[: LONGEST - 1].rstrip() + "…"
    pending = Button(words("help.pending"), Action("pendientes"))
    able = Button(words("help.able"), Action("ayuda"))
    try:
        action = Action("redactar", tuple(ask.text.replace(":", " ").split()))
        action.pack()
    except ValueError:  # too long for a button; the sentence says how to type it
        return Reply(words("help.unsure_long"), buttons=((pending, able),))
    write = Button(words("help.write"), action)
    row = (write, pending, able) if food else (pending, able, write)
    key = "help.unsure_food" if food else "help.unsure"
    return Reply(words(key, idea=idea), buttons=(row,))


def unknown(error: UserError, words: Words, register: Register = register) -> Reply:
    """Say that there is no such command, and offer the near ones that harm nobody."""
    said, rest = str(error.values["name"]), str(error.values.get("rest", ""))
    near = _near(said, register)
    if not near:
        text = words("error.unknown_far", name=said)
    else:
        first = near[0].called(words)
        text = words("error.unknown", name=said, near=first)
    buttons = [
        Button(f"/{command.called(words)}", _with(command.name, rest))
        for command in near
        if command.name not in HARMS and _alike(said, command) >= SURE
    ]
    able = Button(words("help.able"), Action("ayuda"))
    return Reply(text, buttons=((*buttons[:2], able),))


def _near(said: str, register: Register) -> list[Command]:
    """Return what may have been meant, the nearest first."""
    begun = [name for name in register.commands if len(said) > 3 and name.startswith(said)]
    close = begun + get_close_matches(said, register.commands, 6, 0.6)
    return list(dict.fromkeys(register.commands[name] for name in close))


def _alike(said: str, command: Command) -> float:
    return max(SequenceMatcher(None, said, n).ratio() for n in (command.name, command.alias))


def _with(name: str, rest: str) -> Action:
    try:
        action = Action(name, tuple(rest.replace(":", " ").split()))
        action.pack()
    except ValueError:
        return Action(name)
    return action


def _line(command: Command, words: Words) -> str:
    name = command.called(words)
    return f"/{name} · {words(f'{command.topic}.help')}"


def _shortcuts(words: Words) -> tuple[Button, ...]:
    return (
        Button(words("help.hours"), Action("horas")),
        Button(words("help.numbers"), Action("resumen")),
        Button(words("help.pending"), Action("pendientes")),
    )

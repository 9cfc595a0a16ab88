"""`/fecha`: the restaurant's own days, added by saying so: `/fecha aniversario 15 de marzo`."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.festive.own import OwnDay
from peruopt.festive.understanding import understand
from peruopt.restaurant import Role
from peruopt.store import Entry
from peruopt.work.planning import told

REMOVE = frozenset({"quitar", "borrar", "remove", "delete"})
MOST = 40


@register.command("fecha", alias="occasion", topic="occasions")
async def answer(ask: Ask) -> Reply:
    """List them, add one, or remove one."""
    first = plain(ask.args[0]) if ask.args else ""
    if first in REMOVE:
        return await _remove(ask)
    if ask.text.strip():
        return await _add(ask)
    return _listed(await asyncio.to_thread(_all, ask), ask.words)


async def _add(ask: Ask) -> Reply:
    ask.person.require(Role.EDITOR)
    now, words = ask.services.now(), ask.words
    day = understand(ask.text, now, ask.restaurant.zone)

    def keep() -> OwnDay:
        with ask.services.work(ask.person.restaurant_id) as w:
            if len(w.own_days.all()) >= MOST:
                raise UserError("occasions.many", limit=MOST)
            kept = w.own_days.add(day, now)
            detail = f"{kept.name} {kept.rule}"
            w.audit.add(Entry(now, ask.person.name, "occasion.added", f"day:{kept.id}", detail))
            return kept

    kept = await asyncio.to_thread(keep)
    text = words("occasions.added", name=kept.name, when=told(kept.rule, words))
    ideas = Button(words("occasions.ideas"), Action("ideas"))
    return Reply(text, buttons=((ideas, _undo(kept, words)),))


async def _remove(ask: Ask) -> Reply:
    ask.person.require(Role.EDITOR)
    number = ask.args[1] if len(ask.args) > 1 else ""
    if not number.isdecimal() or len(number) > 9:
        raise UserError("occasions.which")

    def drop() -> tuple[OwnDay, list[OwnDay]]:
        with ask.services.work(ask.person.restaurant_id) as w:
            gone, now = w.own_days.remove(int(number)), ask.services.now()
            about = f"day:{gone.id}"
            w.audit.add(Entry(now, ask.person.name, "occasion.removed", about, gone.name))
            return gone, w.own_days.all()

    gone, rest = await asyncio.to_thread(drop)
    reply = _listed(rest, ask.words)
    text = ask.words("occasions.removed", name=gone.name) + "\n\n" + reply.text
    return Reply(text, buttons=reply.buttons, asks=reply.asks)


def _all(ask: Ask) -> list[OwnDay]:
    with ask.services.work(ask.person.restaurant_id) as w:
        return w.own_days.all()


def _listed(every: list[OwnDay], words: Words) -> Reply:
    if not every:
        return Reply(words("occasions.none"), asks=Action("fecha"))
    lines = [words("occasions.line", name=d.name, when=told(d.rule, words)) for d in every]
    text = "\n".join([*lines, "", words("occasions.say")])
    rows = tuple((_undo(day, words),) for day in every)
    return Reply(text, title=words("occasions.title"), buttons=rows, asks=Action("fecha"))


def _undo(day: OwnDay, words: Words) -> Button:
    label = words("occasions.remove", name=day.name)[:60]
    return Button(label, Action("fecha", ("quitar", str(day.id))), Tone.DANGER)

"""`/avisos`: quiet hours and muted kinds of this chat, and what could not be delivered."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import time

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import LOCALES, Words
from peruopt.errors import UserError
from peruopt.hearing import Kind, kind_of
from peruopt.people import Room
from peruopt.restaurant import Role
from peruopt.store import Entry, Notice

QUIET = ("silencio", "quiet")
WITHOUT, WITH = ("sin", "without"), ("con", "with")
YES, NO = ("si", "yes", "on"), ("no", "off")
SHOWN = 5
_HOURS = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(?:-|–|a|to)\s*(\d{1,2})(?::(\d{2}))?")


@register.command("avisos", alias="notices", topic="notices")
async def answer(ask: Ask) -> Reply:
    """Show what this chat hears, or change it."""
    said = plain(ask.text.strip())
    if not said:
        room, stuck = await asyncio.to_thread(_read, ask)
        return _shown(room, stuck, ask.words)
    if ask.message.shared:
        ask.person.require(Role.APPROVER)
    room, stuck = await asyncio.to_thread(_change, ask, said)
    shown = _shown(room, stuck, ask.words)
    return replace(shown, text=f"{ask.words('notices.done')}\n\n{shown.text}")


def _here(ask: Ask) -> Room:
    """Return the room as it is before anything was said about it."""
    at = replace(ask.message.source, message=None)
    return Room(at, hears=False, handle="" if ask.message.shared else ask.person.handle)


def _read(ask: Ask) -> tuple[Room, list[Notice]]:
    with ask.services.work(ask.person.restaurant_id) as w:
        room = _here(ask)
        return w.rooms.at(room.at) or room, w.notices.stuck(SHOWN)


def _change(ask: Ask, said: str) -> tuple[Room, list[Notice]]:
    with ask.services.work(ask.person.restaurant_id) as w:
        room = _here(ask)
        changed = _changed(w.rooms.at(room.at) or room, said, ask.words)
        w.rooms.put(changed)
        now, who = ask.services.now(), ask.person.called
        w.audit.add(Entry(now, who, "notices.set", "", ask.text.strip()[:80]))
        return changed, w.notices.stuck(SHOWN)


def _changed(room: Room, said: str, words: Words) -> Room:
    verb, _, rest = said.partition(" ")
    if verb in YES:
        return replace(room, hears=True)
    if verb in NO:
        return replace(room, hears=False)
    if verb in QUIET and rest in NO:
        return replace(room, quiet_from=None, quiet_until=None)
    if verb in QUIET:
        start, end = _hours(rest)
        return replace(room, quiet_from=start, quiet_until=end)
    if verb in WITHOUT:
        return replace(room, muted=tuple(sorted({*room.muted, _kind(rest, words).value})))
    if verb in WITH:
        return replace(room, muted=tuple(k for k in room.muted if k != _kind(rest, words)))
    raise UserError("notices.unknown", said=said[:40])


def _hours(said: str) -> tuple[time, time]:
    found = _HOURS.fullmatch(said.strip())
    numbers = [int(part or 0) for part in found.groups()] if found else [99] * 4
    if numbers[0] > 24 or numbers[2] > 24 or max(numbers[1], numbers[3]) > 59:
        raise UserError("notices.bad_quiet", said=said[:40])
    return time(numbers[0] % 24, numbers[1]), time(numbers[2] % 24, numbers[3])


def _kind(said: str, words: Words) -> Kind:
    for kind in Kind:
        names = {kind.value, *(plain(Words(locale)(f"kind.{kind}")) for locale in LOCALES)}
        if said.strip() in names:
            return kind
    known = ", ".join(words(f"kind.{kind}") for kind in Kind)
    raise UserError("notices.bad_kind", said=said[:40], known=known)


def _shown(room: Room, stuck: list[Notice], words: Words) -> Reply:
    lines = [words("notices.hears" if room.hears else "notices.deaf")]
    if room.quiet_from is not None and room.quiet_until is not None:
        start, end = f"{room.quiet_from:%H:%M}", f"{room.quiet_until:%H:%M}"
        lines.append(words("notices.quiet", start=start, end=end))
    else:
        lines.append(words("notices.never_quiet"))
    if room.muted:
        muted = ", ".join(words(f"kind.{kind}") for kind in room.muted)
        lines.append(words("notices.muted", kinds=muted))
    lines.append(words("notices.kinds", kinds=", ".join(words(f"kind.{k}") for k in Kind)))
    if stuck:
        lines += ["", words("notices.stuck", n=len(stuck))]
        lines += [_stuck(notice, words) for notice in stuck]
    return Reply("\n".join(lines), title=words("notices.title"), buttons=_buttons(room, words))


def _stuck(notice: Notice, words: Words) -> str:
    door = f"door.{notice.to.platform}"
    text = words(f"kind.{kind_of(notice.key)}")
    where = words(door) if words.has(door) else notice.to.platform
    key = "notices.stuck_closed" if notice.given_up else "notices.stuck_one"
    return words(key, door=where, text=text, n=notice.tries)


def _buttons(room: Room, words: Words) -> tuple[tuple[Button, ...], ...]:
    hears = Button(
        words("notices.off" if room.hears else "notices.on"),
        Action("avisos", (NO[0] if room.hears else YES[0],)),
    )
    args = (QUIET[0], NO[0] if room.quiet_from is not None else "22-7")
    night = Button(
        words("notices.no_night" if room.quiet_from is not None else "notices.night"),
        Action("avisos", args),
    )
    kinds = [
        Button(
            words("notices.with" if kind in room.muted else "notices.without", kind=kind),
            Action("avisos", (WITH[0] if kind in room.muted else WITHOUT[0], kind.value)),
        )
        for kind in Kind
        if kind is not Kind.OTHER
    ]
    return ((hears,), (night,), tuple(kinds[:2]), tuple(kinds[2:]))

"""`/ajustes`: name, voice, language, hours, spacing, whose approval, threads, the team's chat."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import time

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import LOCALES, Words
from peruopt.errors import UserError
from peruopt.restaurant import Person, Policy, Restaurant, Role
from peruopt.store import Entry

Setter = Callable[[Restaurant, Person, str], None]
SPACING = range(24 * 60 + 1)


def _name(house: Restaurant, _: Person, said: str) -> None:
    if not 2 <= len(said) <= 80:
        raise UserError("settings.bad_name")
    house.name = said


def _voice(house: Restaurant, _: Person, said: str) -> None:
    if len(said) > 600:
        raise UserError("settings.bad_voice", n=len(said))
    house.voice = said


def _city(house: Restaurant, _: Person, said: str) -> None:
    house.city = said[:60]


def _language(house: Restaurant, person: Person, said: str) -> None:
    wanted = plain(said)[:2]
    found = {"es": "es_PE", "en": "en", "in": "en", "ca": "es_PE", "sp": "es_PE"}.get(wanted)
    if found not in LOCALES:
        raise UserError("settings.bad_language", said=said[:20])
    person.locale = house.locale = found


def _hours(house: Restaurant, _: Person, said: str) -> None:
    found = re.findall(r"(\d{1,2})(?::(\d{2}))?", said)
    if len(found) != 2 or any(int(h) > 24 or int(m or 0) > 59 for h, m in found):
        raise UserError("settings.bad_hours", said=said[:40])
    house.opens, house.closes = (time(int(h) % 24, int(m or 0)) for h, m in found)


def _spacing(house: Restaurant, _: Person, said: str) -> None:
    found = re.match(r"(\d{1,4})\s*(h|min|$)", plain(said))
    minutes = int(found[1]) * (60 if found[2] == "h" else 1) if found else -1
    if minutes not in SPACING:
        raise UserError("settings.bad_spacing", said=said[:40])
    house.spacing_minutes = minutes


def _approval(house: Restaurant, _: Person, said: str) -> None:
    found = POLICIES.get(plain(said).split()[0])
    if found is None:
        raise UserError("settings.bad_approval", said=said[:40])
    house.approval = found


def _team(house: Restaurant, _: Person, said: str) -> None:
    """Take the chat away; `aqui` is set where the chat is known."""
    if plain(said) not in NOWHERE:
        raise UserError("settings.bad_team", said=said[:40])
    house.team_platform = house.team_chat = ""


def _trial(house: Restaurant, _: Person, said: str) -> None:
    found = re.match(r"(\d{1,2})\s*%?$", plain(said))
    share = 0 if plain(said) in NOWHERE else int(found[1]) if found else -1
    if not 0 <= share <= MOST_TRIED:
        raise UserError("settings.bad_trial", said=said[:40], most=MOST_TRIED)
    house.explore_share = share / 100


def _tags(house: Restaurant, _: Person, said: str) -> None:
    found = TAGS.get(plain(said).split()[0])
    if found is None:
        raise UserError("settings.bad_tags", said=said[:40])
    house.tags_below = found


def _threads(house: Restaurant, _: Person, said: str) -> None:
    found = SWITCH.get(plain(said).split()[0])
    if found is None:
        raise UserError("settings.bad_threads", said=said[:40])
    house.threads = found


POLICIES = {
    "cualquiera": Policy.ANY,
    "dos": Policy.TWO,
    "otra": Policy.OTHER,
    "otro": Policy.OTHER,
    **{policy.value: policy for policy in Policy},
}
TAGS = {"comentario": True, "comment": True, "texto": False, "text": False}
SWITCH = {"si": True, "yes": True, "on": True, **dict.fromkeys(("no", "off", "none"), False)}
MOST_TRIED = 50
"""Per cent: past half, nobody would call it a recommendation."""
HERE = ("aqui", "here")
NOWHERE = ("no", "ninguno", "off", "none")
SETTERS: dict[str, Setter] = {
    "nombre": _name,
    "voz": _voice,
    "ciudad": _city,
    "idioma": _language,
    "horario": _hours,
    "espacio": _spacing,
    "aprobacion": _approval,
    "equipo": _team,
    "prueba": _trial,
    "etiquetas": _tags,
    "hilos": _threads,
}
TYPED = {"prueba", "etiquetas", "hilos"}
"""Seldom changed: the card names their command in its text, and stays short of buttons."""
ALIASES = {
    "name": "nombre",
    "voice": "voz",
    "city": "ciudad",
    "language": "idioma",
    "hours": "horario",
    "spacing": "espacio",
    "approval": "aprobacion",
    "team": "equipo",
    "trial": "prueba",
    "hashtags": "etiquetas",
    "threads": "hilos",
    "hilo": "hilos",
}


@register.command("ajustes", alias="settings", topic="settings")
async def answer(ask: Ask) -> Reply:
    """Show the settings, ask for a new value, or set it."""
    which, _, said = ask.text.partition(" ")
    which = ALIASES.get(plain(which), plain(which))
    if not which:
        return _shown(ask.restaurant, ask.words)
    if which not in SETTERS:
        raise UserError("settings.unknown", said=which[:40], known=", ".join(SETTERS))
    ask.person.require(Role.OWNER)
    if not said.strip():
        question = ask.words(f"settings.ask_{which}")
        return Reply(question, buttons=_choices(which, ask), asks=Action("ajustes", (which,)))
    house, person = await asyncio.to_thread(_set, ask, which, said.strip())
    words = Words(person.locale, house.timezone)
    return Reply(f"{words('settings.done')}\n\n{_shown(house, words).text}", buttons=_doors(words))


def _set(ask: Ask, which: str, said: str) -> tuple[Restaurant, Person]:
    assert ask.person.id is not None
    with ask.services.work(ask.person.restaurant_id) as w:
        person = w.people.get(ask.person.id)
        if which == "equipo" and plain(said) in HERE:
            chat = ask.message.source
            w.restaurant.team_platform, w.restaurant.team_chat = chat.platform, chat.chat
            w.rooms.meet(replace(chat, message=None), "" if ask.message.shared else person.handle)
        else:
            SETTERS[which](w.restaurant, person, said)
        kept = person.locale if which == "idioma" else said[:200]
        w.audit.add(Entry(ask.services.now(), person.name, f"settings.{which}", "", kept))
        return w.restaurant, person


def _shown(house: Restaurant, words: Words) -> Reply:
    off = words("settings.off")
    text = words(
        "settings.shown",
        name=house.name,
        city=house.city,
        voice=house.voice or words("settings.no_voice"),
        language=words(f"settings.in_{words.locale}"),
        opens=f"{house.opens:%H:%M}",
        closes=f"{house.closes:%H:%M}",
        spacing=_hours_long(house.spacing_minutes, words),
        digest=f"{house.digest_at:%H:%M}" if house.digest_at else off,
        approval=words("settings.approval", policy=house.approval),
        team=_team_chat(house, words),
        trial=words.percent(house.explore_share),
        threads=words("settings.threads_on" if house.threads else "settings.threads_off"),
        tags=words("settings.tags_below" if house.tags_below else "settings.tags_in"),
    )
    return Reply(text, title=words("settings.title"), buttons=_doors(words))


def _team_chat(house: Restaurant, words: Words) -> str:
    if house.team is None:
        return words("settings.no_team")
    return words("settings.team", door=words(f"door.{house.team.platform}"))


def _choices(which: str, ask: Ask) -> tuple[tuple[Button, ...], ...]:
    """Offer what can be chosen with one press."""
    if which == "aprobacion":
        told = [(f"settings.to_{policy}", policy.value) for policy in Policy]
    elif which == "equipo":
        told = [("settings.team_here", HERE[0]), ("settings.team_none", NOWHERE[0])]
    elif which == "prueba":
        told = [("settings.trial_none", "0"), ("settings.trial_some", "10")]
    elif which == "hilos":
        told = [("settings.to_threads", "si"), ("settings.to_one", "no")]
    elif which == "etiquetas":
        told = [("settings.to_in", "texto"), ("settings.to_below", "comentario")]
    else:
        return ()
    return tuple((Button(ask.words(key), Action("ajustes", (which, arg))),) for key, arg in told)


def _hours_long(minutes: int, words: Words) -> str:
    return words.number(minutes / 60, 0 if minutes % 60 == 0 else 1)


def _doors(words: Words) -> tuple[tuple[Button, ...], ...]:
    buttons = [
        Button(words(f"settings.to_{name}"), Action("ajustes", (name,)))
        for name in SETTERS
        if name not in TYPED
    ]
    return (tuple(buttons[:3]), tuple(buttons[3:6]), tuple(buttons[6:]))

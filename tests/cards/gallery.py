"""Every card there is, in a house that stands still."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from peruopt.chat.message import Reply, Upload
from peruopt.post import State
from peruopt.restaurant import Person, Restaurant, Role
from peruopt.work.settling import owner_here, settle
from tests.bench.__main__ import fill
from tests.fakes import FakeWriter
from tests.talk import Dialogue
from tests.taster import WAY, Taster, bring

EMPTY = {"pending_none": "/pendientes", "published_none": "/publicadas", "greeting": "/inicio"}
ASKED = {
    "help": "/ayuda",
    "greeting_known": "/inicio",
    "summary": "/resumen 30d",
    "hours": "/horas facebook",
    "calendar": "/calendario",
    "pending": "/pendientes",
    "published": "/publicadas",
    "dishes": "/resumen platos",
    "dishes_of_days": "/resumen platos 7d",
    "digest": "/diario",
    "settings": "/ajustes",
    "settings_question": "/ajustes voz",
    "team": "/equipo",
    "team_one": "/equipo 2",
    "team_remove": "/equipo 2 quitar",
    "invitation_roles": "/invitar",
    "import_help": "/importar",
    "hour_question": "/otrahora 3",
    "edit_question": "/editar 3",
    "changes_question": "/cambios 3",
    "reject_question": "/rechazar 3",
    "error_unknown": "/redactra ceviche",
    "error_no_draft": "/ver 999",
}
TABLE = b"fecha,texto,me gusta\n2026-10-01 20:00,Ceviche,40\n2026-10-02 13:00,Lomo,31\n"


async def cards(folder: Path, clock, locale: str) -> AsyncIterator[tuple[str, list[Reply]]]:
    """Yield every card's name and what is shown."""
    talk = Dialogue.begin(folder, clock, writer=FakeWriter(), recommender=Taster(), locale=locale)
    services = talk.app.services
    house = Restaurant(name="La Caleta", locale=locale)
    owner = owner_here(locale).model_copy(update={"name": "Rosa"})
    settle(services.work, services.directory, house, owner, _here(), clock.now())
    try:
        for name, line in EMPTY.items():
            yield name, await talk.say(line)
        _staff(talk)
        fill(talk, 1, 60)
        with services.work(1) as w:
            for channel in w.channels.all():
                channel.publishes = True
        yield "draft", await talk.say("/redactar ceviche")
        for name, line in ASKED.items():
            yield name, await talk.say(line)
        yield "import_question", await talk.say("", Upload("historia.csv", TABLE))
        for draft, state in zip(range(2, 9), WAY, strict=True):
            if draft > 3:
                await talk.say("/otra 1")
            bring(talk, draft, every=state)
            yield f"draft_{state}", await talk.say(f"/ver {draft}")
        await talk.say("/otra 1")
        bring(talk, 9, facebook=State.PUBLISHED, instagram=State.FAILED)
        yield "draft_mixed", await talk.say("/ver 9")
        yield "missed", await talk.say("/perdidas")
        yield "uncertain", await talk.say("/pendientes")
        yield "edited", await talk.say("/editar 1 Ceviche del día, con su leche de tigre")
        yield "discarded", await talk.say("/descartar 1")
        yield "history", await talk.say("/historial")
    finally:
        talk.close()


def _here():
    from peruopt.work.settling import HERE

    return HERE


def _staff(talk: Dialogue) -> None:
    with talk.app.services.work(1) as w:
        for name, role in (("Luis", Role.APPROVER), ("Ana", Role.EDITOR)):
            person = Person(
                restaurant_id=1, platform="slack", handle=f"U{name.upper()}", name=name, role=role
            )
            w.people.add(person)

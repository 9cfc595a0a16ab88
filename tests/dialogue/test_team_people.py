"""The team: its list, its roles, its log, its settings; never without an owner."""

from __future__ import annotations

import pytest

import handlers
from peruopt.chat.message import Action
from peruopt.chat.words import Words
from peruopt.restaurant import Role
from peruopt.store import Entry
from tests.dialogue.town import TEAM, Town
from tests.talk import buttons

OURS = (
    "equipo", "invitar", "unirme", "reclamar", "historial", "restaurante", "cambios",
    "rechazar", "avisos",
)  # fmt: skip


@pytest.fixture
def town(data_dir, clock):
    opened = Town.begin(data_dir, clock)
    opened.found("La Caleta", "rosa")
    yield opened
    opened.close()


async def test_the_owner_changes_a_role_and_removes_with_buttons(town):
    town.add(1, "beto", Role.VIEWER)
    await town.say("rosa", "/equipo")
    assert "1 · Rosa · dueño · Telegram" in town.text
    assert "2 · Beto · lector · Telegram" in town.text
    await town.press("rosa", "✏️ Beto")
    await town.press("rosa", "Aprobador")
    assert "El rol de Beto es ahora aprobador" in town.text
    await town.press("rosa", "✏️ Beto")
    await town.press("rosa", "Quitar")
    assert "¿Quito a Beto del equipo?" in town.text
    await town.press("rosa", "Sí, quitar")
    assert "Beto ya no está en el equipo" in town.text
    await town.say("beto", "/pendientes")
    assert "solo responde a su equipo" in town.text
    await town.say("rosa", "/historial")
    assert "Rosa quitó del equipo: Beto → aprobador" in town.text
    assert "Rosa cambió un rol: Beto → aprobador" in town.text


@pytest.mark.parametrize("said", ["/equipo 1 editor", "/equipo 1 quitar si"])
async def test_the_last_owner_stays(town, said):
    await town.say("rosa", said)
    assert "no puede quedarse sin nadie" in town.text
    town.add(1, "eva", Role.OWNER, "slack")
    await town.say("rosa", said)
    assert "no puede quedarse" not in town.text


@pytest.mark.parametrize("role", [Role.APPROVER, Role.EDITOR, Role.VIEWER])
async def test_others_see_the_team_and_cannot_change_it(town, role):
    town.add(1, "beto", role)
    (shown,) = await town.say("beto", "/equipo")
    assert "Rosa · dueño" in shown.text
    assert buttons(shown) == []
    for said in (
        "/equipo 2 dueño",
        "/equipo 1 quitar si",
        "/invitar lector",
        "/ajustes equipo no",
    ):
        await town.say("beto", said)
        assert "hace falta el rol de dueño" in town.text
    await town.act("beto", Action("equipo", ("2", "owner")))
    assert "hace falta el rol de dueño" in town.text
    assert town.whats(1).count("refused.role") == 5


async def test_the_log_is_for_approvers_and_knows_every_line_we_write(town):
    town.add(1, "edu", Role.EDITOR)
    await town.say("edu", "/historial")
    assert "hace falta el rol de aprobador" in town.text
    await town.say("rosa", "/redactar ceviche")
    await town.say("rosa", "/aprobar 3 viernes 8 de la noche")
    await town.say("rosa", "/ajustes aprobacion dos")
    with town.app.services.work(1) as w:
        w.audit.add(Entry(town.app.clock.now(), "Rosa", "something.new", "draft:3", "x"))
    await town.say("rosa", "/historial")
    first, *rest = town.text.strip().splitlines()[1:]
    assert first.strip() == "" or "something.new" in town.text
    assert "Rosa · something.new · draft:3 · x" in town.text
    assert "Rosa cambió un ajuste: Aprobación: dos" in town.text
    assert "Rosa programó la propuesta 3 · Facebook (vie 27 nov, 20:00)" in town.text
    assert "Edu quiso hacer algo que su rol no permite: /historial" in town.text
    assert rest
    await town.say("rosa", "/historial 1")
    assert "something.new" in town.text
    assert "programó" not in town.text


async def test_the_policy_is_a_setting_with_buttons(town):
    town.add(1, "beto", Role.APPROVER)
    await town.say("rosa", "/ajustes aprobacion")
    await town.press("rosa", "Dos personas")
    assert "Aprobación: aprueban dos personas distintas" in town.text
    await town.say("rosa", "/redactar ceviche")
    await town.say("rosa", "/aprobar 3 viernes 8 de la noche")
    assert "👍 Rosa la aprobó para el vie 27 nov, 20:00; falta" in town.text
    await town.say("rosa", "/aprobar 3 viernes 8 de la noche")
    assert "ya está anotada" in town.text
    await town.say("beto", "/ver 3")
    await town.press("beto", "yo también")
    assert "Sale el vie 27 nov, 20:00" in town.text
    for card in [r for r in town.in_chat("rosa") if r.about == "draft:3"]:
        assert "Sale el vie 27 nov, 20:00" in card.text
        assert "La aprobaron Rosa y Beto." in card.text


@pytest.mark.parametrize("said", ["/ajustes aprobacion tres", "/ajustes equipo allá"])
async def test_what_no_setting_takes_is_said(town, said):
    await town.say("rosa", said)
    assert "No entendí" in town.text


@pytest.mark.parametrize("locale", ["es_PE", "en"])
def test_each_command_explains_itself(locale):
    commands, words = handlers.load().commands, Words(locale)
    for name in OURS:
        told = words(f"{commands[name].topic}.help")
        assert told[0].islower()
        assert not told.endswith(".")
        called = name if locale == "es_PE" else commands[name].alias
        assert words(f"{commands[name].topic}.usage").startswith(f"/{called}")


async def test_changes_are_asked_for_and_the_reason_stays_on_the_card(town):
    await town.say("rosa", "/redactar ceviche")
    await town.say("rosa", "/aprobar 3 viernes 8 de la noche")
    await town.say("rosa", "/cambios 3")
    *_, card = await town.say("rosa", "más corto, sin hashtags")
    assert "💬 Rosa: «más corto, sin hashtags»" in card.text
    assert card.quote == "ceviche 1"
    assert "hace falta aprobarlo otra vez" in card.text
    assert town.app.services.writer.briefs[-1].wish == "más corto, sin hashtags"
    assert town.app.services.writer.briefs[-1].previous.startswith("ceviche 5")
    await town.say("rosa", "/historial")
    assert "pidió cambios en la propuesta 3: «más corto, sin hashtags»" in town.text


async def test_a_rejection_has_a_reason_and_reaches_who_asked(town):
    town.add(1, "beto", Role.APPROVER)
    town.add(1, "edu", Role.EDITOR)
    await town.say("edu", "/redactar ceviche")
    await town.say("beto", "/rechazar 3")
    (card,) = await town.say("beto", "ya no hay lenguado")
    assert "🙅 Beto la rechazó" in card.text
    assert "«ya no hay lenguado»" in card.text
    await town.later(seconds=1)
    told = "\n".join(reply.text for reply in town.in_chat("edu"))
    assert "Beto rechazó la propuesta 3: «ya no hay lenguado»" in told
    await town.say("edu", "/rechazar 3 otra vez")
    assert "Beto ya la descartó" in town.text


async def test_a_group_is_joined_to_the_owners_restaurant(town):
    town.add(1, "beto", Role.VIEWER)
    await town.say("beto", "/pendientes", chat=TEAM)
    assert "chat.bound" not in town.whats(1)
    await town.say("rosa", "/pendientes", chat=TEAM)
    assert "chat.bound" in town.whats(1)

"""Cards: pressed, replaced, superseded."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest

from e2e.browser import phone
from e2e.conftest import opened
from peruopt.chat.message import Action, Button, Reply, Tone

CARD = Reply(
    "Tres cucharadas de leche de tigre.",
    title="Propuesta",
    buttons=(
        (Button("Aprobar", Action("aprobar", ("7",)), Tone.PRIMARY),),
        (Button("Descartar", Action("descartar", ("7",)), Tone.DANGER),),
    ),
    about="draft:7",
)


@pytest.fixture
def slow(served):
    """Answers a press only when told to."""
    served.go = asyncio.Event()

    async def script(page, message):
        if message.action and message.action.name == "aprobar":
            await served.go.wait()
            await page.show(replace(CARD, title="Agendado", buttons=(), replaces=message.source))

    served.script = script
    return lambda: served._loop.call_soon_threadsafe(served.go.set)


def test_a_press_shows_at_once_and_its_card_changes_in_place(page, served, slow):
    shown = served.tell(CARD)
    served.tell(Reply("Algo más abajo."))
    key = page.get_by_role("button", name="Aprobar")
    key.click()
    page.locator(".key.busy", has_text="Aprobar").wait_for()
    page.locator("#typing").wait_for()
    assert key.get_attribute("aria-pressed") == "true"
    key.click(force=True)
    page.get_by_role("button", name="Descartar").click(force=True)
    slow()
    page.get_by_role("heading", name="Agendado").wait_for()
    page.locator("#typing").wait_for(state="hidden")
    assert page.locator(".shown > p").all_inner_texts()[-2:] == [CARD.text, "Algo más abajo."]
    assert page.locator(".said.press").inner_text().endswith("Aprobar")
    (pressed,) = [m for m in served.heard if m.action]
    assert pressed.action == Action("aprobar", ("7",))
    assert pressed.source == shown
    page.reload()
    page.get_by_role("heading", name="Agendado").wait_for()
    assert page.get_by_role("heading", name="Propuesta").count() == 0


def test_a_press_that_changes_nothing_stays_marked(page, served):
    served.tell(CARD)
    page.get_by_role("button", name="Descartar").click()
    page.locator(".key.picked", has_text="Descartar").wait_for()
    assert page.get_by_role("button", name="Aprobar").get_attribute("aria-disabled") == "false"
    page.reload()
    page.locator(".key.picked", has_text="Descartar").wait_for()


def test_an_older_card_of_the_same_thing_can_no_longer_be_pressed(page, served):
    served.tell(CARD)
    served.tell(replace(CARD, about="draft:8"))
    served.tell(replace(CARD, title="Propuesta, otra vez"))
    page.get_by_role("heading", name="otra vez").wait_for()
    keys = page.get_by_role("button", name="Aprobar")
    assert [keys.nth(i).is_disabled() for i in range(3)] == [True, False, False]
    page.get_by_text("Hay una versión más nueva de esta tarjeta.").wait_for()


def test_a_second_tab_sees_the_same(page, served, browser):
    served.tell(CARD)
    with phone(browser) as second:
        opened(second, served)
        second.get_by_role("button", name="Descartar").click()
        page.locator(".said.press", has_text="Descartar").wait_for()
        page.locator(".key.picked", has_text="Descartar").wait_for()
    assert served.said == ["/descartar 7"]


def test_a_question_is_asked_for_in_the_composer(page, served):
    served.tell(Reply("¿Para qué plato?", asks=Action("redactar")))
    page.get_by_placeholder("Tu respuesta…").wait_for()

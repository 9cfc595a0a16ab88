"""The tour: a whole house in a real browser, from connecting a network to a post's results.

Meta is a server on this machine that speaks the real protocol; its people react over time.
"""

from __future__ import annotations

import logging
import re
from datetime import time

import pytest

from e2e.acts import LEARNS, answered, plate
from e2e.browser import phone, screenshot
from e2e.conftest import say
from e2e.living import LivingHouse
from tests.leaking import leaked, leaking
from tests.networks.doors import PERSON_TOKEN

DISH = "ceviche de conchas negras"


@pytest.fixture
def house(tmp_path, caplog):
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.WARNING, logger="apscheduler")
    with LivingHouse(tmp_path) as opened:
        yield opened
    assert list(leaking(tmp_path)) == []
    assert leaked(caplog.text) == []
    assert [r.getMessage() for r in caplog.records if r.exc_info] == []


def photographed(page, card, name: str) -> str:
    """Bring a card's top below the masthead, photograph it, and return what it says."""
    card.evaluate("node => node.scrollIntoView({block: 'start'})")
    said = card.inner_text()
    screenshot(page, name)
    return said


def interactions(said: str) -> int:
    """Return the first count that a message tells."""
    return int(re.search(r"(\d+) interacciones", said)[1])


def connected(page) -> None:
    say(page, "/redes")
    answered(page, "Instagram")
    screenshot(page, "tour-01-networks")
    say(page, "/redes facebook conectar")
    answered(page, "Pégalo aquí")
    say(page, PERSON_TOKEN)
    answered(page, "conectada como La Mar Brava")
    answered(page, "Leí 1")
    screenshot(page, "tour-02-connected")
    assert leaked(page.content()) == []


def imported(page, house) -> None:
    page.locator("#files").set_input_files(house.export())
    page.get_by_role("button", name="Enviar").click()
    question = answered(page, "una pregunta")
    photographed(page, question, "tour-03-question")
    question.get_by_role("button", name="hora de America/Lima").click()
    told = answered(page, "Importé").inner_text()
    photographed(page, question, "tour-04-imported")
    assert f"nuevas: {len(house.old)}, actualizadas: 0" in told


def approved(page, house, tmp_path) -> None:
    (tmp_path / "ceviche.jpg").write_bytes(plate(wide=True))
    page.locator("#files").set_input_files(tmp_path / "ceviche.jpg")
    page.locator("#text").fill(DISH)
    page.get_by_role("button", name="Enviar").click()
    card = answered(page, "(3 de 3)")
    assert "sobre lo usual" in photographed(page, card, "tour-05-draft")
    card.locator(".key").first.click()
    card = answered(page, "Programada")
    assert "Sale el" in photographed(page, card, "tour-06-approved")
    assert not [one for one in house.meta.wall if DISH in one.text.lower()]


def published(page, house) -> None:
    house.until_published()
    said = photographed(page, answered(page, "Ya está en Facebook"), "tour-07-published")
    assert len([one for one in house.meta.wall if DISH in one.text.lower()]) == 1
    assert f"https://facebook.example/{house.meta.wall[-1].id}" in said


def test_from_connecting_to_results(browser, house, tmp_path):
    with phone(browser) as page:
        page.clock.set_system_time(house.time.now())
        page.goto(house.url)
        page.locator(".shown").first.wait_for(timeout=LEARNS)
        connected(page)
        imported(page, house)
        approved(page, house, tmp_path)
        published(page, house)

        house.let(minutes=65)
        say(page, "/publicadas")
        first = photographed(page, answered(page, "lleva 1 hora"), "tour-08-after-an-hour")
        assert "sigue sumando · espero" in first
        assert house.earned(1) <= interactions(first) <= house.earned(1.2)

        house.until(time(8, 1))
        digest = photographed(page, answered(page, "Ayer salió 1 publicación"), "tour-09-digest")
        assert " ".join(house.meta.wall[-1].text.split()[:3]) in digest
        assert house.earned(1.2) < interactions(digest)

        house.let(hours=24)
        say(page, "/publicadas")
        last = photographed(page, answered(page, "Mis pronósticos: "), "tour-10-results")
        assert interactions(digest) < interactions(last)
        assert house.earned(24) <= interactions(last) <= house.earned(26)
        assert "lo previsto (" in last

        counts = [reading.metrics for reading in house.readings()]
        assert len(counts) == 3
        for name in ("likes", "comments", "reach"):
            told = [getattr(metrics, name) for metrics in counts]
            assert told == sorted(told), f"{name} grow from reading to reading"
            assert told[0] < told[-1], name

        say(page, "/aciertos")
        hits = photographed(page, answered(page, "de 1 resultado cayó"), "tour-11-hits")
        assert "Aún son pocos" in hits

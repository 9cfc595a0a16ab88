"""A database put back without its pictures: told on cards, before approval, by the doctor."""

from __future__ import annotations

import asyncio
import shutil
from datetime import UTC, datetime

import pytest

from bot.__main__ import main
from bot.vault import FILE, open_vault
from peruopt.chat.message import Upload
from peruopt.credential import Credential, Secrets, Way
from peruopt.post import State
from peruopt.restaurant import Network
from tests.photos import jpeg
from tests.talk import Dialogue, spoken, state

GONE = "Su foto ya no está entre las que guardo"


@pytest.fixture
async def talk(data_dir, clock):
    talk = Dialogue.begin(data_dir, clock)
    await talk.say("hola")
    await talk.say("ceviche de hoy", Upload("foto.jpg", jpeg()))
    yield talk
    talk.close()


@pytest.fixture
def report(data_dir, monkeypatch, capsys):
    """`report()`: what the doctor says does not work."""
    monkeypatch.chdir(data_dir)
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("PERUOPT_WEB_PORT", "0")

    async def report() -> list[str]:
        await asyncio.to_thread(main, ["doctor"])
        return [line for line in capsys.readouterr().out.splitlines() if line.startswith("❌")]

    return report


async def test_what_has_its_picture_is_as_it_was(talk, report):
    await talk.say("/ver 3")
    assert GONE not in talk.text
    assert await report() == []


async def test_a_draft_whose_picture_is_gone_is_not_approved(talk, data_dir):
    shutil.rmtree(data_dir / "media")
    await talk.say("/ver 3")
    card = spoken(talk.said[0])
    assert card.count(GONE) == 1
    assert "⛔" in card
    assert "lo demás sí puede salir" not in card, "nothing can"
    assert "Aprobar" not in card
    await talk.say("/aprobar 3 mañana 12:00")
    assert state(talk, 3) is State.PROPOSED
    assert "todavía no puede salir en ninguna red" in talk.text or GONE in talk.text
    await talk.say("/ajustes idioma english")
    await talk.say("/show 3")
    assert "Its picture is no longer among those I keep" in talk.text


async def test_one_picture_of_an_album_is_missed_too(talk, data_dir, clock):
    photos = [Upload(f"{n}.jpg", jpeg(color=f"rgb({90 * n}, 80, 120)")) for n in (1, 2)]
    await talk.say("parihuela y chicha", *photos)
    with talk.app.services.work(1) as w:
        (newest,) = w.drafts.recent(1)
        first, second = newest.album
    store = talk.app.services.pictures
    assert store.has(first)
    (data_dir / "media" / second[:2] / second).unlink()
    await talk.say(f"/ver {newest.id}")
    assert GONE in talk.text


async def test_the_doctor_counts_what_is_missing(talk, data_dir, report):
    await talk.say("/aprobar 3 mañana 12:00")
    assert state(talk, 3) is State.SCHEDULED
    shutil.rmtree(data_dir / "media")
    (line,) = await report()
    assert "falta 1 foto" in line
    assert str(data_dir / "media") in line
    for number in ("1", "2", "3"):
        await talk.say(f"/cancelar {number}")
        await talk.say(f"/descartar {number}")
    assert await report() == []


async def test_the_doctor_misses_the_key_of_what_is_sealed(talk, data_dir, report):
    vault = open_vault(None, data_dir)
    with talk.app.services.work(1) as w:
        channel = next(c for c in w.channels.all() if c.network is Network.FACEBOOK)
        sealed = Secrets(token="t").sealed(vault)
        w.credentials.keep(Credential(channel.id, Way.API, datetime.now(UTC), "7", sealed))
    (data_dir / FILE).unlink()
    (line,) = await report()
    assert str(data_dir / FILE) in line
    assert not (data_dir / FILE).exists(), "another key would open nothing"

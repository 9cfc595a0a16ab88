"""Claiming a restaurant, joining its team, and being refused politely."""

from __future__ import annotations

import re

import pytest

from peruopt.chat.message import Upload
from peruopt.restaurant import Role
from tests.dialogue.town import Town

CODE = re.compile(r"\b([2-9A-Z]{5}-[2-9A-Z]{5})\b")


@pytest.fixture
def town(data_dir, clock):
    opened = Town.begin(data_dir, clock)
    yield opened
    opened.close()


def code_in(text: str) -> str:
    found = CODE.search(text)
    assert found, text
    return found[1]


def people(town, house=1):
    with town.app.services.work(house) as w:
        return {p.handle: p.role for p in w.people.all()}


async def test_the_printed_code_makes_an_owner_once(town):
    code = town.claim()
    await town.say("rosa", f"/reclamar {code.lower().replace('-', ' ')}")
    assert "Tu rol es dueño" in town.text
    assert people(town) == {"rosa": Role.OWNER}
    assert town.claim() is None, "it has an owner now"
    await town.say("luis", f"/reclamar {code}")
    assert "ya se usó" in town.text
    assert town.whats(1)[:2] == ["code.used", "team.claimed"]


async def test_a_second_start_makes_the_first_code_worthless(town):
    first, second = town.claim(), town.claim()
    await town.say("rosa", f"/reclamar {first}")
    assert "no me suena" in town.text
    await town.say("rosa", f"/start {second}")
    assert "Tu rol es dueño" in town.text


async def test_a_claim_is_for_its_own_door_and_for_half_an_hour(town):
    town.found("La Caleta", "web-owner", "console")
    code = town.claim()
    await town.say("eva", f"/reclamar {code}", on="slack")
    assert "no me suena" in town.text
    town.app.clock.tick(minutes=31)
    await town.say("rosa", f"/reclamar {code}")
    assert "ya venció" in town.text
    assert {"code.unknown", "code.expired"} <= set(town.whats(1))
    await town.say("rosa", f"/reclamar {town.claim()}")
    assert people(town)["rosa"] is Role.OWNER


async def test_an_invitation_brings_one_person_in_and_the_owner_is_told(town):
    town.found("La Caleta", "rosa")
    town.app.services.links["telegram"] = lambda code: f"https://t.me/casa_bot?start={code}"
    (reply,) = await town.say("rosa", "/invitar aprobador")
    assert reply.private
    code = code_in(reply.text)
    assert f"https://t.me/casa_bot?start={code.replace('-', '')}" in reply.text
    await town.say("beto", f"/start {code.replace('-', '')}")
    assert "Ya eres del equipo de La Caleta" in town.text
    assert "aprobador" in town.text
    assert people(town)["beto"] is Role.APPROVER
    await town.later(seconds=1)
    assert "Beto entró al equipo por Telegram; su rol es aprobador" in "\n".join(
        reply.text for reply in town.in_chat("rosa")
    )
    await town.say("caro", f"/unirme {code}")
    assert "ya se usó" in town.text
    assert "caro" not in people(town)


async def test_an_invitation_lasts_two_days(town):
    town.found("La Caleta", "rosa")
    code = code_in((await town.say("rosa", "/invitar lector"))[0].text)
    town.app.clock.tick(hours=49)
    await town.say("beto", f"/unirme {code}")
    assert "ya venció" in town.text
    assert "code.expired" in town.whats(1)


async def test_who_is_in_already_does_not_use_the_code_up(town):
    town.found("La Caleta", "rosa")
    code = code_in((await town.say("rosa", "/invitar lector"))[0].text)
    await town.say("rosa", f"/unirme {code}")
    assert "Ya eres parte de La Caleta; tu rol es dueño" in town.text
    await town.say("beto", f"/unirme {code}")
    assert people(town)["beto"] is Role.VIEWER


async def test_only_owners_invite_but_anybody_brings_themselves(town):
    seat = town.found("La Caleta", "rosa")
    beto = town.add(1, "beto", Role.EDITOR)
    await town.say("beto", "/invitar dueño")
    assert "hace falta el rol de dueño" in town.text
    code = code_in((await town.say("beto", "/invitar yo"))[0].text)
    await town.say("u-beto", f"/unirme {code}", on="slack")
    assert people(town)["u-beto"] is Role.EDITOR
    with town.app.services.work(seat.restaurant.id) as w:
        there = next(p for p in w.people.all() if p.handle == "u-beto")
        assert there.oneself == beto.id


async def test_five_wrong_codes_and_one_waits_even_with_the_right_one(town):
    town.found("La Caleta", "rosa")
    code = code_in((await town.say("rosa", "/invitar editor"))[0].text)
    for number in range(5):
        await town.say("mala", f"/unirme AAAAA-AAAA{number + 2}")
        assert "no me suena" in town.text
    await town.say("mala", f"/unirme {code}")
    assert "espera un poco" in town.text
    assert await town.say("mala", f"/unirme {code}") == [], "told once is enough"
    assert "mala" not in people(town)
    await town.say("beto", f"/unirme {code}")
    assert people(town)["beto"] is Role.EDITOR, "others are not held up"
    town.app.clock.tick(minutes=16)
    await town.say("mala", "/unirme AAAAA-AAAAA")
    assert "no me suena" in town.text
    assert town.whats(1).count("code.unknown") == 6


async def test_many_people_guessing_together_wait_too(town):
    town.found("La Caleta", "rosa")
    for number in range(60):
        await town.say(f"bot{number}", "/unirme AAAAA-AAAAA")
    await town.say("bot99", "/unirme AAAAA-AAAAA")
    assert "espera un poco" in town.text


async def test_a_stranger_hears_one_sentence_an_hour_and_nothing_is_kept_of_them(town):
    town.found("La Caleta", "rosa")
    uploads = (Upload("menu.csv", b"Fecha,Texto\n2026-10-01,x\n"),)
    (reply,) = await town.say("nadie", "", *uploads)
    assert "solo responde a su equipo" in reply.text
    for said in ("hola", "/equipo", "/unirme", "/ver 1"):
        assert await town.say("nadie", said) == []
    town.app.clock.tick(minutes=61)
    assert len(await town.say("nadie", "hola")) == 1
    assert people(town) == {"rosa": Role.OWNER}
    assert town.whats(1).count("stranger.refused") == 2
    with town.app.services.work(1) as w:
        assert w.posts.count() == 0


async def test_the_database_holds_no_code(town, data_dir):
    town.found("La Caleta", "rosa")
    code = code_in((await town.say("rosa", "/invitar editor"))[0].text)
    kept = b"".join(path.read_bytes() for path in data_dir.glob("peruopt.db*"))
    assert code.replace("-", "").encode() not in kept
    assert code.encode() not in kept

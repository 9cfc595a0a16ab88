"""What GPT wrote is checked before a person sees it, asked for once more, and never thrice."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pydantic import SecretStr

from peruopt.menu.item import Item
from peruopt.ports import Brief, Writing
from peruopt.restaurant import Network
from peruopt.voice.card import VoiceCard
from peruopt.writers.gpt import GptWriter
from tests.unit.writers.gpt_server import TEXTS, GptServer, answer

BRIEF = Brief("ceviche", "La Sirena", Network.INSTAGRAM)


def rows(*texts: str, **rest: Any) -> dict[str, Any]:
    return answer([{"text": text, "hashtags": ["#Ceviche"]} | rest for text in texts])


async def write(server: GptServer, brief: Brief = BRIEF, model: str = "gpt-6-luna") -> Writing:
    writer = GptWriter(SecretStr("k"), base_url=server.url, timeout=5.0, retries=0, model=model)
    return await writer.write(brief, 3)


async def test_too_few_fit_texts_are_asked_for_once_more_with_the_reasons(server) -> None:
    server.queue = [rows("Ceviche a S/ 25.", "Ganamos un premio.", TEXTS[0])]
    writing = await write(server)
    first, second = server.asked
    assert len(first["messages"]) == 2
    told = second["messages"][-1]["content"]
    assert "candidate 1: it names what the brief does not: s/ 25" in told
    assert [c.text for c in writing.candidates] == TEXTS[:3], "none of them twice"
    assert (writing.note, writing.tokens_in) == ("", 2000)


async def test_it_is_asked_at_most_twice_and_the_offline_writer_fills_up(server) -> None:
    server.body = rows("Ceviche a S/ 25.", "Ceviche a S/ 26.")
    writing = await write(server)
    assert len(server.asked) == 2
    assert (writing.writer, writing.note) == ("template", "writing.gpt_unfit")
    assert "S/" not in "".join(c.text for c in writing.candidates)


async def test_the_menus_price_may_be_said_and_what_is_off_may_not(server) -> None:
    item = Item("Ceviche clásico", 3800)
    brief = replace(BRIEF, item=item, away=("Pulpo al olivo",))
    good = "Ceviche clásico, S/ 38."
    server.body = rows(good, "Y pulpo al olivo también.", TEXTS[1], TEXTS[2])
    assert [c.text for c in (await write(server, brief)).candidates] == [good, *TEXTS[1:3]]


async def test_the_voice_is_enforced_and_marks_are_opened(server) -> None:
    card = VoiceCard(banned=("conquista",), hashtags=0)
    server.body = rows("Ven por tu ceviche!", "Un ceviche que conquista.", TEXTS[1], TEXTS[2])
    shown = (await write(server, replace(BRIEF, card=card))).candidates
    assert [c.text for c in shown] == ["¡Ven por tu ceviche!", *TEXTS[1:3]]
    assert {c.hashtags for c in shown} == {()}


async def test_a_reason_comes_with_each_text(server) -> None:
    server.body = rows(*TEXTS, reason="Pregunta  fácil de responder")
    assert (await write(server)).candidates[0].why == "Pregunta fácil de responder"


async def test_a_model_that_sees_gets_the_photo(server) -> None:
    brief = replace(BRIEF, has_photo=True, picture=b"\xff\xd8\xffphoto")
    await write(server, brief)
    await write(server, brief, model="some-local-model")
    seen, blind = (asked["messages"][1]["content"] for asked in server.asked)
    assert seen[1]["image_url"]["url"].startswith("data:image/jpeg;base64,")
    assert isinstance(blind, str)

"""What the assistant may rely on, whichever door a message comes through."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from peruopt.chat.message import Action, Button, Picture, Reply, Upload
from tests.photos import png

FULL = Reply(
    "Un texto con <b>marcas</b> & *signos*.",
    title="El título",
    quote="Las palabras de alguien",
    buttons=((Button("Aprobar", Action("aprobar", ("7",))), Button("Otra", Action("otra"))),),
    picture=Picture(png(), "Un mapa de calor"),
    files=(Upload("posts.csv", b"a,b\n"),),
    about="draft:7",
)


async def test_what_is_typed_arrives_whole(opened, until):
    async with opened() as at:
        await at.stage.say("/redactar ají de gallina 🌶️ <b>")
        await until(lambda: at.heard)
        (message,) = at.heard
        assert message.text == "/redactar ají de gallina 🌶️ <b>"
        assert (message.action, message.uploads) == (None, ())
        assert message.source == at.stage.chat
        assert message.source.platform == at.stage.door.platform
        assert message.at.utcoffset() is not None
        assert message.id
        assert message.person


async def test_messages_come_in_their_order_each_with_its_own_id(opened, until):
    async with opened() as at:
        for number in range(8):
            await at.stage.say(f"mensaje {number}")
        await until(lambda: len(at.heard) == 8)
        assert [m.text for m in at.heard] == [f"mensaje {n}" for n in range(8)]
        assert len({m.id for m in at.heard}) == 8


async def test_a_redelivered_message_has_the_same_id(opened, until):
    async with opened() as at:
        await at.stage.say("una vez", again=True)
        await at.stage.say("fin")
        await until(lambda: at.heard and at.heard[-1].text == "fin")
        assert len({m.id for m in at.heard if m.text == "una vez"}) == 1


async def test_a_file_arrives_as_it_was_sent(opened, until):
    content = bytes(range(256)) * 400
    async with opened() as at:
        await at.stage.upload("historia.csv", content, "de Meta")
        await until(lambda: at.heard)
        assert at.heard[0].uploads == (Upload("historia.csv", content),)
        assert at.heard[0].text == "de Meta"


async def test_several_pictures_are_one_message_and_in_their_order(opened, until):
    colors = ("red", "gold", "navy", "tan")
    pictures = [(f"{n}.png", png(color=color)) for n, color in enumerate(colors)]
    async with opened() as at:
        await at.stage.upload_all(pictures, "ceviche y chicha")
        await at.stage.say("fin")
        await until(lambda: at.heard and at.heard[-1].text == "fin")
        several, _ = at.heard
        assert [upload.content for upload in several.uploads] == [c for _, c in pictures]
        assert several.text == "ceviche y chicha"


async def test_everything_of_a_reply_can_be_seen(opened, until):
    async with opened() as at:
        shown = await at.stage.door.send(at.stage.chat, FULL)
        assert replace(shown, message=None) == at.stage.chat
        assert shown.message
        await until(at.stage.seen)
        screen = "\n".join(await at.stage.seen())
        told = [FULL.title, FULL.quote, FULL.text, FULL.picture.alt, "posts.csv"]
        for words in [*told, "Aprobar", "Otra"]:
            assert words in screen


async def test_a_press_is_its_action_on_its_card(opened, until):
    async with opened() as at:
        await at.stage.door.send(at.stage.chat, replace(FULL, about="draft:6"))
        shown = await at.stage.door.send(at.stage.chat, FULL)
        await at.stage.press("Aprobar")
        await until(lambda: at.heard)
        (message,) = at.heard
        assert message.action == Action("aprobar", ("7",))
        assert message.source == shown


async def test_a_replaced_card_changes_where_it_is(opened, until):
    async with opened() as at:
        shown = await at.stage.door.send(at.stage.chat, FULL)
        await at.stage.door.send(at.stage.chat, Reply("Algo más abajo"))
        changed = Reply("Agendado para el viernes", replaces=shown)
        assert await at.stage.door.send(at.stage.chat, changed) == shown
        seen = await at.stage.seen()
        assert len(seen) == 2
        assert "Agendado para el viernes" in seen[0]
        assert "Algo más abajo" in seen[1]
        again = replace(changed, text="Publicado")
        assert await at.stage.door.send(at.stage.chat, again) == shown
        assert "Publicado" in (await at.stage.seen())[0]


async def test_an_answer_that_fails_closes_nothing(opened, until):
    async def script(_stage, message):
        if message.text == "mala":
            raise RuntimeError("boom")

    async with opened(script) as at:
        await at.stage.say("mala")
        await at.stage.say("buena")
        await until(lambda: [m.text for m in at.heard] == ["mala", "buena"])
        await at.stage.door.send(at.stage.chat, Reply("Sigo aquí"))
        assert any("Sigo aquí" in text for text in await at.stage.seen())


async def test_a_long_answer_does_not_keep_the_door_shut(opened, until):
    hold = asyncio.Event()

    async def script(stage, message):
        if message.text == "larga":
            await stage.door.send(stage.chat, Reply("Voy"))
            await hold.wait()

    async with opened(script) as at:
        await at.stage.say("larga")
        await until(lambda: at.heard)
        await until(at.stage.seen)
        await at.stage.door.send(at.stage.chat, Reply("Una noticia"))
        assert "Una noticia" in (await at.stage.seen())[-1]
        hold.set()

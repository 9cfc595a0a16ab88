"""What people see: words, pictures and files within Telegram's limits, cards that change."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from peruopt.chat.message import Action, Address, Button, Picture, Reply, Tone, Upload
from tests.photos import png
from tests.telegram.emulator.opening import HERE, a_door, opened, until
from tests.telegram.emulator.people import GROUP, ROSA

YES = ((Button("Aprobar", Action("aprobar", ("7",)), Tone.PRIMARY),),)
LONG = "\n".join(f"Línea {number} con ñ y 🌶️" for number in range(600))


@pytest.fixture
def screen(at):
    return lambda: at.api.world.of(ROSA)


async def test_title_quote_and_text_are_styled_and_nothing_inside_them_is_markup(at, screen):
    reply = Reply("<b>x</b> & <a href='//y'>z</a>", title="1 < 2", quote="</blockquote><i>yo")
    await at.door.send(HERE, reply)
    (shown,) = screen()
    assert shown.text == "1 < 2\n</blockquote><i>yo\n<b>x</b> & <a href='//y'>z</a>"
    assert shown.styled == [("b", "1 < 2"), ("blockquote", "</blockquote><i>yo")]


async def test_what_no_screen_can_show_does_not_stop_a_reply(at, screen):
    await at.door.send(HERE, Reply("nulo \x00 y medio emoji \ud83c aquí"))
    assert screen()[0].text == "nulo  y medio emoji  aquí"


async def test_long_words_are_cut_at_lines_with_the_buttons_on_the_last(at, screen):
    await at.door.send(HERE, Reply(LONG, title="Todo", buttons=YES))
    parts = screen()
    assert len(parts) > 2
    assert "\n".join(part.text for part in parts).replace("Todo\n\n", "") == LONG
    assert [bool(part.keyboard) for part in parts] == [False] * (len(parts) - 1) + [True]
    assert at.api.refused == []


async def test_a_quote_stays_a_quote_when_it_is_cut(at, screen):
    await at.door.send(HERE, Reply("fin", quote="🌶️ palabra " * 1000))
    assert all(any(tag == "blockquote" for tag, _ in part.styled) for part in screen())


async def test_a_picture_carries_its_words_and_its_alt_text(at, screen):
    picture = Picture(png(), "Mapa de calor")
    await at.door.send(HERE, Reply("Tus horas", picture=picture, buttons=YES))
    (shown,) = screen()
    assert shown.photo == png()
    assert shown.text == "Tus horas\n\nMapa de calor"
    assert ("i", "Mapa de calor") in shown.styled
    assert shown.labels == ["Aprobar"]
    assert shown.keyboard[0][0]["style"] == "primary"


async def test_alt_text_gives_way_to_words_and_long_words_go_below(at, screen):
    picture = Picture(png(), "a" * 300)
    await at.door.send(HERE, Reply("b" * 900, picture=picture))
    assert [shown.text for shown in screen()] == ["b" * 900]
    await at.door.send(HERE, Reply("c" * 2000, title="T", picture=picture, buttons=YES))
    photo, words = screen()[1:]
    assert photo.text == "T\n\n" + "a" * 300
    assert (words.text, words.labels) == ("c" * 2000, ["Aprobar"])


async def test_everything_at_its_longest_is_taken(at):
    picture = Picture(png(), "ñ🌶️" * 4000)
    label = "🌶️ " * 200
    rows = tuple(tuple(Button(label, Action("a", ("é" * 31,))) for _ in range(9)) for _ in "ab")
    files = (Upload("", b"x"), Upload("n" * 300 + ".csv", b"y"))
    full = Reply(LONG, LONG, LONG, rows, picture, files)
    for reply in (full, replace(full, picture=None), replace(full, text="", quote="")):
        shown = await at.door.send(HERE, reply)
        await at.door.send(HERE, replace(full, replaces=shown))
    assert [why for why in at.api.refused if "not modified" not in why] == []


async def test_a_reply_of_nothing_but_buttons_or_files_is_shown(at, screen):
    await at.door.send(HERE, Reply("", buttons=YES))
    await at.door.send(HERE, Reply("", files=(Upload("posts.csv", b"a"),)))
    await at.door.send(HERE, Reply(" \n"))
    assert [m.labels or m.document or m.text for m in screen()] == [
        ["Aprobar"],
        ("posts.csv", b"a"),
        "…",
    ]


async def test_a_picture_that_is_no_photo_for_telegram_goes_as_a_file(at, screen):
    wide = png(2100, 100)
    await at.door.send(HERE, Reply("Ancha", picture=Picture(wide, "alt", "ancha.png")))
    assert screen()[0].document == ("ancha.png", wide)
    assert screen()[0].text == "Ancha\n\nalt"


async def test_a_file_heavier_than_telegram_takes_is_named(at, screen):
    heavy = Upload("todo.csv", bytes(50 * 1024 * 1024 + 1))
    await at.door.send(HERE, Reply("Aquí tienes", files=(heavy,)))
    assert screen()[0].text.startswith("Aquí tienes\ntodo.csv pesa más de 50 MB")


FORMS = {
    "words": Reply("palabras", buttons=YES),
    "picture": Reply("con foto", picture=Picture(b"", "alt")),
    "long picture": Reply("x" * 1500, picture=Picture(b"", "alt"), buttons=YES),
    "long": Reply("y" * 5000, buttons=YES),
    "file": Reply("con archivo", files=(Upload("a.csv", b"a"),)),
}


@pytest.mark.parametrize(("before", "after"), list(itertools.permutations(FORMS, 2)))
async def test_any_card_becomes_any_other(at, screen, before, after):
    def form(name):
        reply = FORMS[name]
        picture = reply.picture and replace(reply.picture, content=png())
        return replace(reply, picture=picture)

    shown = await at.door.send(HERE, form(before))
    now = await at.door.send(HERE, replace(form(after), replaces=shown))
    assert now == shown
    alone = [form(after).text[:5] in "".join(m.text for m in screen())]
    assert alone == [True]
    assert form(before).text[:5] not in "".join(m.text for m in screen())
    labels = [label for m in screen() for label in m.labels]
    assert labels == [b.label for row in form(after).buttons for b in row]
    assert any(m.document for m in screen()) == (after == "file")
    if labels:
        at.api.press("Aprobar")
        (message,) = await at.hears()
        assert message.source == shown


async def test_the_same_card_again_is_no_error_and_sends_no_picture_twice(at):
    reply = Reply("igual", picture=Picture(png(), "alt"))
    shown = await at.door.send(HERE, reply)
    for _ in range(2):
        assert await at.door.send(HERE, replace(reply, replaces=shown)) == shown
    assert at.api.count("editMessageMedia") == 0
    assert len(at.api.refused) == 2
    assert all("not modified" in refusal for refusal in at.api.refused)


async def test_a_card_too_old_or_taken_away_is_shown_anew_under_its_old_address(at, screen):
    shown = await at.door.send(HERE, Reply("vieja", buttons=YES))
    screen()[0].old = True
    await at.door.send(HERE, Reply("nueva", buttons=YES, replaces=shown))
    assert [m.text for m in screen()] == ["vieja", "nueva"]
    await at.door.send(HERE, Reply("más nueva", buttons=YES, replaces=shown))
    assert [m.text for m in screen()] == ["vieja", "más nueva"]
    del at.api.world.shown[ROSA, screen()[1].id]
    assert await at.door.send(HERE, Reply("otra", buttons=YES, replaces=shown)) == shown
    at.api.press("Aprobar")
    assert (await at.hears())[0].source == shown


async def test_cards_of_several_messages_are_known_after_a_restart(api, tmp_path):
    reply = Reply("x" * 1500, picture=Picture(png(), "alt"), buttons=YES)
    async with opened(api, tmp_path) as at:
        shown = await at.door.send(HERE, reply)
    async with opened(api, tmp_path) as at:
        api.press("Aprobar")
        assert (await at.hears())[0].source == shown
        await at.door.send(HERE, Reply("hecho", replaces=shown))
        assert [m.text for m in api.world.of(ROSA)] == ["hecho"]


async def test_a_picture_card_that_nobody_remembers_is_still_changed(api, tmp_path):
    door = a_door(api, tmp_path / "one")
    shown = await door.send(HERE, Reply("foto", picture=Picture(png(), "alt")))
    await door._bot.request.shutdown()
    async with opened(api, tmp_path / "two") as at:
        await at.door.send(HERE, Reply("hecho", replaces=shown))
        assert [m.text for m in api.world.of(ROSA)] == ["hecho"]


async def test_private_words_in_a_group_go_to_the_person_alone(opening):
    async def script(door, message):
        await door.send(message.source, Reply("secreto", private=True))

    async with opening(script) as at:
        at.api.say("/exportar", chat=GROUP, person=ROSA)
        await until(lambda: at.api.seen(GROUP))
        assert at.api.seen(ROSA) == ["secreto"]
        assert "por privado" in at.api.seen(GROUP)[0]
        at.api.say("/exportar", chat=GROUP, person=777)
        await until(lambda: len(at.api.seen(GROUP)) == 2)
        assert at.api.seen(777) == []
        assert "Abre @peruopt_bot" in at.api.seen(GROUP)[1]
        await at.door.send(Address("telegram", str(GROUP)), Reply("secreto", private=True))
        assert "secreto" not in "".join(at.api.seen(GROUP))


async def test_in_a_group_an_answer_hangs_under_its_question(opening):
    async def script(door, message):
        await door.send(message.source, Reply("respuesta"))

    async with opening(script) as at:
        question = at.api.say("/resumen", chat=GROUP)
        (shown,) = await until(lambda: at.api.world.of(GROUP))
        assert shown.under == question["message"]["message_id"]

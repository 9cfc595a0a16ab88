"""What people do on Telegram, and what the house hears of it."""

from __future__ import annotations

import asyncio

from peruopt.chat.message import Action, Button, Reply, Upload
from peruopt.chat.words import Words
from tests.photos import png
from tests.telegram.emulator.opening import HERE, until
from tests.telegram.emulator.people import GROUP, MENTION, ROSA, reply_to


async def test_a_command_to_our_name_is_a_command(at):
    at.api.say(f"/resumen{MENTION} semana")
    (message,) = await at.hears()
    assert message.text == "/resumen semana"
    assert message.name == "Rosa"


async def test_in_a_group_only_what_is_said_to_us_is_heard(at):
    api = at.api
    api.say("¿almorzamos?", chat=GROUP)
    api.say("/resumen@otro_bot", chat=GROUP)
    api.sticker(chat=GROUP)
    api.say("/resumen", chat=GROUP, person=502)
    api.say(f"{MENTION} ¿qué publico?", chat=GROUP, person=503)
    heard = await at.hears(2)
    assert [(m.person, m.text) for m in heard] == [("502", "/resumen"), ("503", "¿qué publico?")]
    assert {m.source.chat for m in heard} == {str(GROUP)}
    await asyncio.sleep(0.05)
    assert len(heard) == 2


async def test_an_answer_to_a_card_names_the_card(at):
    shown = await at.door.send(HERE, Reply("¿A qué hora?"))
    card = at.api.world.of(ROSA)[-1]
    at.api.say("mañana a las 8", **reply_to(at.api.world, card))
    (message,) = await at.hears()
    assert message.source == shown


async def test_whoever_was_asked_in_a_group_is_heard_once_without_naming_us(opening):
    async def script(door, message):
        if message.text == "/redactar":
            await door.send(message.source, Reply("¿De qué plato?", asks=Action("redactar")))

    async with opening(script) as at:
        at.api.say("/redactar", chat=GROUP, person=502)
        await until(lambda: at.api.world.of(GROUP))
        assert at.api.world.of(GROUP)[-1].asks
        at.api.say("yo no fui", chat=GROUP, person=503)
        at.api.say("ceviche", chat=GROUP, person=502)
        at.api.say("y después fútbol", chat=GROUP, person=502)
        at.api.say("/fin", chat=GROUP)
        heard = await at.hears(3)
        assert [m.text for m in heard] == ["/redactar", "ceviche", "/fin"]


async def test_a_topic_of_a_forum_is_a_chat_of_its_own(opening):
    async def script(door, message):
        await door.send(message.source, Reply("aquí"))

    async with opening(script) as at:
        at.api.say("/hola", chat=GROUP, message_thread_id=7, is_topic_message=True)
        await at.hears()
        shown = await until(lambda: at.api.world.of(GROUP))
        assert at.heard[0].source.chat == f"{GROUP}/7"
        assert shown[0].topic == 7


async def test_a_photo_comes_in_its_largest_size(at):
    at.api.photo(png(), "lomo saltado")
    (message,) = await at.hears()
    assert message.text == "lomo saltado"
    assert [upload.content for upload in message.uploads] == [png()]
    assert message.uploads[0].name.endswith(".jpg")


async def test_an_album_is_one_message(at):
    pictures = [png(color=color) for color in ("red", "gold", "green")]
    at.api.album(pictures, "tres platos")
    at.api.say("después")
    heard = await at.hears(2)
    assert [upload.content for upload in heard[0].uploads] == pictures
    assert [m.text for m in heard] == ["tres platos", "después"]


async def test_an_album_that_comes_twice_and_in_disorder_is_one_message_in_its_order(at):
    pictures = [png(color=color) for color in ("red", "gold", "green", "navy")]
    at.api.album(pictures, "cuatro platos")
    updates = at.api.world.updates
    updates[:] = [*reversed(updates), *updates]
    at.api.say("después")
    heard = await at.hears(2)
    assert [upload.content for upload in heard[0].uploads] == pictures
    assert [m.text for m in heard] == ["cuatro platos", "después"]


async def test_a_picture_that_comes_after_its_album_was_answered_makes_no_second_brief(at):
    at.api.photo(png(color="red"), "dos platos", media_group_id="g")
    await at.hears()
    at.api.photo(png(color="gold"), media_group_id="g")
    assert "ya trabajaba con las demás" in (await until(at.api.seen))[0]
    at.api.say("después")
    heard = await at.hears(2)
    assert [(m.text, len(m.uploads)) for m in heard] == [("dos platos", 1), ("después", 0)]


async def test_an_album_in_a_group_is_heard_where_one_picture_is_for_us(at):
    at.api.album([png(), png()], "para la familia", chat=GROUP)
    at.api.album([png(), png()], f"{MENTION} ají de gallina", chat=GROUP)
    (message,) = await at.hears()
    await asyncio.sleep(1)
    assert len(at.heard) == 1
    assert (message.text, len(message.uploads)) == ("ají de gallina", 2)


async def test_a_document_comes_with_its_name_and_no_path(at):
    at.api.document("../../etc/historia.csv", b"a;b\n", "de Meta")
    (message,) = await at.hears()
    assert message.uploads == (Upload("historia.csv", b"a;b\n"),)


async def test_a_file_too_large_for_telegram_is_explained(at):
    at.api.document("enorme.csv", b"x" * (20 * 1024 * 1024 + 1))
    at.api.document("callado.csv", b"x" * (20 * 1024 * 1024 + 1), file_size=0)
    seen = await until(lambda: len(at.api.seen()) == 2 and at.api.seen())
    assert "enorme.csv pesa más de 20 MB" in seen[0]
    assert "callado.csv pesa más de 20 MB" in seen[1]
    assert at.heard == []


async def test_an_edited_message_is_heard_anew(at):
    said = at.api.say("/redactar cebiche")
    await at.hears()
    at.api.edit(said, text="/redactar ceviche")
    first, second = await at.hears(2)
    assert second.text == "/redactar ceviche"
    assert second.id.startswith(first.id)
    assert second.id != first.id


async def test_a_voice_note_is_written_down_and_shown(opening):
    async def transcribe(content, _name):
        return {b"una": "¿qué publico hoy?", b"ruido": " "}[content]

    async with opening(transcribe=transcribe) as at:
        at.api.voice(b"una")
        (message,) = await at.hears()
        assert message.text == "¿qué publico hoy?"
        assert "Te escuché\n¿qué publico hoy?" in at.api.seen()[0]
        at.api.voice(b"ruido")
        await until(lambda: len(at.api.seen()) == 2)
        assert "No entendí" in at.api.seen()[1]


async def test_without_ears_a_voice_note_is_declined(at):
    at.api.voice(b"una")
    await until(at.api.seen)
    assert "no escucho notas de voz" in at.api.seen()[0]


async def test_a_sticker_is_declined_in_private(opening):
    async with opening(words=lambda _: Words("en")) as at:
        at.api.sticker()
        await until(at.api.seen)
        assert "do not know how to read that" in at.api.seen()[0]
        assert at.heard == []


async def test_the_files_of_strangers_are_not_fetched(opening):
    async with opening(admits=lambda person: person == str(ROSA)) as at:
        at.api.photo(png(), "hola", chat=666, person=666)
        at.api.voice(b"una", chat=ROSA)
        (message,) = await at.hears()
        assert (message.person, message.uploads) == ("666", ())
        assert at.api.count("getFile") == 0


async def test_a_press_is_acknowledged_at_once_and_heard_as_its_action(opening):
    hold = asyncio.Event()

    async def script(door, message):
        await hold.wait()

    async with opening(script) as at:
        button = Button("Aprobar", Action("aprobar", ("7",)))
        shown = await at.door.send(HERE, Reply("Tarjeta", buttons=((button,),)))
        at.api.say("una larga")
        query = at.api.press("Aprobar")
        await until(lambda: at.api.world.presses[query])
        assert "text" not in at.api.world.presses[query]
        hold.set()
        message = (await at.hears(2))[1]
        assert (message.action, message.source) == (Action("aprobar", ("7",)), shown)


async def test_a_press_with_foreign_data_gets_a_sentence_and_nothing_else(at):
    button = Button("Aprobar", Action("aprobar", ("7",)))
    await at.door.send(HERE, Reply("Tarjeta", buttons=((button,),)))
    card = at.api.world.of(ROSA)[0]
    forged = ["", "aprobar 7; drop", "<b>", ":7", "a" * 65, "aprobar:7\n", "../etc", "7", None]
    queries = [at.api.send_data(data, card) for data in forged]
    queries.append(at.api.send_data("aprobar:7", None, inline_message_id="x"))
    await until(lambda: all(at.api.world.presses[query] for query in queries))
    for query in queries:
        told = at.api.world.presses[query]
        assert "Ese botón no es mío" in told["text"]
        assert told["show_alert"] == "true"
    at.api.say("fin")
    assert [m.text for m in await at.hears()] == ["fin"]
    assert len(at.api.seen()) == 1


async def test_an_anonymous_administrator_is_asked_who_it_is(at):
    at.api.say("/aprobar 7", chat=GROUP, person=1087968824)
    await until(lambda: at.api.seen(GROUP))
    assert "administrador anónimo" in at.api.seen(GROUP)[0]
    assert at.heard == []


async def test_the_menu_comes_from_the_register_in_both_languages(opening):
    def commands(words):
        spanish = words.locale.startswith("es")
        return [("resumen" if spanish else "summary", "x" * 300), ("Áé", "no es un nombre")]

    async with opening(commands=commands) as at:
        await until(lambda: len(at.api.world.menus) == 3)
        names = {code: [c["command"] for c in m] for code, m in at.api.world.menus.items()}
        assert names == {"": ["resumen"], "es": ["resumen"], "en": ["summary"]}


async def test_a_code_becomes_a_link_once_telegram_has_told_the_bots_name(opening):
    links = {}
    async with opening(links=links) as at:
        assert links["telegram"]("AB12C-34DEF") == "https://t.me/peruopt_bot?start=AB12C-34DEF"
        at.api.say("/start AB12C-34DEF")
        assert (await at.hears())[0].text == "/start AB12C-34DEF"

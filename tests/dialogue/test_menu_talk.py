"""`/carta` as the owner lives it."""

from __future__ import annotations

from contextlib import closing

from peruopt.chat.message import Upload
from peruopt.menu.seeing import UnseenError
from tests.fakes import FakeWriter
from tests.photos import photo
from tests.talk import Dialogue
from tests.taster import Taster

LIST = "Ceviche clásico S/ 38\nPulpo al olivo S/ 45\nJalea 48"


async def test_a_pasted_list_becomes_the_menu(talk):
    await talk.say("/carta")
    assert "Aún no tengo tu carta" in talk.text
    await talk.say(LIST)
    assert "3 platos nuevos" in talk.text
    await talk.say("/carta")
    assert "• Pulpo al olivo · S/ 45" in talk.text


async def test_a_list_may_follow_the_command_on_the_next_line(talk):
    await talk.say(f"/carta\n{LIST}")
    assert "3 platos nuevos" in talk.text


async def test_a_file_answers_the_question_and_is_no_history(talk):
    await talk.say("/carta")
    await talk.say("", Upload("carta.csv", b"Plato,Precio\nTiradito,42\n"))
    assert "✅ Carta al día: 1 plato nuevo." in talk.text
    await talk.say("", Upload("posts.csv", b"Plato,Precio\nTiradito,42\n"))
    assert "Carta al día" not in talk.text, "without the question, a table is history"


async def test_dishes_come_and_go_by_talking(talk):
    await talk.say(f"/carta {LIST}")
    await talk.say("hoy no hay pulpo")
    assert "hoy no hay. Mañana vuelve solo" in talk.text
    await talk.say("/carta")
    assert "✖ Pulpo al olivo · S/ 45 (hoy no hay)" in talk.text
    talk.app.clock.tick(days=1)
    await talk.say("/carta")
    assert "• Pulpo al olivo" in talk.text
    await talk.say("/carta sube el ceviche a 40")
    await talk.say("/carta quita la jalea")
    await talk.say("/carta")
    assert "Ceviche clásico · S/ 40" in talk.text
    assert "Jalea" not in talk.text


async def test_a_draft_does_not_promise_what_is_off_and_knows_the_price(talk):
    await talk.say(f"/carta {LIST}")
    await talk.say("/carta no hay pulpo")
    await talk.say("/redactar pulpo al olivo")
    brief = talk.app.services.writer.briefs[-1]
    assert (brief.item.name, brief.away) == ("Pulpo al olivo", ["Pulpo al olivo"])
    assert "⚠️ Habla de Pulpo al olivo, y en tu carta no está disponible." in talk.text
    await talk.say("/editar 1 Ceviche clásico a S/ 30")
    assert "en tu carta Ceviche clásico está a S/ 38" in talk.text
    await talk.press("Poner el precio de la carta")
    assert "Ceviche clásico a S/ 38" in talk.said[0].quote


async def test_scheduled_posts_are_noticed_once(talk):
    await talk.say(f"/carta {LIST}")
    await talk.say("/redactar jalea")
    await talk.press("Hoy 20:00")
    await talk.say("/carta no hay jalea")
    assert "publicación programada que lo promete" in talk.text or "programadas" in talk.text
    await talk.say("/carta ya hay jalea")
    await talk.say("/carta no hay jalea")
    assert "programada" not in talk.text
    (house,) = talk.app.services.directory.restaurants()
    with talk.app.services.work(house.id) as w:
        told = [n for n in w.notices.waiting(talk.app.clock.now()) if n.key == "menu.gone"]
    assert {notice.values["dish"] for notice in told} == {"Jalea"}


class Seeing(FakeWriter):
    """A writer that sees; `lines` is what it copies, `unseen` why it cannot."""

    sees = True
    lines: tuple[str, ...] = ()
    unseen = ""

    async def menu_lines(self, picture: bytes) -> list[str]:
        assert picture.startswith(b"\xff\xd8")
        if self.unseen:
            raise UnseenError(self.unseen)
        return list(self.lines)


async def test_a_photo_of_a_menu_without_anybody_who_sees_says_what_to_do(talk):
    await talk.say("/carta")
    await talk.say("/carta", photo())
    assert "Sin GPT no puedo leer la foto de una carta. Pega la lista aquí" in talk.text


async def test_a_photo_of_a_menu_is_read_by_a_writer_that_sees(data_dir, clock):
    eye = Seeing()
    eye.lines = ("PLATOS MARINOS:", "Ceviche clásico (alérgenos: pescado) S/ 38", "Jalea S/ 45")
    with closing(Dialogue.begin(data_dir, clock, writer=eye, recommender=Taster())) as talk:
        await talk.say("/carta", photo())
        assert "Ceviche clásico · S/ 38" in talk.text
        assert "Lo leí de una foto: revisa los precios" in talk.text
        await talk.say("/carta alérgenos")
        assert "• Ceviche clásico: pescado" in talk.text
        assert "De 1 plato no me has dicho nada" in talk.text
        eye.lines = ()
        await talk.say("/carta", photo())
        assert "En esa foto no encontré platos" in talk.text
        eye.unseen = "writing.gpt_credit"
        await talk.say("/carta", photo())
        assert (
            "No pude leer la foto. La cuenta de GPT se quedó sin saldo. Pega la lista" in talk.text
        )
        eye.unseen = "writing.gpt_odd"
        await talk.say("/carta", photo())
        assert "Lo que GPT respondió no sirvió." in talk.text

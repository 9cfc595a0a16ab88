"""`/comentarios` as the owner lives it."""

from __future__ import annotations

from peruopt.chat.message import Upload

TABLE = """comentario,fecha,publicacion
Riquísimo todo 😍,2026-11-20 20:00,p1
Pésima atención,2026-11-21 13:00,p1
¿Hacen delivery?,2026-11-21 14:00,p2
Bacán el local,2026-11-22 15:00,p2
,2026-11-22 15:00,p2
"""


async def test_a_file_of_comments_tells_the_mood_with_examples(talk):
    await talk.say("/comentarios")
    assert "Aún no tengo comentarios" in talk.text
    await talk.say("", Upload("comentarios.csv", TABLE.encode()))
    assert "✅ Guardé 4 comentarios nuevos. 1 fila no tenía texto o fecha" in talk.text
    assert "4 comentarios: 50 % a favor, 25 % ni uno ni otro, 25 % en contra" in talk.text
    assert "👎 «Pésima atención»" in talk.text
    await talk.say("/comments", Upload("otra.csv", TABLE.encode()))
    assert "Guardé 0 comentarios nuevos. 4 ya los tenía." in talk.text
    await talk.say("/comentarios")
    assert "Del" in talk.text
    assert "4 comentarios" in talk.text


async def test_a_file_of_something_else_is_said(talk):
    await talk.say("/comentarios", Upload("carta.csv", b"Plato,Precio\nTiradito,42\n"))
    assert "No veo qué columna trae el comentario" in talk.text
    await talk.say("/comentarios")
    await talk.say("no tengo")
    await talk.say("gracias")
    assert "Aún no tengo comentarios" not in talk.text, "it asks once, and lets go"


async def test_a_summary_shows_the_mood_of_its_own_period(talk):
    posts = "fecha,texto,likes,red\n" + "".join(
        f"2026-11-{day:02} 20:00,Ceviche del día {day},{day + 10},facebook\n"
        for day in range(1, 23)
    )
    await talk.say("", Upload("posts.csv", posts.encode()))
    await talk.say("/resumen 30d")
    assert "comentarios:" not in talk.text
    await talk.say("/comentarios")
    await talk.say("", Upload("comentarios.csv", TABLE.encode()))
    await talk.say("/resumen 30d")
    assert "4 comentarios: 50 % a favor" in talk.text
    assert "👎 «Pésima atención»" in talk.text

"""A text that speaks of another day than that on which it goes out is remarked on."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from peruopt.spoken.aiming import aim_in
from peruopt.spoken.clashing import other_day
from tests.talk import Dialogue

WRITTEN = date(2026, 11, 25)  # a Wednesday


@pytest.mark.parametrize(
    ("text", "day", "said"),
    [
        ("Friday at last. Ceviche.", 29, "Friday"),
        ("Friday at last. Ceviche.", 27, ""),
        ("Te esperamos este domingo en casa", 24, "este domingo"),
        ("Te esperamos este domingo en casa", 29, ""),
        ("Solo este domingo.", 30, "Solo este domingo"),
        ("Solo hoy: ceviche", 26, "Solo hoy"),
        ("Solo hoy: ceviche", 25, ""),
        ("Hasta el sábado.", 29, "Hasta el sábado"),
        ("Hasta el sábado.", 27, ""),
        ("Domingo 29 de noviembre: música", 29, ""),
        ("Domingo 22 de noviembre: música", 29, "Domingo"),
        ("Solo este fin de semana", 29, ""),
        ("Solo este fin de semana", 30, "Solo este fin de semana"),
        ("viernes, sábado y domingo de parrilla", 28, ""),
        ("See you Sunday", 27, "Sunday"),
        # these speak of no day of the post
        ("Casi viernes. Mientras tanto, ceviche", 26, ""),
        ("Los martes, 2x1", 26, ""),
        ("Atendemos de martes a domingo", 30, ""),
        ("Viernes Santo en la mesa", 26, ""),
        ("Black Friday", 26, ""),
        ("Los sábados no tienen apuro", 26, ""),
        ("Cada 28 de junio el Perú celebra", 26, ""),
    ],
)
def test_which_day_a_text_speaks_of(text, day, said):
    assert other_day(text, date(2026, 11, day), WRITTEN) == said


@pytest.mark.parametrize(
    ("language", "remark", "asked"),
    [
        ("es", "el texto dice «este domingo» y sale el martes", "y saldría hoy, lunes"),
        ("en", "the text says “este domingo” and goes out on Tuesday", "would go out today, Mon"),
    ],
)
async def test_a_card_remarks_on_it_and_lets_it_go_out(data_dir, clock, language, remark, asked):
    talk = Dialogue.begin(data_dir, clock)
    if language == "en":
        await talk.say("/ajustes idioma english")
    await talk.say("/redactar ceviche")
    await talk.say("/editar 1 Te esperamos este domingo con ceviche.")
    await talk.say("/publicar 1")
    assert asked in talk.text
    await talk.say("/aprobar 1 2026-11-24T1200")
    assert remark in talk.text
    await talk.say("/otrahora 1 2026-11-29T1200")
    assert remark[:14] not in talk.text
    talk.close()


PIECES = ["solo", "hasta", "el", "sábado", "hoy", "mañana", "only", "until", "Sunday", "del", "al"]
PIECES += ["25", "30", "de", "noviembre", "y", ",", "(", ")", "!", "desde", "este"]
PIECES += [
    "fin de semana",
    "nomás",
    "próximo",
    "esta semana",
    "31/02",
    "3 pm",
    "ceviche",
    "S/ 20",
    "casi",
    "\n",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(24, 30))
def test_any_words_are_survived_and_the_limit_stays_whole(pieces, day):
    text = " ".join(pieces)
    aim = aim_in(text, datetime(2026, 11, 25, 15, tzinfo=UTC), ZoneInfo("America/Lima"))
    assert aim.limit in aim.idea
    assert aim.day is None or aim.day >= WRITTEN
    assert isinstance(other_day(text, date(2026, 11, day), WRITTEN), str)

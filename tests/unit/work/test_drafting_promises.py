"""What is promised, in words: never more surely than it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from peruopt.chat.words import Words
from peruopt.post import Post
from peruopt.promises import forecast_lines, hour_line, slot_label
from peruopt.recommending import Signal, Slot
from peruopt.restaurant import Network
from tests.taster import lima

ES, EN = Words("es_PE"), Words("en")
BOTH = ("muy por debajo o varias veces por encima", "far below it or several times above")
FRIDAY, NOW = lima(27, 20), lima(23, 10)


def post(network=Network.FACEBOOK, **told) -> Post:
    return Post(restaurant_id=1, channel_id=1, network=network, text="x", **told)


def slot(signal=Signal.WEAK, **told) -> Slot:
    return Slot(FRIDAY, 0.166, -0.105, 0.405, 9, signal, 0.95, **told)


@pytest.mark.parametrize(
    ("posts", "lines"),
    [
        (
            [post(usual=100, expected=112, low=80, high=160)],
            ["📈 Espero +12 % sobre lo usual (entre −20 % y +60 %)."],
        ),
        (
            [post(usual=100, expected=100, low=50, high=450), post(Network.INSTAGRAM)],
            ["📈 Facebook: lo usual (entre −50 % y +350 %).",
             "📈 Instagram: aún sin historia suficiente para un pronóstico."],
        ),
        (
            [post(usual=100, expected=88, low=50, high=150)],
            ["📉 Espero −12 % frente a lo usual (entre −50 % y +50 %)."],
        ),
        ([post()], ["📈 Aún sin historia suficiente para un pronóstico."]),
        (
            [post(usual=40)],
            [
                (
                    "📈 Facebook: lo usual ahora son 40 interacciones; "
                    "aún no puedo pronosticar más fino."
                )
            ],
        ),
        (
            [post(usual=0, expected=3, low=0, high=12)],
            ["📈 Espero unas 3 interacciones (entre 0 y 12)."],
        ),
    ],
)  # fmt: skip
def test_a_forecast_in_words(posts, lines):
    assert forecast_lines(posts, ES) == lines


def test_a_forecast_names_its_network_where_the_draft_is_for_several():
    told = [post(usual=100, expected=161, low=80, high=300)]
    assert forecast_lines(told, ES, alone=False) == [
        "📈 Facebook: +61 % sobre lo usual (entre −20 % y +200 %)."
    ]


@pytest.mark.parametrize(
    ("low", "high", "spanish", "english"),
    [
        (
            31,
            754,
            "muy por debajo o varias veces por encima",
            "far below it or several times above",
        ),
        (70, 754, "como siempre o varias veces por encima", "as usual or several times above"),
        (20, 240, "muy por debajo o algo por encima", "far below it or somewhat above"),
        (
            0,
            754,
            "muy por debajo o varias veces por encima",
            "far below it or several times above",
        ),
    ],
)
def test_an_interval_too_wide_to_plan_with_is_said_in_words(low, high, spanish, english):
    told = [post(usual=100, expected=161, low=low, high=high)]
    assert forecast_lines(told, ES) == [
        f"📈 Espero +61 % sobre lo usual; todavía puede salir {spanish}."
    ]
    assert forecast_lines(told, EN) == [
        f"📈 I expect +61 % over your usual; it may still come out {english}."
    ]


@pytest.mark.parametrize(
    ("offered", "line"),
    [
        (slot(Signal.CLEAR), "20:00 · +18 % (entre −10 % y +50 %), señal clara."),
        (slot(), "señal débil."),
        (slot(Signal.NONE), "vie 27 nov, 20:00. Ninguna hora se distingue todavía."),
        (
            replace(slot(Signal.NONE), starts_at=lima(27, 19)),
            "Ninguna se distingue todavía: es costumbre de mesa, no un cálculo.",
        ),
        (slot(explores=True), "para saber cuál funciona de verdad."),
    ],
)
def test_an_hour_says_how_sure_it_is(offered, line):
    assert hour_line(offered, Network.FACEBOOK, ES, NOW).endswith(line)


def test_of_an_hour_that_nothing_is_known_of_no_number_is_said():
    unknown = slot(Signal.NONE)
    for words in (ES, EN):
        assert "%" not in hour_line(unknown, Network.FACEBOOK, words, NOW)
        assert "%" not in slot_label(unknown, words, NOW)


def test_an_hour_on_a_button():
    assert slot_label(slot(), ES, NOW) == "Vie 20:00 · +18 %"
    assert slot_label(slot(), EN, NOW) == "Fri 20:00 · +18 %"
    assert slot_label(slot(explores=True), ES, NOW) == "Vie 20:00 · prueba"


@pytest.mark.parametrize(
    ("shown", "label", "english"),
    [
        (lima(27, 9), "Hoy 20:00", "Today 20:00"),
        (lima(26, 23), "Vie 20:00", "Fri 20:00"),
        (lima(21, 1), "Vie 20:00", "Fri 20:00"),
        (lima(20, 23), "Vie 27 nov 20:00", "Fri, Nov 27 20:00"),
        (FRIDAY - timedelta(days=200), "Vie 27 nov 20:00", "Fri, Nov 27 20:00"),
        (FRIDAY - timedelta(days=364), "Vie 27 nov 2026 20:00", "Fri, Nov 27, 2026 20:00"),
    ],
)
def test_a_button_says_which_day_it_means(shown, label, english):
    assert ES.slot(FRIDAY, shown) == label
    assert EN.slot(FRIDAY, shown) == english


@pytest.mark.parametrize(
    ("shown", "said", "english"),
    [
        (lima(27, 9), "hoy a las 20:00", "today at 20:00"),
        (lima(25, 9), "el viernes a las 20:00", "Friday at 20:00"),
        (lima(1, 9), "el vie 27 nov a las 20:00", "Fri, Nov 27 at 20:00"),
    ],
)
def test_an_hour_in_a_sentence_says_which_day_it_means(shown, said, english):
    assert ES.soon(FRIDAY, shown) == said
    assert EN.soon(FRIDAY, shown) == english


def test_an_hour_of_another_year_says_its_year():
    line = hour_line(slot(), Network.FACEBOOK, ES, FRIDAY - timedelta(days=340))
    assert "vie 27 nov 2026, 20:00" in line

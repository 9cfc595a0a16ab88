"""What is promised, in words: never more surely than it is known."""

from __future__ import annotations

import pytest

from peruopt.chat.words import Words
from peruopt.post import Post
from peruopt.promises import forecast_lines, hour_line, slot_label
from peruopt.recommending import Signal, Slot
from peruopt.restaurant import Network
from tests.taster import lima

ES, EN = Words("es_PE"), Words("en")
FRIDAY = lima(27, 20)


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
            ["📈 Facebook: lo usual son 40 interacciones; aún no puedo pronosticar más fino."],
        ),
        (
            [post(usual=0, expected=3, low=0, high=12)],
            ["📈 Espero unas 3 interacciones (entre 0 y 12)."],
        ),
    ],
)  # fmt: skip
def test_a_forecast_in_words(posts, lines):
    assert forecast_lines(posts, ES) == lines


@pytest.mark.parametrize(
    ("offered", "prior", "line"),
    [
        (slot(Signal.CLEAR), False, "20:00 · +18 % (entre −10 % y +50 %), señal clara."),
        (slot(), False, "señal débil."),
        (slot(Signal.NONE), False, "aún no se distingue de las demás."),
        (slot(Signal.NONE), True, "por ahora, lo habitual en Facebook."),
        (slot(explores=True), False, "para saber cuál funciona de verdad."),
    ],
)
def test_an_hour_says_how_sure_it_is(offered, prior, line):
    assert hour_line(offered, Network.FACEBOOK, ES, prior=prior).endswith(line)


def test_an_hour_on_a_button():
    assert slot_label(slot(), ES) == "Vie 20:00 · +18 %"
    assert slot_label(slot(), EN) == "Fri 20:00 · +18 %"
    assert slot_label(slot(explores=True), ES) == "Vie 20:00 · prueba"

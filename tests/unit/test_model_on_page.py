"""The model card on the page: styled, still, and behind the same door as everything."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import SecretStr

from bot.modelling import Ficha
from bot.web import WebDoor
from bot.web.pages import make_app
from peruopt import modelpage
from peruopt.chat.words import Words
from tests.dialogue.numbers_house import House, history
from tests.dialogue.test_numbers_model import DRAWN, taught
from tests.fakes import services


def client(data_dir, model, token: str | None = None):
    door = WebDoor(
        host="127.0.0.1", port=0, data_dir=data_dir, model=model,
        token=SecretStr(token) if token else None,
        now=lambda: datetime(2026, 11, 23, 15, 0, tzinfo=UTC),
    )  # fmt: skip
    return make_app(door).test_client()


def test_the_card_is_shown_and_nothing_in_it_runs(sqlite, data_dir):
    house = taught(House(sqlite).takes(*history(30)), **DRAWN)
    ficha = Ficha(services(sqlite, lambda: house.now))
    answer = client(data_dir, ficha.page).get("/ficha")
    assert answer.status_code == 200
    assert "Ficha del modelo · El Muelle" in answer.text
    assert answer.text.count("<svg") == 6
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "script-src" not in policy


def test_before_anything_was_learned_it_says_so(sqlite, data_dir):
    ficha = Ficha(services(sqlite, lambda: datetime(2026, 11, 23, tzinfo=UTC)))
    assert "Todavía no he aprendido nada" in client(data_dir, ficha.page).get("/ficha").text
    House(sqlite)
    assert "El Muelle" in ficha.page(Words()).decode()


@pytest.mark.parametrize(("locale", "said"), [("es_PE", "Volver al chat"), ("en", "Back to")])
def test_there_is_a_way_back_and_the_sign_in_goes_along(sqlite, data_dir, locale, said):
    house = taught(House(sqlite).takes(*history(30)), **DRAWN)
    ficha = Ficha(services(sqlite, lambda: house.now))
    for shown in (ficha.page(Words(locale)), modelpage.empty("x", Words(locale), "/")):
        assert f'<a href="/">← {said}' in shown.decode()
    answer = client(data_dir, ficha.page).get("/ficha")
    # an opaque origin would leave the cookie of the sign-in behind
    assert "sandbox allow-same-origin" in answer.headers["Content-Security-Policy"]
    assert "allow-scripts" not in answer.headers["Content-Security-Policy"]


def test_as_a_file_it_leads_nowhere():
    assert b"<nav" not in modelpage.empty("x", Words())


def test_every_table_is_kept_within_the_page(sqlite):
    house = taught(House(sqlite).takes(*history(30)), **DRAWN)
    page = Ficha(services(sqlite, lambda: house.now)).page(Words()).decode()
    assert page.count("<table") == page.count('<div class="wide"><table') > 2


def test_it_is_locked_with_the_rest(data_dir):
    locked = client(data_dir, lambda _words: b"secret", token="a-long-enough-token")
    assert b"secret" not in locked.get("/ficha").data

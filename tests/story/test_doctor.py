"""`peruopt doctor` against both emulators: what works, and each trouble by its own sentence."""

from __future__ import annotations

import argparse
import asyncio
import os

import pytest

from bot.cli import doctor
from tests.slack.delivering import SECRET
from tests.slack.emulator import open_slack
from tests.telegram.emulator.server import TOKEN, bot_api

BOTH_FINE = [
    "✅ Telegram conoce al bot: @peruopt_bot.",
    "✅ Slack: conectado a «Carta» como @peruopt.",
    "✅ Slack: la app tiene todos los permisos que usa.",
    "✅ Slack: Socket Mode responde.",
]
NOWHERE = "http://127.0.0.1:9/"


@pytest.fixture
async def asked(data_dir, monkeypatch, capsys):
    """`await asked(NAME=value, …)` runs the doctor with these settings; its lines, its word."""
    async with bot_api() as telegram, open_slack() as slack:
        for name in [name for name in os.environ if name.startswith("PERUOPT_")]:
            monkeypatch.delenv(name)
        monkeypatch.chdir(data_dir)
        plain = {
            "data_dir": str(data_dir),
            "web_port": "0",
            "telegram_token": TOKEN,
            "telegram_base_url": telegram.url,
            "slack_bot_token": "xoxb-test",
            "slack_app_token": "xapp-test",
            "slack_signing_secret": SECRET,
            "slack_base_url": slack.base_url,
        }

        async def asked(**settings: str) -> tuple[list[str], int]:
            for name, value in (plain | settings).items():
                monkeypatch.setenv(f"PERUOPT_{name.upper()}", value)
            word = await asyncio.to_thread(doctor.run, argparse.Namespace(quiet=False))
            lines = capsys.readouterr().out.splitlines()
            return [line for line in lines if "Telegram" in line or "Slack" in line], word

        asked.telegram, asked.slack = telegram, slack
        yield asked


async def test_both_doors_in_good_health(asked):
    assert await asked() == (BOTH_FINE, 0)


@pytest.mark.parametrize(
    ("settings", "wrong", "said"),
    [
        ({"telegram_token": "1:abc"}, 0, "no reconoce el token del bot. Cópialo otra vez"),
        ({"telegram_token": "hola"}, 0, "(PERUOPT_TELEGRAM_TOKEN) no tiene la forma"),
        ({"telegram_base_url": NOWHERE}, 0, "No llego a Telegram (ConnectError)"),
        ({"telegram_webhook_url": "http://a.pe"}, 0, "Telegram solo visita direcciones https"),
        ({"slack_bot_token": "xoxb-otro"}, 1, "(PERUOPT_SLACK_BOT_TOKEN, empieza con xoxb-)"),
        ({"slack_app_token": "xapp-otro"}, 3, "(PERUOPT_SLACK_APP_TOKEN, empieza con xapp-)"),
        ({"slack_base_url": NOWHERE}, 1, "No llego a Slack (ClientConnectorError)"),
    ],
)
async def test_what_is_wrong_in_the_settings_has_its_own_sentence(asked, settings, wrong, said):
    lines, word = await asked(**settings)
    assert word == 1
    assert lines[wrong].startswith("❌")
    assert said in lines[wrong]
    assert sum(line.startswith("❌") for line in lines) == 1


async def test_a_scope_that_is_missing_is_named(asked):
    asked.slack.api.scopes.discard("files:write")
    lines, word = await asked()
    assert word == 1
    assert "le falta el permiso files:write" in lines[2]
    assert lines[3] == BOTH_FINE[3], "and the line is looked at all the same"


async def test_a_webhook_that_was_left_behind_is_told_and_no_trouble(asked):
    asked.telegram.webhook = {"url": "https://antes.example/t", "secret_token": ""}
    lines, word = await asked()
    assert word == 0
    assert lines[1] == (
        "✅ En Telegram quedó puesto un webhook (https://antes.example/t); al abrir, lo quito y "
        "pregunto yo por los mensajes."
    )


async def test_a_webhook_of_somebody_else_is_trouble(asked):
    asked.telegram.webhook = {"url": "https://otro.example/t", "secret_token": ""}
    ours = {"telegram_webhook_url": "https://casa.example/t", "telegram_webhook_secret": "s" * 32}
    lines, word = await asked(**ours)
    assert word == 1
    assert "otro programa usa este bot" in lines[1]

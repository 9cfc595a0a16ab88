"""What the doctor finds out about a bot."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from bot.telegram import WebhookSettings
from bot.telegram.checkup import checkup
from peruopt.chat.words import Words
from tests.telegram.emulator.server import TOKEN, Fault

TOKEN_SAID = SecretStr(TOKEN)
OURS = WebhookSettings("https://casa.example/t", SecretStr("s" * 32))


async def told(api, webhook=None, token=TOKEN_SAID):
    found = await checkup(token, webhook, api.url)
    for locale in ("es_PE", "en"):
        assert all(Words(locale)(one.key, **one.values) for one in found)
    return [(one.good, one.key.removeprefix("telegram.")) for one in found]


async def test_a_bot_that_works_is_named_and_what_waits_is_counted(api):
    assert await told(api) == [(True, "knows_us")]
    api.say("hola")
    assert await told(api) == [(True, "knows_us"), (True, "pending")]


async def test_a_wrong_token_and_a_dead_line_are_told_apart(api):
    assert await told(api, token=SecretStr("1:abc")) == [(False, "token")]
    assert await told(api, token=SecretStr("mi token")) == [(False, "no_token")]
    api.faults += [Fault("getMe", 502)]
    assert await told(api) == [(False, "stumbles")]
    await api.down()
    assert await told(api) == [(False, "no_network")]
    await api.up()


@pytest.mark.parametrize(
    ("url", "webhook", "trouble", "finding"),
    [
        (OURS.url, OURS, {}, None),
        (OURS.url, OURS, {"last_error_message": "SSL error"}, (False, "webhook_fails")),
        ("https://otro.example/", OURS, {}, (False, "other_webhook")),
        ("https://otro.example/", None, {}, (True, "old_webhook")),
    ],
)
async def test_a_webhook_is_looked_at(api, url, webhook, trouble, finding):
    api.webhook, api.trouble = {"url": url, "secret_token": ""}, trouble
    assert (await told(api, webhook))[1:] == ([finding] if finding else [])

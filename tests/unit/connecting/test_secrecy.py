"""What looks like a token is blotted out; what people write is not."""

from __future__ import annotations

import pytest

from peruopt.secrecy import HIDDEN, hidden, hidden_in

TOKENS = [
    "EAAGm0PX4ZCpsBAKZCZBqj4ZAZAq7ZBz",
    "123456789:AAH0zX-abcdefghijklmnopqrstuvwxyz123",
    "VGhpc0lzQW5YVG9rZW4xMjM0NTY3ODkwYWJjZGVmZ2hpamts",
    "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA6MToxOmF0OjE6YXQ6MQ",
]
WORDS = [
    "Hoy ceviche de conchas negras con chicha morada, S/ 35 a las 8:30",
    "https://maps.example/AbC123dEf456GhI789jKl012MnO345pQr678StU901",
    "#CevicheConLecheDeTigreYChicharrónDePotaEnElCallao2026",
    "AJÁJAJAJAJAJAJAJAJAJAJAJAJAJAJAJAJAJAJAJAJAJAJA1",
    "/redes facebook conectar",
]


@pytest.mark.parametrize("token", TOKENS)
def test_tokens_are_blotted(token):
    assert hidden(f"toma: {token} ya") == f"toma: {HIDDEN} ya"
    assert hidden(f"/redes x llave {token}") == f"/redes x llave {HIDDEN}"


@pytest.mark.parametrize("words", WORDS)
def test_words_stay(words):
    assert hidden(words) == words


def test_in_an_update_only_what_was_written_is_blotted():
    file = "AgACAgIAAxkBAAIB1mZ0aGlzSXNBRmlsZUlkMTIzNDU2Nzg5MA"
    update = {"message": {"text": TOKENS[0], "photo": [{"file_id": file}], "date": 1}}
    assert hidden_in(update) == {
        "message": {"text": HIDDEN, "photo": [{"file_id": file}], "date": 1}
    }

"""`peruopt doctor` says which models it uses, and when they stop answering."""

from __future__ import annotations

import argparse
import asyncio

import pytest

from bot.cli import doctor
from tests.unit.writers.gpt_server import GptServer

HEARS = "gpt-4o-mini-transcribe"


@pytest.fixture
def report(server: GptServer, data_dir, monkeypatch, capsys):
    """`await report(locale, (model, shutdown), …)` runs the doctor; its lines about models."""
    monkeypatch.chdir(data_dir)

    async def told(locale: str, *listed: tuple[str, str], **settings: str) -> list[str]:
        rows = {"object": "model", "created": 1, "owned_by": "x"}
        server.models = [rows | {"id": name, "shutdown_date": day} for name, day in listed]
        given = {
            "locale": locale,
            "web_port": "0",
            "gpt_api_key": "sk-test",
            "gpt_base_url": server.url,
        }
        for name, value in ({"data_dir": str(data_dir)} | given | settings).items():
            monkeypatch.setenv(f"PERUOPT_{name.upper()}", value)
        await asyncio.to_thread(doctor.run, argparse.Namespace(quiet=False))
        lines = capsys.readouterr().out.splitlines()
        return [line for line in lines if "gpt-" in line]

    return told


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            "es_PE",
            f"El modelo {HEARS}, que escribe las notas de voz, se apaga el vie 26 feb 2027.",
        ),
        (
            "en",
            f"The model {HEARS}, which writes voice notes down, shuts down on Fri, Feb 26, 2027.",
        ),
    ],
)
async def test_the_end_of_the_model_that_hears_is_told_in_time(report, locale, said):
    writes, hears = await report(locale)
    assert said in hears
    assert "PERUOPT_GPT_VOICE_MODEL" in hears
    assert "gpt-6-luna" in writes


async def test_the_server_knows_better(report):
    _, hears = await report("es_PE", (HEARS, "2099-01-05"))
    assert hears.startswith("✅")
    assert "lun 5 ene 2099" in hears


async def test_what_has_been_shut_down_does_not_work(report):
    writes, hears = await report("es_PE", ("gpt-6-luna", "2020-01-01"), (HEARS, "2020-01-01"))
    assert writes.startswith("❌")
    assert hears.startswith("❌")


async def test_a_model_without_an_end_is_just_named(report):
    _, hears = await report("es_PE", gpt_voice_model="gpt-hears-forever")
    assert hears == "✅ Las notas de voz las escribe el modelo gpt-hears-forever."


async def test_who_hears_no_voice_notes_is_not_told_of_them(report):
    assert len(await report("es_PE", gpt_voice_model="none")) == 1

"""The GPT writer against a local server, behaving and misbehaving."""

from __future__ import annotations

import json
import logging
from datetime import date
from time import monotonic
from typing import Any

import pytest
from pydantic import SecretStr

from peruopt.chat.words import LOCALES, Words
from peruopt.ports import Brief, Writing
from peruopt.restaurant import Network
from peruopt.writers.gpt import GptWriter
from peruopt.writers.models import cost, known
from tests.unit.writers.gpt_server import TEXTS, GptServer, answer

SECRET = "sk-very-secret-0123456789"
BRIEF = Brief("ceviche", "La Sirena", Network.INSTAGRAM)


async def write(server: GptServer, brief: Brief = BRIEF, count: int = 3, **rest: Any) -> Writing:
    rest = {"timeout": 5.0, "retries": 0} | rest
    return await GptWriter(SecretStr(SECRET), base_url=server.url, **rest).write(brief, count)


def error(status: int, code: str) -> dict[str, Any]:
    return {"error": {"message": f"key {SECRET} {status}", "code": code, "type": "x"}}


async def test_it_writes_and_counts_what_it_cost(server: GptServer) -> None:
    writing = await write(server)
    assert [c.text for c in writing.candidates] == TEXTS[:3]
    assert {c.writer for c in writing.candidates} == {"gpt"}
    assert writing.candidates[0].hashtags == ("#Ceviche",)
    assert (writing.writer, writing.note) == ("gpt", "")
    assert (writing.tokens_in, writing.tokens_out) == (1000, 200)
    assert writing.cost_usd == pytest.approx(1000 * 0.10e-6 + 200 * 0.50e-6)


async def test_what_it_asks_is_structured_and_names_the_model(server: GptServer) -> None:
    await write(server, model="my-model")
    (asked,) = server.asked
    assert asked["model"] == "my-model"
    assert asked["response_format"]["json_schema"]["strict"] is True
    assert asked["response_format"]["json_schema"]["schema"]["additionalProperties"] is False


async def test_an_unknown_model_costs_nothing_that_we_know(server: GptServer) -> None:
    writing = await write(server, model="llama-4")
    assert (writing.cost_usd, writing.note) == (0.0, "writing.gpt_cost_unknown")


FAULTS: list[tuple[dict[str, Any], str]] = [
    ({"status": 401, "body": error(401, "invalid_api_key")}, "gpt_key"),
    ({"status": 403, "body": error(403, "forbidden")}, "gpt_key"),
    ({"status": 404, "body": error(404, "model_not_found")}, "gpt_model"),
    ({"status": 400, "body": error(400, "model_not_found")}, "gpt_model"),
    ({"status": 400, "body": error(400, "other")}, "gpt_failed"),
    ({"status": 429, "body": error(429, "rate_limit_exceeded")}, "gpt_busy"),
    ({"status": 429, "body": error(429, "insufficient_quota")}, "gpt_credit"),
    ({"status": 500, "body": error(500, "server_error")}, "gpt_down"),
    ({"status": 503, "body": "<html>down</html>"}, "gpt_down"),
    ({"body": "<html>a proxy's page</html>"}, "gpt_malformed"),
    ({"body": {"choices": []}}, "gpt_malformed"),
    ({"body": answer(content="{not json")}, "gpt_malformed"),
    ({"body": answer(content='{"candidates": [{"text": 3}]}')}, "gpt_malformed"),
    ({"body": answer(content=None)}, "gpt_malformed"),
    ({"body": answer(content=None, refusal="No.")}, "gpt_refused"),
    ({"body": answer(finish_reason="content_filter")}, "gpt_refused"),
    ({"body": answer(finish_reason="length")}, "gpt_cut"),
    ({"body": answer([])}, "gpt_unfit"),
    ({"delay": 3.0}, "gpt_timeout"),
    ({"dribble": 0.05}, "gpt_timeout"),
]


@pytest.mark.parametrize(("fault", "note"), FAULTS)
async def test_whatever_fails_the_offline_writer_writes_and_says_so(
    server: GptServer, fault: dict[str, Any], note: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    for name, value in fault.items():
        setattr(server, name, value)
    started = monotonic()
    writing = await write(server, timeout=0.5)
    assert monotonic() - started < 2.5
    assert writing.note == f"writing.{note}"
    assert writing.writer == "template"
    assert len(writing.candidates) == 3
    for locale in LOCALES:
        assert Words(locale)(writing.note)
    assert SECRET not in caplog.text
    assert SECRET not in repr(writing)


async def test_an_answer_that_is_no_good_still_cost_its_tokens(server: GptServer) -> None:
    server.body = answer(content="{not json")
    writing = await write(server)
    assert (writing.tokens_in, writing.tokens_out) == (1000, 200)
    assert writing.cost_usd > 0


async def test_nobody_listens() -> None:
    nobody = GptServer(url="http://127.0.0.1:9/v1")
    writing = await write(nobody)
    assert (writing.note, writing.writer) == ("writing.gpt_unreachable", "template")


async def test_one_failure_is_retried(server: GptServer) -> None:
    server.first_fails = 1
    writing = await write(server, retries=1)
    assert (writing.writer, len(server.asked)) == ("gpt", 2)


async def test_a_server_without_structured_output_is_asked_without(server: GptServer) -> None:
    server.no_schema = True
    rows = [{"text": text, "hashtags": []} for text in TEXTS]
    server.body = answer(content="Claro:\n```json\n" + json.dumps({"candidates": rows}) + "\n```")
    writing = await write(server)
    assert writing.writer == "gpt"
    assert [c.text for c in writing.candidates] == TEXTS[:3]


async def test_the_retired_model_names_the_setting(server: GptServer) -> None:
    server.status, server.body = 404, error(404, "model_not_found")
    writing = await write(server)
    for locale in LOCALES:
        assert "PERUOPT_GPT_MODEL" in Words(locale)(writing.note)


@pytest.mark.parametrize(
    ("listed", "model", "expected"),
    [
        ([{"id": "m", "shutdown_date": "2027-03-01"}], "m", date(2027, 3, 1)),
        ([{"id": "gpt-4o", "shutdown_date": "2027-05-01"}], "gpt-4o", date(2027, 5, 1)),
        ([{"id": "gpt-4o"}], "gpt-4o", date(2027, 1, 14)),
        ([{"id": "gpt-4o", "shutdown_date": "soon"}], "gpt-4o", date(2027, 1, 14)),
        ([{"id": "gpt-6-luna"}], "gpt-6-luna", None),
        (None, "gpt-5-mini", date(2026, 12, 11)),
        (None, "gpt-4o-mini-transcribe-2025-12-15", date(2027, 2, 26)),
    ],
)
async def test_the_shutdown_date(
    server: GptServer, listed: list[dict[str, Any]] | None, model: str, expected: date | None
) -> None:
    rows = {"object": "model", "created": 1, "owned_by": "x"}
    server.status = 404
    server.models = [rows | row for row in listed] if listed is not None else None
    writer = GptWriter(SecretStr(SECRET), model=model, base_url=server.url, retries=0)
    assert await writer.shutdowns("another", model) == [None, expected]


def test_a_snapshot_takes_its_familys_row() -> None:
    assert known("gpt-4o-2024-08-06") == known("gpt-4o")
    assert known("gpt-4o-mini-2024-07-18") == known("gpt-4o-mini")
    assert cost("gpt-6-luna", 1_000_000, 1_000_000) == pytest.approx(0.60)
    assert cost("somebody-elses", 5, 5) is None

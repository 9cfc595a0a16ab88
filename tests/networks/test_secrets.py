"""No token in what is logged, raised or shown; every error of a network is a sentence."""

from __future__ import annotations

import logging
import traceback

import pytest

from peruopt.chat.words import Words
from peruopt.errors import PublishError
from peruopt.publishers import graph, telegram_channel, x_errors
from peruopt.publishers.wire import read
from tests.conftest import START
from tests.contract.publishers.test_publisher_contract import Memo, approved
from tests.networks.build import PICTURE, REAL, publisher_for, server_for
from tests.networks.faults import Fault, Kind

FAULTS = [
    None,
    *(kind for kind in Kind if kind.name.split("_")[0] not in ("KILL", "STOP", "STUCK")),
]


@pytest.mark.parametrize("network", REAL)
async def test_a_token_is_nowhere_to_be_read(network, clock, caplog, capsys):
    caplog.set_level(logging.DEBUG)
    said = []
    for kind in FAULTS:
        server = server_for(network, clock.now)
        server.slow = 0.4
        await server.open()
        publisher, secret = publisher_for(network, server, clock.now, timeout=0.2), server.token
        server.script.faults = [Fault(kind, "any")] if kind else []
        try:
            said.append(repr(await publisher.publish(approved(), PICTURE, Memo())))
        except PublishError as error:
            chain = traceback.TracebackException.from_exception(error, capture_locals=False)
            said += [repr(error), str(error.args), *chain.format()]
        said += [repr(publisher), str(vars(type(publisher)).get("__repr__", ""))]
        await server.close()
    written = "\n".join([caplog.text, *capsys.readouterr(), *said])
    assert len(written) > 1000
    assert secret not in written
    assert secret.rpartition(":")[2] not in written


def _errors():
    answer = {"error": {"code": 0, "message": "m"}}
    for code in (*range(-2, 700), 9004, 9007, 36000, 36001, 36003, 36004, 80002, 1609005):
        for subcode in (0, 33, *range(2207000, 2207060)) if code in (1, 9, 24, 100) else (0,):
            answer["error"] = {"code": code, "error_subcode": subcode}
            body = str(answer).replace("'", '"').encode()
            yield graph.failure(read(400, body, {}), START, commits=True)
    for status in (400, 401, 402, 403, 404, 413, 429):
        yield x_errors.failure(read(status, b"{}", {}), START)
        yield telegram_channel.failure(read(status, b"{}", {}), START)
        for detail in (b"duplicate content", b"account suspended", b"credits depleted"):
            yield x_errors.failure(read(status, b'{"detail": "%s"}' % detail, {}), START)
        for words in (b"chat not found", b"caption is too long", b"PHOTO_INVALID", b"kicked"):
            yield telegram_channel.failure(
                read(status, b'{"description": "%s"}' % words, {}), START
            )


@pytest.mark.parametrize("locale", ["es_PE", "en"])
def test_every_refusal_is_a_sentence(locale):
    keys = {
        str(error) for error in _errors() if type(error).__name__ in ("Rejected", "Unauthorized")
    }
    assert len(keys) > 12
    assert {key for key in keys if not Words(locale).has(key)} == set()

"""The search for tokens in all that the tests write finds them where they are."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from peruopt.store import Entry
from peruopt.work.publishing import publish
from tests import leaking
from tests.dialogue.test_connecting import approved
from tests.leaking import KNOWN, leaked, pytest_runtest_logreport
from tests.networks.connected import connect, house, meta, talk  # noqa: F401
from tests.networks.doors import PAGE_TOKEN, PERSON_TOKEN, XDoor
from tests.networks.faults import Fault, Kind
from tests.networks.server import TOKEN
from tests.networks.telegram import TelegramServer


@dataclass
class Report:
    """What pytest says of a test."""

    sections: list
    when: str = "call"
    passed: bool = True
    outcome: str = "passed"
    nodeid: str = "a test"
    longrepr: str = ""


def test_every_token_of_a_fake_network_is_known(clock):
    x = XDoor(clock.now)
    tokens = [PAGE_TOKEN, PERSON_TOKEN, TOKEN, TelegramServer(clock.now).token, x.token, x.refresh]
    for token in tokens:
        assert leaked(f"before {token} after"), token[:6]


def test_a_test_that_logs_a_token_fails():
    report = Report([("Captured log call", f"asked with {KNOWN[0]}")])
    pytest_runtest_logreport(report)
    assert report.outcome == "failed"
    assert KNOWN[0] not in report.longrepr
    quiet = Report([("Captured log call", "asked")])
    pytest_runtest_logreport(quiet)
    assert quiet.outcome == "passed"


async def test_a_whole_connected_life_leaves_no_token_anywhere(talk, meta, data_dir):  # noqa: F811
    await connect(talk)
    for fault in (None, Kind.DROP_AFTER, Kind.SCOPE, Kind.EXPIRED):
        meta.script.faults = [Fault(fault, "feed")] if fault else []
        await publish(talk.app.services, house(talk), approved(talk))
    for words in ("/redes", "/redes facebook probar", "/exportar", "/historial", "/perdidas"):
        await talk.say(words)
    assert list(leaking.leaking(data_dir)) == []
    assert leaked("".join(reply.text for reply in talk.ears.heard)) == []


@pytest.mark.parametrize("where", ["file", "database"])
async def test_a_token_that_is_written_is_found(talk, data_dir, tmp_path, where):  # noqa: F811
    # split, so that this file's own compiled copy is no find; taken away again for the session
    token = "EAAGsecret" + "0123456789"
    if where == "file":
        path = tmp_path / "crash.txt"
        path.write_text(f"Traceback … {token}")
        assert [p for p, _ in leaking.leaking(tmp_path)] == [path]
        path.unlink()
        return
    clock = talk.app.clock
    with talk.app.services.work(house(talk)) as w:
        w.audit.add(Entry(clock.now(), "Rosa", "network.connected", "channel:1", token))
    found = {path.name for path, _ in leaking.leaking(data_dir)}
    assert any(name.startswith("peruopt.db") for name in found)
    talk.app.database.close()
    for path in data_dir.glob("peruopt.db*"):
        path.unlink()

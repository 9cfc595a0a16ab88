"""Doors that fall: what mends itself is tried again, what a person must mend is said."""

from __future__ import annotations

import asyncio
import logging
import socket
from contextlib import suppress

import pytest

from bot.__main__ import main
from bot.supervising import Doorkeeper
from peruopt.chat.words import Words
from peruopt.errors import UserError

TAKEN = "El puerto 5000 ya está en uso. Cierra el programa que lo ocupa"


class Door:
    """Falls with each of `troubles` in turn, then stays open."""

    def __init__(self, platform: str, *troubles: Exception) -> None:
        self.platform, self.troubles = platform, list(troubles)
        self.open = asyncio.Event()

    async def run(self, _answer) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.open.set()
        await asyncio.Event().wait()


class Nobody:
    async def answer(self, _message) -> None: ...


def taken() -> UserError:
    return UserError("web.port_taken", host="127.0.0.1", port="5000")


def keeping(*doors: Door) -> list[asyncio.Task[None]]:
    keeper = Doorkeeper(Nobody(), doors, Words, first_pause=0.01)
    return [asyncio.create_task(keeper.keep(door)) for door in doors]


async def end(*tasks: asyncio.Task[None]) -> None:
    for task in tasks:
        task.cancel()
        with suppress(asyncio.CancelledError, UserError):
            await task


async def test_the_only_door_that_cannot_open_ends_it():
    (task,) = keeping(Door("web", taken()))
    with pytest.raises(UserError, match=r"web\.port_taken"):
        await asyncio.wait_for(task, 5)


async def test_where_another_door_is_open_it_is_tried_again_and_said_without_a_traceback(caplog):
    page, phone = Door("web", taken(), taken()), Door("telegram")
    tasks = keeping(page, phone)
    await asyncio.wait_for(page.open.wait(), 5)
    assert phone.open.is_set()
    said = [r for r in caplog.records if r.levelno == logging.ERROR]
    assert [TAKEN in r.getMessage() for r in said] == [True, True]
    assert [r.exc_info for r in said] == [None, None]
    await end(*tasks)


async def test_when_no_door_can_open_it_ends_too():
    tasks = keeping(Door("web", taken()), Door("telegram", UserError("telegram.token")))
    done, _ = await asyncio.wait(tasks, timeout=5, return_when=asyncio.FIRST_EXCEPTION)
    assert [type(task.exception()) for task in done] == [UserError]
    await end(*tasks)


async def test_a_door_that_was_open_and_finds_its_port_taken_waits_for_it(caplog):
    page = Door("web", RuntimeError("the server stopped"), taken())
    tasks = keeping(page)
    await asyncio.wait_for(page.open.wait(), 5)
    fell, said = (r for r in caplog.records if r.levelno == logging.ERROR)
    assert fell.exc_info
    assert TAKEN in said.getMessage()
    await end(*tasks)


@pytest.mark.parametrize(
    ("locale", "said"),
    [("es_PE", "ya está en uso. Cierra el programa"), ("en", "is already in use")],
)
def test_run_says_once_that_its_port_is_taken_and_ends(
    data_dir, monkeypatch, capsys, locale, said
):
    monkeypatch.chdir(data_dir)
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        monkeypatch.setenv("PERUOPT_DATA_DIR", str(data_dir))
        monkeypatch.setenv("PERUOPT_LOCALE", locale)
        monkeypatch.setenv("PERUOPT_WEB_PORT", str(other.getsockname()[1]))
        assert main(["run"]) == 1
    told = capsys.readouterr().err
    assert told.count(said) == 1
    assert "Traceback" not in told

"""The trainer's child: heard, stopped, done again, never left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from bot.training import ProcessTrainer
from peruopt.ports import Stage

ROOT = Path(__file__).parents[2]
CHILD = """
import json, os, sys, time
folder, restaurant = sys.argv[1], sys.argv[2]
open(f"{folder}/{restaurant}-{os.getpid()}", "w").close()
print("not progress", flush=True)
for step in range(int(os.environ.get("STEPS", "3"))):
    print(json.dumps({"share": step / 3, "note": "training.reading"}), flush=True)
    time.sleep(0.05)
print("x" * 100, file=sys.stderr)
sys.exit(int(os.environ.get("CODE", "0")))
"""


@pytest.fixture
def trainer(tmp_path):
    def make(**env: str) -> ProcessTrainer:
        return ProcessTrainer((sys.executable, "-c", CHILD, str(tmp_path)), env)

    return make


def pids(folder: Path) -> list[int]:
    return [int(path.name.partition("-")[2]) for path in folder.glob("*-*")]


async def begun(folder: Path) -> None:
    async with asyncio.timeout(20):
        while not pids(folder):  # noqa: ASYNC110, a file of another process is awaited
            await asyncio.sleep(0.02)


def alive(pid: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    return False


async def test_a_training_is_heard_and_ends(trainer, tmp_path):
    trained = trainer()
    trained.start(1)
    assert (await trained.wait(1, 0)).stage is Stage.RUNNING
    assert (await trained.wait(1, 20)).stage is Stage.IDLE
    assert len(pids(tmp_path)) == 1
    assert (await trained.wait(2, 1)).stage is Stage.IDLE


async def test_new_history_meanwhile_means_once_more_and_no_more(trainer, tmp_path):
    trained = trainer()
    trained.start(1)
    await begun(tmp_path)
    for _ in range(5):
        trained.start(1)
    assert (await trained.wait(1, 20)).stage is Stage.IDLE
    assert len(pids(tmp_path)) == 2


async def test_a_training_that_fails_says_so(trainer):
    trained = trainer(CODE="3")
    trained.start(1)
    known = await trained.wait(1, 20)
    assert (known.stage, known.note) == (Stage.FAILED, "training.failed")


async def test_a_command_that_is_not_there_says_so(tmp_path):
    trained = ProcessTrainer((str(tmp_path / "nothing"),))
    trained.start(1)
    assert (await trained.wait(1, 20)).stage is Stage.FAILED


async def test_stopping_ends_the_child(trainer, tmp_path):
    trained = trainer(STEPS="2000")
    trained.start(1)
    await begun(tmp_path)
    await trained.close()
    assert [pid for pid in pids(tmp_path) if alive(pid)] == []
    assert (await trained.wait(1, 1)).stage is Stage.IDLE


PARENT = """
import asyncio, sys
from bot.training import ProcessTrainer
async def main():
    trainer = ProcessTrainer((sys.executable, "-m", "tests.e2e.learning", sys.argv[1]))
    trainer.start(1)
    await trainer.wait(1, 60)
asyncio.run(main())
"""


def test_a_killed_parent_takes_the_child_along(tmp_path):
    parent = subprocess.Popen([sys.executable, "-c", PARENT, str(tmp_path)], cwd=ROOT)
    deadline = time.monotonic() + 30
    while not pids(tmp_path) and time.monotonic() < deadline:
        time.sleep(0.05)
    (child,) = pids(tmp_path)
    assert alive(child)
    parent.send_signal(signal.SIGKILL)
    parent.wait()
    while alive(child) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not alive(child)

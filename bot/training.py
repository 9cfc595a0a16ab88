"""Training in a process of its own: started, listened to, stopped, and done again when asked."""

from __future__ import annotations

import asyncio
import contextlib
import ctypes
import json
import logging
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from peruopt.ports import Stage, Training
from peruopt.store import Work
from peruopt.work.training import run_training

if TYPE_CHECKING:
    from peruopt.learn.recalled import Recalled

log = logging.getLogger(__name__)
CORES = 2
THREADS = {"OMP_NUM_THREADS": "2", "MKL_NUM_THREADS": "2", "OPENBLAS_NUM_THREADS": "2"}
NICE = 10
AT_ONCE = 1
COMMAND = (sys.executable, "-m", "bot", "train", "--lines", "--restaurant")
_DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG, of <sys/prctl.h>


@dataclass(slots=True)
class _Course:
    """A restaurant's training, under way or ended."""

    known: Training = field(default_factory=lambda: Training(Stage.IDLE))
    again: bool = False
    task: asyncio.Task[None] | None = None


class ProcessTrainer:
    """`peruopt.ports.Trainer`: a child process per training, one at a time.

    The child is `python -m bot train --lines --restaurant N`; it writes a line of JSON per step
    to its standard output: `{"share": 0.4, "note": "trying"}`.
    """

    def __init__(
        self,
        command: Sequence[str] = COMMAND,
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._command, self._env = tuple(command), env
        self._courses: dict[int, _Course] = {}
        self._room = asyncio.Semaphore(AT_ONCE)
        self.heard: Callable[[int], None] = _unheard
        """Called with a restaurant's number whenever there is news of its training."""

    def start(self, restaurant_id: int) -> None:
        """Begin, or begin again after the one under way: there is new history."""
        course = self._courses.setdefault(restaurant_id, _Course())
        if course.task and not course.task.done():
            course.again = True
            return
        note = "training.waiting" if self._room.locked() else ""
        course.known = Training(Stage.RUNNING, note=note)
        course.task = asyncio.create_task(self._train(restaurant_id, course))
        self.heard(restaurant_id)

    async def wait(self, restaurant_id: int, seconds: float) -> Training:
        """Wait for the training under way, if any, at most so long."""
        course = self._courses.get(restaurant_id)
        if course is None:
            return Training(Stage.IDLE)
        if course.task and not course.task.done() and seconds > 0:
            await asyncio.wait({course.task}, timeout=seconds)
        return course.known

    async def cancel(self, restaurant_id: int) -> None:
        """Stop the training under way, if any; what was learned before serves on."""
        course = self._courses.get(restaurant_id)
        if course and course.task:
            course.again = False
            course.task.cancel()
            await asyncio.gather(course.task, return_exceptions=True)

    async def close(self) -> None:
        """Stop all of them."""
        for restaurant_id in tuple(self._courses):
            await self.cancel(restaurant_id)

    async def _train(self, restaurant_id: int, course: _Course) -> None:
        try:
            while True:
                course.again = False
                async with self._room:
                    course.known = Training(Stage.RUNNING)
                    course.known = await self._child(restaurant_id, course)
                if not course.again:
                    return
                course.known = Training(Stage.RUNNING, note="training.waiting")
        except asyncio.CancelledError:
            course.known = Training(Stage.IDLE)
            raise
        except Exception:  # who asked is told, and may ask again
            log.exception("a training could not be started")
            course.known = Training(Stage.FAILED, note="training.failed")
        finally:
            self.heard(restaurant_id)

    async def _child(self, restaurant_id: int, course: _Course) -> Training:
        child = await asyncio.create_subprocess_exec(
            *self._command,
            str(restaurant_id),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **THREADS, **(self._env or {})},
        )
        assert child.stdout is not None
        assert child.stderr is not None
        complaint = asyncio.create_task(_last_words(child.stderr))
        try:
            async for line in child.stdout:
                course.known = _progress(line, course.known)
                self.heard(restaurant_id)
            code = await child.wait()
            said = await complaint
        finally:
            if child.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    child.kill()
                await child.wait()
            complaint.cancel()
        if code == 0:
            return Training(Stage.IDLE, 1.0)
        log.error("training of restaurant %s ended with %s: %s", restaurant_id, code, said)
        return Training(Stage.FAILED, course.known.share, "training.failed")


def _unheard(restaurant_id: int) -> None:
    """Tell nobody."""
    del restaurant_id


def train_here(
    work: Work, restaurant_id: int, now: datetime, embedder: Recalled | None = None
) -> None:
    """Be the child: give way to others, end when the parent does, say how far it is."""
    os.nice(NICE)
    if sys.platform == "linux":
        free = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, free[-CORES:])
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGKILL)

    def progress(share: float, note: str) -> None:
        sys.stdout.write(json.dumps({"share": round(share, 4), "note": note}) + "\n")
        sys.stdout.flush()

    progress(0.0, "training.reading")
    try:
        run_training(work, restaurant_id, now, progress, embedder)
    finally:
        if embedder:
            embedder.keep()


def _progress(line: bytes, before: Training) -> Training:
    """Read a line of the child; what is not progress changes nothing."""
    try:
        told = json.loads(line)
        share = min(1.0, max(0.0, float(told["share"])))
        return Training(Stage.RUNNING, share, str(told.get("note", ""))[:80])
    except (ValueError, KeyError, TypeError):
        return before


async def _last_words(stream: asyncio.StreamReader) -> str:
    """Drain what the child complains of, and keep its end."""
    kept = b""
    while chunk := await stream.read(4096):
        kept = (kept + chunk)[-2000:]
    return kept.decode("utf-8", "replace")

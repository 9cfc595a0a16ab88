"""A loop that waits for nothing: where everybody sleeps, its clock goes on to the next moment."""

from __future__ import annotations

import asyncio
import selectors
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor

GLANCE = 0.002
"""Seconds that the sockets of this machine are given before all are thought asleep."""
BLOCKS = "x_wire"
"""Part of the module that waits for an answer within its thread."""


class _Here(Executor):
    """Runs what needs no thread at once; what waits for the loop goes to a real one."""

    def __init__(self) -> None:
        self._threads, self.busy = ThreadPoolExecutor(2), 0

    def submit(self, call, /, *args, **kwargs) -> Future:
        told = getattr(call, "args", ())
        if any(BLOCKS in (getattr(part, "__module__", None) or "") for part in told):
            self.busy += 1
            going = self._threads.submit(call, *args, **kwargs)
            going.add_done_callback(self._done)
            return going
        done: Future = Future()
        try:
            done.set_result(call(*args, **kwargs))
        except BaseException as error:
            done.set_exception(error)
        return done

    def _done(self, _future: Future) -> None:
        self.busy -= 1

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._threads.shutdown(wait, cancel_futures=cancel_futures)


class _Selector(selectors.DefaultSelector):
    """Skips the time in which nothing happens."""

    def __init__(self, here: _Here) -> None:
        super().__init__()
        self.skipped, self._here = 0.0, here

    def select(self, timeout=None):
        if timeout is not None and timeout <= 0:
            return super().select(0)
        if found := super().select(0):
            return found
        if timeout is None or self._here.busy:
            return super().select(timeout)
        found = super().select(min(timeout, GLANCE))
        if not found and timeout > GLANCE:
            self.skipped += timeout - GLANCE
        return found


class HurriedLoop(asyncio.SelectorEventLoop):
    """For tests whose servers live in the same loop."""

    def __init__(self) -> None:
        self._here = _Here()
        self._hurry = _Selector(self._here)
        super().__init__(self._hurry)
        self.set_default_executor(self._here._threads)
        self._default_executor = self._here

    def time(self) -> float:
        return time.monotonic() + self._hurry.skipped


def hurried(main):
    """Run a coroutine to its end in such a loop."""
    with asyncio.Runner(loop_factory=HurriedLoop) as runner:
        return runner.run(main)

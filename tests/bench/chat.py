"""`python -m tests.bench.chat`: the Telegram door beside a bare echo bot, and 500 chats at once.

Both bots are unmodified python-telegram-bot on one emulated Bot API, in turns within one run.
The emulator's rate limits and the door's own pace are lifted: here it is we who are measured,
not the waiting that Telegram asks for.
"""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import logging
import math
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import TypeVar

from tests.bench.echo import echo_bot
from tests.bench.filling import fill
from tests.fakes import FakeTrainer
from tests.telegram.emulator.opening import QUICK
from tests.telegram.emulator.server import TOKEN, BotApi, bot_api

T = TypeVar("T")
CHATS, SECONDS, ROUNDS = 500, 60.0, 60
HISTORY = 1_000
PATIENCE = 120.0
COMMANDS = ("/ayuda", "/resumen")
ROSA = 501


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds from the update to the answer on the screen."""

    p50: float
    p95: float

    @classmethod
    def of(cls, times: list[float]) -> Took:
        worst = sorted(times)[math.ceil(0.95 * len(times)) - 1]
        return cls(statistics.median(times), worst)


@dataclass(frozen=True, slots=True)
class Crowd:
    """What many chats said, and what came back."""

    said: int
    answered_once: int
    lost: int
    twice: int
    seconds: float
    took: Took
    longest: float
    cpu: float
    """Milliseconds of processor for a message and its answer, the emulator's part included."""
    memory: float
    """Peak of this process in MB, the emulator and all its screens included."""

    @property
    def rate(self) -> float:
        """Return how many were answered in a second."""
        return self.answered_once / self.seconds


@contextlib.asynccontextmanager
async def house(folder: Path, api: BotApi, people: int) -> AsyncIterator[None]:
    """Open a whole house at its Telegram door, with so many people on the team."""
    from bot.app import build
    from bot.doors import chats
    from bot.settings import Settings
    from peruopt.chat.message import Address
    from peruopt.restaurant import Person, Restaurant, Role
    from peruopt.work.settling import settle

    settings = Settings(
        _env_file=None, data_dir=folder, telegram_token=TOKEN, telegram_base_url=api.url
    )
    app = build(settings, trainer=FakeTrainer(), say=lambda _line: None)
    (door,) = chats(settings, app)
    door._rates = QUICK
    services = app.services
    owner = Person(
        restaurant_id=0, platform="telegram", handle=str(ROSA), name="Rosa", role=Role.OWNER
    )
    chat = Address("telegram", str(ROSA))
    seat = settle(
        services.work,
        services.directory,
        Restaurant(name="La Caleta"),
        owner,
        chat,
        services.now(),
    )
    number = seat.restaurant.id
    assert number is not None
    with services.work(number) as w:
        for handle in range(ROSA + 1, ROSA + people):
            told = {"restaurant_id": number, "handle": str(handle), "id": None}
            w.people.add(Person.model_validate(owner.model_dump() | told))
    fill(SimpleNamespace(app=app), number, HISTORY)
    serving = asyncio.create_task(app.serve(app.open(door)))
    try:
        await asyncio.wait_for(door.ready.wait(), 10)
        yield
    finally:
        serving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await serving
        await app.close()


async def answered(api: BotApi, chat: int, text: str, messages: int = 1) -> float:
    """Say it; return the milliseconds until so many new messages are on the chat's screen."""
    wanted = api.world.sent[chat] + messages
    began = time.perf_counter()
    api.say(text, chat=chat, person=chat)
    await api.world.shows(chat, wanted, PATIENCE)
    return (time.perf_counter() - began) * 1000


async def weighed(api: BotApi, chat: int, text: str) -> int:
    """Say it; return how many messages its answer is made of."""
    before = api.world.sent[chat]
    await answered(api, chat, text)  # what is imported lazily is imported now
    await asyncio.sleep(1.0)
    return api.world.sent[chat] - before


async def rounds(count: int, folder: Path) -> dict[str, Took]:
    """Time the echo bot and the house in turns, so that a busy machine troubles both alike."""
    async with (
        bot_api() as bare,
        bot_api() as ours,
        echo_bot(bare.url, TOKEN),
        house(folder, ours, 1),
    ):
        asks: dict[str, tuple[BotApi, str]] = {"echo": (bare, "hola")}
        asks |= {command: (ours, command) for command in COMMANDS}
        sizes = {name: await weighed(api, ROSA, text) for name, (api, text) in asks.items()}
        times: dict[str, list[float]] = {name: [] for name in asks}
        for _ in range(count):
            for name, (api, text) in asks.items():
                times[name].append(await answered(api, ROSA, text, sizes[name]))
    return {name: Took.of(took) for name, took in times.items()}


async def crowd(chats: int, seconds: float, folder: Path, *, bare: bool = False) -> Crowd:
    """Let every chat say its next line as soon as it has been answered, for so long."""
    async with (
        bot_api() as api,
        echo_bot(api.url, TOKEN) if bare else house(folder, api, chats),
    ):
        await answered(api, ROSA, "/ayuda")
        began, worked = time.perf_counter(), time.process_time()
        times: list[float] = []
        tallies = await asyncio.gather(
            *(_talk(api, ROSA + i, began + seconds, times) for i in range(chats))
        )
        lasted, worked = time.perf_counter() - began, time.process_time() - worked
        await asyncio.sleep(1.0)  # whatever is said twice has come by now
        tally = sum(tallies, Counter())
        shown = api.world.sent.total() - 1
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    twice = shown - tally["answered"]
    return Crowd(
        tally["said"],
        tally["answered"],
        tally["said"] - tally["answered"],
        twice,
        lasted,
        Took.of(times),
        max(times),
        worked / tally["said"] * 1000,
        memory,
    )


async def _talk(api: BotApi, chat: int, until: float, times: list[float]) -> Counter[str]:
    tally: Counter[str] = Counter()
    while time.perf_counter() < until:
        tally["said"] += 1
        try:
            times.append(await answered(api, chat, "/ayuda"))
        except TimeoutError:
            return tally
        tally["answered"] += 1
    return tally


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--chats", type=int, default=CHATS)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    args = parser.parse_args()
    logging.disable(logging.WARNING)
    return run(args.chats, args.seconds, args.rounds)


def run(chats: int = CHATS, seconds: float = SECONDS, count: int = ROUNDS) -> int:
    """Print one chat's times and a crowd's; return 1 if anything was lost or said twice."""
    print("· rate limits of Telegram and the door's own pace are lifted")
    took = _in(lambda folder: rounds(count, folder))
    bare = took["echo"]
    print(f"{'from update to answer':<28}{'p50 ms':>10}{'p95 ms':>10}{'p50 ratio':>11}{'p95':>7}")
    for name, told in took.items():
        label = "bare echo bot" if name == "echo" else name
        ratios = f"{told.p50 / bare.p50:>11.1f}{told.p95 / bare.p95:>7.1f}"
        print(f"{label:<28}{told.p50:>10.1f}{told.p95:>10.1f}{ratios}", flush=True)
    print(f"\n{f'{chats} chats at once':<28}{'a second':>10}{'p50 ms':>10}{'p95 ms':>10}", end="")
    print(f"{'longest':>10}{'said':>8}{'lost':>6}{'twice':>7}{'CPU ms each':>13}")
    echo = _in(lambda folder: crowd(chats, min(seconds, 10), folder, bare=True))
    print(_row(f"bare echo bot, {echo.seconds:.0f} s", echo), flush=True)
    many = _in(lambda folder: crowd(chats, seconds, folder))
    print(_row(f"peruopt, {many.seconds:.0f} s", many))
    print(
        f"{'ratio':<28}{many.rate / echo.rate:>10.2f}{many.took.p50 / echo.took.p50:>10.1f}"
        f"{many.took.p95 / echo.took.p95:>10.1f}"
    )
    print(
        f"peak memory of this process {many.memory:.0f} MB, the emulator and every screen included"
    )
    return 0 if many.lost == many.twice == 0 else 1


def _row(label: str, told: Crowd) -> str:
    return (
        f"{label:<28}{told.rate:>10.0f}{told.took.p50:>10.0f}{told.took.p95:>10.0f}"
        f"{told.longest:>10.0f}{told.said:>8,}{told.lost:>6}{told.twice:>7}{told.cpu:>13.1f}"
    )


def _in(measured: Callable[[Path], Awaitable[T]]) -> T:
    """Measure in a folder that goes away afterwards."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(measured(Path(folder)))


if __name__ == "__main__":
    sys.exit(main())

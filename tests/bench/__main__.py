"""`make bench`: every command's time at 1,000 and at 100,000 posts, and the rest.

Before it start-up, after it learning and the doors.  Each size runs in a process of its own,
so that its memory can be told.  Figures are wall-clock milliseconds from the message to the
answer; ratios are of medians within this one run.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import datetime
from pathlib import Path

from tests.bench.filling import NOW, fill

SIZES = (1_000, 100_000)
COMMANDS = (
    "/ayuda",
    "/inicio",
    "/resumen 30d",
    "/horas facebook",
    "/redactar ceviche carretillero",
    "/pendientes",
    "/calendario",
    "/publicadas",
    "/diario",
    "/modelo",
    "/ajustes",
)
ROUNDS = 15
PARTS = {
    "learner": "learning from 5,000 posts, and answering from what was learned",
    "chat": "the Telegram door beside a bare bot, and 500 chats at once",
    "publishing": "2,000 posts due in one minute, beside bare APScheduler",
}


def main() -> int:
    """Measure; one line a command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, help=argparse.SUPPRESS)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    args = parser.parse_args()
    if args.size:
        told = asyncio.run(measured(args.size, args.rounds))
        sys.stdout.write(json.dumps(told) + "\n")
        return 0
    print("· start-up: from the process to the answer of /ayuda")
    for line in start_up():
        print(line)
    by_size = {}
    for size in SIZES:
        print(f"· {size:,} posts: importing, training, then {args.rounds} rounds", flush=True)
        command = [sys.executable, "-m", "tests.bench", "--size", str(size)]
        done = subprocess.run(
            [*command, "--rounds", str(args.rounds)], capture_output=True, text=True, check=True
        )
        by_size[size] = json.loads(done.stdout.splitlines()[-1])
    table(by_size)
    for part, told in PARTS.items():
        print(f"\n· {told}", flush=True)
        subprocess.run([sys.executable, "-m", f"tests.bench.{part}"], check=True)
    return 0


def table(by_size: dict[int, dict]) -> None:
    """Print p50 and p95 beside each other, and what a hundred times the history costs."""
    small, large = (by_size[size] for size in SIZES)
    head = f"{'command':<32}{'1,000: p50':>12}{'p95':>8}{'100,000: p50':>14}{'p95':>8}{'ratio':>8}"
    print(f"\n{head}\n{'':<32}{'ms':>12}{'ms':>8}{'ms':>14}{'ms':>8}")
    for command in COMMANDS:
        a, b = small["times"][command], large["times"][command]
        print(
            f"{command:<32}{a[0]:>12.0f}{a[1]:>8.0f}{b[0]:>14.0f}{b[1]:>8.0f}{b[0] / a[0]:>8.1f}"
        )
    for name, unit in (("import", "s"), ("training", "s"), ("memory", "MB")):
        print(f"{name + ', ' + unit:<32}{small[name]:>12.1f}{'':>8}{large[name]:>14.1f}")


def start_up(rounds: int = 5) -> list[str]:
    """Time whole processes that answer one line, beside an interpreter that does nothing."""
    lines = []
    for label, command in (
        ("python -c pass", [sys.executable, "-c", "pass"]),
        ("echo /ayuda | peruopt console", [sys.executable, "-m", "bot", "console"]),
    ):
        times = []
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                began = time.perf_counter()
                process = subprocess.Popen(
                    command,
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                    env={"PERUOPT_DATA_DIR": folder, "PATH": "/usr/bin:/bin"},
                )
                assert process.stdin
                assert process.stdout
                process.stdin.write("/ayuda\n")
                process.stdin.flush()
                for line in process.stdout:
                    if "/horas" in line:
                        break
                times.append(time.perf_counter() - began)
                process.stdin.close()
                process.wait()
        median, worst = statistics.median(times), max(times)
        lines.append(f"  {label:<32} median {median:.2f} s, worst {worst:.2f} s of {rounds}")
    return lines


async def measured(size: int, rounds: int) -> dict:
    """Fill a house, train once, and time every command."""
    from peruopt.work.training import run_training
    from tests.talk import Dialogue

    class Still:
        def now(self) -> datetime:
            return NOW

    with tempfile.TemporaryDirectory() as folder:
        talk = Dialogue.begin(Path(folder), Still())
        await talk.say("hola")
        house = talk.app.services.directory.restaurants()[0]
        began = time.perf_counter()
        fill(talk, house.id, size)
        imported = time.perf_counter() - began
        began = time.perf_counter()
        run_training(talk.app.services.work, house.id, NOW, lambda *_: None)
        trained = time.perf_counter() - began
        times = {}
        for command in COMMANDS:
            await talk.say(command)  # the first call imports what is imported lazily
            took = []
            for _ in range(rounds):
                began = time.perf_counter()
                await talk.say(command)
                took.append((time.perf_counter() - began) * 1000)
            times[command] = (statistics.median(took), sorted(took)[int(0.95 * (rounds - 1))])
        talk.close()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"times": times, "import": imported, "training": trained, "memory": memory}


if __name__ == "__main__":
    sys.exit(main())

"""A process that publishes, as the bench starts four of: ours, or bare APScheduler."""

from __future__ import annotations

import asyncio
import logging
import os
import sys
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from peruopt.restaurant import Network
from tests.bench.walls import NETWORKS, Wall

TABLE = "bare_jobs"


def send(network: str, post: int, folder: str, seed: int) -> None:
    """What bare APScheduler runs: the same request to the same wall."""
    Wall(Network(network), Path(folder), seed).send(post)


def bare(url: str, *, patient: bool, pool: dict | None = None):
    """Return a scheduler as its documentation has it; `patient` never finds a job too late."""
    from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
    from apscheduler.schedulers.background import BackgroundScheduler

    scheduler = BackgroundScheduler(
        timezone="UTC", job_defaults={"misfire_grace_time": None} if patient else {}
    )
    url = url.replace("postgresql://", "postgresql+psycopg://")
    scheduler.add_jobstore(SQLAlchemyJobStore(url, tablename=TABLE, engine_options=pool or {}))
    return scheduler


async def ours(url: str, folder: Path, seed: int) -> None:
    """Serve until there is no more input."""
    from bot.clock import Clock, ClockEngine
    from peruopt.work import recording, recovering
    from storage.database import Database
    from storage.engine import connect, read_url
    from tests.fakes import services

    # whether a person is asked after one second or forty is no matter of throughput
    recording.PATIENCE = recovering.AGAIN = timedelta(seconds=1)
    database, clock = Database(connect(read_url(url))), Clock()
    engine = ClockEngine(clock)
    walls = [Wall(network, folder, seed) for network in NETWORKS]
    engine.attach(services(database, clock.now, *walls, engine=engine))
    running = asyncio.create_task(engine.run())
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    await asyncio.to_thread(sys.stdin.read)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    database.close()


def main(kind: str, url: str, folder: str, seed: str) -> None:
    logging.disable(logging.CRITICAL)
    sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115, its scheduler's threads die with a traceback
    if kind == "ours":
        asyncio.run(ours(url, Path(folder), int(seed)))
        return
    scheduler = bare(url, patient=kind == "patient")
    scheduler.start()
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.read()
    scheduler.shutdown(wait=False)


if __name__ == "__main__":
    main(*sys.argv[1:])

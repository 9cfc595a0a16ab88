"""Connections: SQLite in WAL with `BEGIN IMMEDIATE` for writers, PostgreSQL through psycopg 3."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from storage.refused import Refused
from storage.types import to_json

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

READS = "peruopt_reads"
"""Execution option of a connection that will not write."""

HASTY = "peruopt_hasty"
"""Execution option of a connection whose commits need not reach the disk by themselves.

Both databases write one log in order: whatever is committed with care afterwards takes what was
committed in haste to the disk with it.  So it is for notes that protect what later transactions
do, and that nobody misses if nothing was done.
"""

BUSY_SECONDS = 30

PRAGMAS = (
    f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",
    # FULL, not NORMAL: an attempt recorded before sending must survive a power cut, or the post
    # goes out twice.  It costs one fsync a commit.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -16000",
    "PRAGMA journal_size_limit = 67108864",
)


TYPED = "typed"
"""The option under which an engine keeps how its URL was given, to be shown."""
PASSWORDS = (
    re.compile(r"(?P<before>://[^:/@?]*:).*(?P<after>@)"),  # to the last @: one may be in it
    re.compile(r"(?P<before>[?&][^=&]*password[^=&]*=)[^&]*(?P<after>)", re.IGNORECASE),
)


def shown(url: str) -> str:
    """Return a URL as it was typed, save for its passwords."""
    for password in PASSWORDS:
        url = password.sub(r"\g<before>***\g<after>", url)
    return url


def read_url(url: str) -> URL:
    """Return the URL with its driver, or refuse one of a database we do not speak."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Refused("storage.url", "The database URL cannot be read.") from error
    kind = parsed.drivername.partition("+")[0]
    if kind in {"postgres", "postgresql"}:
        return parsed.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and parsed.database and parsed.database != ":memory:":
        return parsed.set(drivername="sqlite+pysqlite")
    raise Refused(
        "storage.url",
        f"{shown(url)} is not the URL of a database that is supported; "
        "use sqlite:///path/to/file or postgresql://user@host/name.",
    )


def connect(url: URL) -> Engine:
    """Return an engine whose transactions are real ones."""
    if url.get_backend_name() == "sqlite":
        return _sqlite(url)
    return _postgresql(url)


def _sqlite(url: URL) -> Engine:
    assert url.database is not None
    folder = Path(url.database).absolute().parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Refused(
            "storage.unusable",
            f"{folder} cannot hold a database: {error.strerror}. Name another folder.",
            path=folder,
            why=error.strerror,
        ) from error
    engine = create_engine(
        url, json_serializer=to_json, pool_size=8, max_overflow=56, pool_timeout=BUSY_SECONDS
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        # ours is the BEGIN: the driver's own comes late and is deferred
        connection.isolation_level = None
        for pragma in PRAGMAS:
            connection.execute(pragma).close()

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        # a deferred transaction that reads, then writes, fails when another wrote in between
        options = connection.get_execution_options()
        care, info = "NORMAL" if options.get(HASTY) else "FULL", connection.info
        if info.get("synchronous", "FULL") != care:
            connection.exec_driver_sql(f"PRAGMA synchronous = {care}")
            info["synchronous"] = care
        connection.exec_driver_sql("BEGIN DEFERRED" if options.get(READS) else "BEGIN IMMEDIATE")

    return engine


def _postgresql(url: URL) -> Engine:
    from psycopg.types.string import StrDumper

    from storage.tables import table
    from storage.tables.posts import LIVE, AttemptRow

    # said here and not beside SQLite's: naming a dialect loads it, also for those without it
    for index in table(AttemptRow).indexes:
        if index.name == "uq_attempts_live":
            index.dialect_options["postgresql"]["where"] = text(LIVE)

    class NoNul(StrDumper):
        """Text without NUL, which PostgreSQL cannot hold and files from outside may."""

        def dump(self, obj: str) -> Any:
            return super().dump(obj.replace("\x00", ""))

    engine = create_engine(
        url,
        json_serializer=to_json,
        pool_pre_ping=True,
        pool_size=8,
        max_overflow=24,
        connect_args={"options": f"-c timezone=UTC -c lock_timeout={BUSY_SECONDS}s"},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: object) -> None:
        connection.adapters.register_dumper(str, NoNul)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        if connection.get_execution_options().get(HASTY):
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")

    return engine

"""Which version a database is, and how it becomes ours: made new, migrated, or refused."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DatabaseError
from sqlalchemy.schema import CreateIndex, CreateTable, DDLElement, sort_tables

from storage.backup import copy_aside
from storage.engine import READS, TYPED
from storage.refused import Refused, unusable
from storage.tables import whole

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

BACKUPS = 3
SCRIPTS = Path(__file__).parent / "migrations"
SQLITE, BETWEEN = Path(__file__).parent / "schema.sql", ";\n\n"
"""What makes a new SQLite database, so that no table need be built for it; see `drawn`."""
LOCK = 0x9E2909
"""Number of the advisory lock under which one process of many migrates PostgreSQL."""

log = logging.getLogger(__name__)


def prepare(
    engine: Engine,
    backups: Path,
    scripts: Path = SCRIPTS,
    say: Callable[[str], object] | None = None,
) -> None:
    """Bring the database to the newest version, or refuse it; quick when it already is."""
    say = say or log.info
    newest = head(scripts)
    found = version(engine)
    if found is None:
        found = _make(engine, newest)
    if found == newest:
        return
    if found is None or found > newest:
        raise Refused(
            "storage.newer",
            f"The database is of version {found}, newer than this program, which knows "
            f"{newest}. Install the newer program again; nothing has been changed.",
            found=found,
            known=newest,
        )
    kept = copy_aside(engine, backups, f"before-{newest}", kept=BACKUPS)
    say(
        f"Migrating the database from {found} to {newest}; the copy from before is {kept}."
        if kept
        else f"Migrating the database from {found} to {newest}; no copy is made of PostgreSQL, "
        "its backup (pg_dump) is the operator's."
    )
    # alembic takes a quarter of a second to import; only now is it needed
    from storage.migrate import upgrade

    upgrade(engine, scripts)


def head(scripts: Path = SCRIPTS) -> str:
    """Return the newest version there is a script for: `0001_first.py` makes `0001`."""
    return max(path.name[:4] for path in (scripts / "versions").glob("[0-9]*.py"))


def version(engine: Engine) -> str | None:
    """Return the version on record, None when there is nothing yet."""
    try:
        with engine.connect().execution_options(**{READS: True}) as connection:
            names = set(inspect(connection).get_table_names())
            if "alembic_version" in names:
                found = connection.scalar(text("SELECT version_num FROM alembic_version"))
                return str(found)
    except DatabaseError as error:
        raise unusable(_name(engine), error.orig, is_file=_is_file(engine)) from error
    if names and names & set(whole().tables):
        raise Refused(
            "storage.foreign",
            f"{_name(engine)} holds tables of another program. Name a database of its own.",
            path=_name(engine),
        )
    return None


def alone(connection: Connection) -> None:
    """Wait until no other process is changing the schema."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def _make(engine: Engine, newest: str) -> str | None:
    """Make what is not there; return the version that there is then."""
    with engine.begin() as connection:
        alone(connection)
        if "alembic_version" not in inspect(connection).get_table_names():
            _make_tables(connection)
            connection.execute(
                text(
                    "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL, "
                    "CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
                )
            )
            connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": newest})
            return newest
    return version(engine)  # another process was faster


def _make_tables(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        whole().create_all(connection, checkfirst=False)  # `version` has seen that none is there
        return
    for statement in SQLITE.read_text("utf-8").split(BETWEEN):
        connection.exec_driver_sql(statement)


def drawn() -> str:
    """Return what makes a new SQLite database, drawn up from the tables as they are declared."""
    named = [declared for _, declared in sorted(whole().tables.items())]
    tables = sort_tables(named)
    indexes = sorted((i for t in named for i in t.indexes), key=lambda i: str(i.name))
    made: list[DDLElement] = [*map(CreateTable, tables), *map(CreateIndex, indexes)]
    told = (str(one.compile(dialect=sqlite.dialect())).strip() for one in made)
    return BETWEEN.join(re.sub(" +\n", "\n", one) for one in told) + ";\n"


def _name(engine: Engine) -> str:
    if _is_file(engine):
        return str(engine.url.database)
    return str(engine.get_execution_options().get(TYPED) or engine.url.render_as_string())


def _is_file(engine: Engine) -> bool:
    return engine.url.get_backend_name() == "sqlite"

"""An open database: the transactions that units of work and the directory are made of."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlmodel import Session

from peruopt.store import Directory, UnitOfWork
from storage.earlier import BACKUPS, look_for_loss
from storage.engine import BUSY_SECONDS, HASTY, READS, TYPED, connect, read_url, shown
from storage.schema import SCRIPTS, prepare
from storage.session import Writing

if TYPE_CHECKING:
    from sqlalchemy import Engine


class Database:
    """One database, safe to use from any thread."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._readers = engine.execution_options(**{READS: True})
        self._hasty = engine.execution_options(**{HASTY: True})
        self._is_sqlite = engine.dialect.name == "sqlite"
        # SQLite admits one writer; threads of this process queue here rather than poll the file
        self._turn = threading.Lock()
        self._mine = threading.local()

    @property
    def is_sqlite(self) -> bool:
        """Whether one process alone may serve this database."""
        return self._is_sqlite

    @contextmanager
    def writing(self, *, hasty: bool = False) -> Iterator[Session]:
        """Open a session, commit when the block ends well, else undo all of it.

        A `hasty` one may be forgotten if the power fails before the next that is not.
        """
        if getattr(self._mine, "busy", False):
            raise RuntimeError("a transaction inside another one: finish the outer `with` first")
        self._take_turn()
        self._mine.busy = True
        try:
            engine = self._hasty if hasty else self.engine
            with Writing(engine, expire_on_commit=False) as session:
                try:
                    yield session
                    session.commit()
                except BaseException:
                    # objects already handed out stay readable
                    session.expunge_all()
                    session.rollback()
                    raise
        finally:
            self._mine.busy = False
            if self._is_sqlite:
                self._turn.release()

    def _take_turn(self) -> None:
        if self._is_sqlite and not self._turn.acquire(timeout=BUSY_SECONDS):
            raise TimeoutError(f"another transaction has held the database for {BUSY_SECONDS} s")

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Open a session that waits for no writer and changes nothing."""
        with Session(self._readers, expire_on_commit=False) as session:
            yield session
            session.expunge_all()

    def work(self, restaurant_id: int) -> AbstractContextManager[UnitOfWork]:
        """Begin a unit of work on one restaurant: `peruopt.store.Work`."""
        from storage.unit import work

        return work(self, restaurant_id)

    @property
    def directory(self) -> Directory:
        """Return the questions that concern all restaurants."""
        from storage.directory import Restaurants

        return Restaurants(self)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()


def open_database(
    url: str,
    *,
    data_dir: Path,
    scripts: Path = SCRIPTS,
    say: Callable[[str], object] | None = None,
) -> Database:
    """Open the database at `url`, made or migrated as needed.

    An older one is migrated after a backup copy into `data_dir`/backups.

    Raises:
        Refused: it is of a newer version, somebody else's, no database at all, or empty where
            there was one.
    """
    read = read_url(url)
    look_for_loss(read, data_dir)
    engine = connect(read)
    engine.update_execution_options(**{TYPED: shown(url)})
    try:
        prepare(engine, data_dir / BACKUPS, scripts, say)
    except BaseException:
        engine.dispose()
        raise
    return Database(engine)

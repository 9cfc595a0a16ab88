"""Opening: made new, taken as it is, migrated after a copy, or refused with a sentence."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import create_engine, inspect, text

from peruopt.chat.words import LOCALES, Words
from peruopt.restaurant import Person, Restaurant, Role
from storage.backup import copy_aside
from storage.database import open_database
from storage.engine import connect, read_url
from storage.migrate import upgrade
from storage.refused import Refused
from storage.schema import SCRIPTS, SQLITE, drawn, head

OWNER = Person(restaurant_id=0, platform="web", handle="rosa", name="Rosa", role=Role.OWNER)

NEXT = '''"""Give every restaurant a slogan."""
import sqlalchemy as sa
from alembic import op

revision = "{number}"
down_revision = "{before}"


def upgrade():
    with op.batch_alter_table("restaurants") as table:
        table.add_column(sa.Column("slogan", sa.String, nullable=False, server_default="¡Ya!"))
        table.alter_column("name", existing_type=sa.String, type_=sa.String(200))
    {then}
'''


@pytest.fixture
def next_version(tmp_path):
    """Write a later version's scripts; return their folder."""

    def make(then: str = "") -> Path:
        folder = tmp_path / "later"
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(SCRIPTS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        script = NEXT.format(number="9999", before=head(), then=then)
        (folder / "versions" / "9999_slogan.py").write_text(script)
        return folder

    return make


def columns(engine) -> dict[str, object]:
    look = inspect(engine)
    return {
        name: (
            sorted((c["name"], repr(c["type"]), c["nullable"]) for c in look.get_columns(name)),
            sorted(
                (k["constrained_columns"], k["referred_table"])
                for k in look.get_foreign_keys(name)
            ),
            look.get_pk_constraint(name)["constrained_columns"],
            sorted(
                (
                    i["name"],
                    i["column_names"],
                    bool(i["unique"]),
                    str(i["dialect_options"].get(f"{engine.dialect.name}_where", "")),
                )
                for i in look.get_indexes(name)
            ),
            sorted((u["name"], u["column_names"]) for u in look.get_unique_constraints(name)),
        )
        for name in look.get_table_names()
    }


def test_the_migrations_make_the_tables_that_the_code_has(database, empty_url):
    migrated = connect(read_url(empty_url))
    upgrade(migrated, SCRIPTS)
    assert columns(migrated) == columns(database.engine)
    migrated.dispose()


def test_an_older_database_is_migrated_and_keeps_its_data(
    database, database_url, data_dir, house, past, clock, next_version
):
    with database.work(house) as w:
        w.posts.upsert([past(1), past(2)], clock.now())
        before = w.posts.history()
    database.close()
    said: list[str] = []
    later = open_database(database_url, data_dir=data_dir, scripts=next_version(), say=said.append)
    with later.work(house) as w:
        assert w.posts.history() == before
        assert w.restaurant.name == "La Mar Brava"
    with later.engine.connect() as connection:
        assert connection.scalar(text("SELECT slogan FROM restaurants")) == "¡Ya!"
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"
        if later.is_sqlite:
            assert connection.scalar(text("PRAGMA foreign_keys")) == 1
    later.close()
    backups = list((data_dir / "backups").glob("*"))
    if not later.is_sqlite:
        assert "pg_dump" in said[0]
        assert backups == []
        return
    (copy,) = backups
    assert str(copy) in said[0]
    with closing(sqlite3.connect(copy)) as kept:
        assert kept.execute("SELECT count(*) FROM posts").fetchone() == (2,)
        assert kept.execute("SELECT version_num FROM alembic_version").fetchone() == (head(),)


def test_a_migration_that_fails_changes_nothing(
    database, database_url, data_dir, house, next_version
):
    database.close()
    with pytest.raises(ZeroDivisionError):
        open_database(database_url, data_dir=data_dir, scripts=next_version(then="1 / 0"))
    again = open_database(database_url, data_dir=data_dir)
    with again.work(house) as w:
        assert w.restaurant.name == "La Mar Brava"
    assert "slogan" not in {c["name"] for c in inspect(again.engine).get_columns("restaurants")}
    again.close()


def test_a_newer_database_is_refused_and_left_alone(database, database_url, data_dir):
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9998'"))
    with pytest.raises(Refused, match=r"9998, newer than this program.*Install the newer"):
        open_database(database_url, data_dir=data_dir)
    with database.engine.connect() as connection:
        assert connection.scalar(text("SELECT version_num FROM alembic_version")) == "9998"
    assert not (data_dir / "backups").exists()


def test_a_database_of_another_program_is_refused(tmp_path, data_dir):
    path = tmp_path / "other.sqlite3"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE posts (id INTEGER)"))
    engine.dispose()
    with pytest.raises(Refused, match="another program"):
        open_database(f"sqlite:///{path}", data_dir=data_dir)


def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path, data_dir):
    path = tmp_path / "posts.csv"
    path.write_text("fecha,texto\n" * 500)
    with pytest.raises(Refused, match=r"posts\.csv cannot be used as a database") as refusal:
        open_database(f"sqlite:///{path}", data_dir=data_dir)
    assert path.read_text() == "fecha,texto\n" * 500
    for locale in LOCALES:
        assert "posts.csv" in Words(locale).error(refusal.value)


def test_a_folder_is_refused(tmp_path, data_dir):
    with pytest.raises(Refused, match="cannot be used"):
        open_database(f"sqlite:///{tmp_path}", data_dir=data_dir)


def test_a_path_through_a_file_is_refused(tmp_path, data_dir):
    (tmp_path / "var").rmdir()
    (tmp_path / "var").write_text("")
    with pytest.raises(Refused, match="cannot hold a database"):
        open_database(f"sqlite:///{tmp_path}/var/peruopt.sqlite3", data_dir=data_dir)


def test_a_server_that_does_not_answer_is_refused(data_dir):
    with pytest.raises(Refused, match="cannot be used") as refusal:
        open_database("postgresql://rosa:secreto@127.0.0.1:9/casa", data_dir=data_dir)
    assert "secreto" not in str(refusal.value)


@pytest.mark.parametrize("url", ["mysql://root@localhost/x", "sqlite://", "peruopt.db", ""])
def test_a_url_that_is_not_spoken_is_refused(url, data_dir):
    with pytest.raises(Refused):
        open_database(url, data_dir=data_dir)


def test_the_newest_three_copies_are_kept_and_those_made_by_hand(sqlite, data_dir, next_version):
    url = str(sqlite.engine.url)
    by_hand = copy_aside(sqlite.engine, data_dir / "backups", "by-hand")
    sqlite.close()
    for _ in range(5):
        with pytest.raises(ZeroDivisionError):
            open_database(url, data_dir=data_dir, scripts=next_version(then="1 / 0"))
    kept = sorted(path.name[:4] for path in (data_dir / "backups").iterdir())
    assert kept == ["0001", "0004", "0005", "0006"]
    assert by_hand.exists()


def test_opening_imports_neither_alembic_nor_anything_heavier(data_dir):
    code = (
        "import sys; from pathlib import Path; from storage.database import open_database\n"
        "for _ in range(2): open_database(sys.argv[1], data_dir=Path(sys.argv[2])).close()\n"
        "print(sorted({'alembic', 'psycopg', 'pandas', 'torch'} & set(sys.modules)))"
    )
    url = f"sqlite:///{data_dir}/new/peruopt.sqlite3"
    command = [sys.executable, "-c", code, url, str(data_dir)]
    assert subprocess.check_output(command, text=True) == "[]\n"


OPEN = """
import sys
from pathlib import Path
from storage.database import open_database
sys.stdin.readline()
open_database(sys.argv[1], data_dir=Path(sys.argv[2])).close()
"""


def test_four_processes_open_one_new_database_at_once(empty_url, data_dir):
    command = [sys.executable, "-c", OPEN, empty_url, str(data_dir)]
    children = [subprocess.Popen(command, stdin=subprocess.PIPE, text=True) for _ in range(4)]
    for child in children:
        child.communicate("go\n", timeout=60)
    assert [child.returncode for child in children] == [0] * 4
    opened = open_database(empty_url, data_dir=data_dir)
    assert opened.directory.open(Restaurant(name="Una"), OWNER).restaurant.id == 1
    opened.close()


def test_a_new_sqlite_database_is_made_as_the_tables_are_declared():
    assert SQLITE.read_text("utf-8") == drawn(), "run `make docs`"

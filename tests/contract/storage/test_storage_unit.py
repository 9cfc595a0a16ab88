"""The unit of work: all of it or nothing, and only then the rest of the world."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest
from pydantic import ValidationError
from sqlalchemy import event

from peruopt.errors import PeruoptError, UserError
from peruopt.post import Post
from peruopt.restaurant import Person, Restaurant
from peruopt.store import Entry


def test_an_error_in_the_middle_undoes_all_of_it(database, house, add_post, add_draft, clock):
    number = add_post(house, text="antes")

    def fail(w):
        post = w.posts.get(number)
        post.text = "después"
        w.audit.add(Entry(clock.now(), "Rosa", "edit", f"post:{number}"))
        w.digests.claim("2026-11-23", clock.now())
        w.restaurant.name = "Otro nombre"
        seen.append(post)
        raise ZeroDivisionError

    seen: list[Post] = []
    with pytest.raises(ZeroDivisionError), database.work(house) as w:
        fail(w)
    (post,) = seen
    # what was handed out can still be read
    assert post.text == "después"
    with database.work(house) as w:
        assert w.posts.get(number).text == "antes"
        assert w.audit.newest(5) == []
        assert w.digests.claim("2026-11-23", clock.now())
        assert w.restaurant.name == "La Mar Brava"


CHILD = """
import os, sys
from pathlib import Path
from storage.database import open_database
database = open_database(sys.argv[1], data_dir=Path(sys.argv[2]))
with database.work(int(sys.argv[3])) as w:
    w.restaurant.voice = "dicho"
with database.work(int(sys.argv[3])) as w:
    w.restaurant.name = "a medias"
    w.channels.all()
    print("now", flush=True)
    sys.stdin.read()
"""


def test_a_process_killed_in_the_middle_leaves_what_it_committed(
    database, database_url, house, data_dir
):
    command = [sys.executable, "-c", CHILD, database_url, str(data_dir), str(house)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout.readline() == "now\n"
        os.kill(child.pid, signal.SIGKILL)
    with database.work(house) as w:
        assert (w.restaurant.voice, w.restaurant.name) == ("dicho", "La Mar Brava")


def test_after_commit_runs_after_the_commit_and_not_without_one(database, house):
    seen: list[str] = []

    def look() -> None:
        with database.work(house) as w:
            seen.append(w.restaurant.voice)

    with database.work(house) as w:
        w.restaurant.voice = "de barrio"
        w.after_commit(look)
        assert seen == []
    assert seen == ["de barrio"]
    with pytest.raises(UserError), database.work(house) as w:
        w.after_commit(look) or w.posts.get(999)
    assert seen == ["de barrio"]


def test_a_call_that_fails_after_the_commit_stops_neither_it_nor_the_next(database, house, caplog):
    seen: list[str] = []
    with database.work(house) as w:
        w.restaurant.voice = "de barrio"
        w.after_commit(lambda: 1 / 0)
        w.after_commit(lambda: seen.append("next"))
    assert seen == ["next"]
    assert "after the commit" in caplog.text
    with database.work(house) as w:
        assert w.restaurant.voice == "de barrio"


def test_the_restaurant_is_readable_after_everything_else(database, house, past, clock):
    with database.work(house) as w:
        restaurant = w.restaurant
        w.posts.upsert([past(1)], clock.now())
        w.restaurant.spacing_minutes = 90
    assert (restaurant.name, restaurant.spacing_minutes) == ("La Mar Brava", 90)
    assert restaurant.zone.key == "America/Lima"


def test_a_setting_that_makes_no_sense_is_not_kept(database, house):
    with pytest.raises(ValidationError), database.work(house) as w:
        w.restaurant.spacing_minutes = "mucho"
    with database.work(house) as w:
        assert w.restaurant.spacing_minutes == 180


def test_no_such_restaurant(database, house):
    with pytest.raises(PeruoptError, match="no restaurant 99"), database.work(99):
        pass


@pytest.mark.parametrize(("pragma", "value"), [("journal_mode", "wal"), ("synchronous", 2)])
def test_sqlite_outlives_a_power_cut(sqlite, pragma, value):
    with sqlite.engine.connect() as connection:
        assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == value


def test_what_is_noted_in_haste_leaves_the_next_commit_as_careful_as_ever(sqlite, clock):
    """One connection serves both; a message's id is in haste, what it changes is not."""
    rosa = Person(restaurant_id=0, platform="web", handle="rosa", name="Rosa")
    house = sqlite.directory.open(Restaurant(name="La Mar Brava"), rosa).restaurant.id
    seen: list[int] = []

    @event.listens_for(sqlite.engine, "commit")
    def look(connection):
        (care,) = connection.connection.execute("PRAGMA synchronous").fetchone()
        seen.append(care)

    sqlite.directory.first_time("web", "1", clock.now())
    with sqlite.work(house) as w:
        w.restaurant.voice = "de barrio"
    sqlite.directory.first_time("web", "2", clock.now())
    with sqlite.work(house) as w:
        assert w.restaurant.voice == "de barrio"
    assert seen == [1, 2, 1, 2], "SQLite's own numbers: 1 is NORMAL, 2 is FULL"

"""An empty database beside what an earlier one left: refused, and put back by one command."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from bot.__main__ import main
from peruopt.chat.words import LOCALES, Words
from peruopt.restaurant import Person, Restaurant, Role
from storage.database import open_database
from storage.refused import Refused

OWNER = Person(restaurant_id=0, platform="web", handle="local", name="Rosa", role=Role.OWNER)


@pytest.fixture
def house(data_dir, monkeypatch):
    """A data folder with a restaurant, a copy of it, and the settings that name it."""
    monkeypatch.chdir(data_dir)
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("PERUOPT_LOCALE", "en")
    database = opened(data_dir)
    database.directory.open(Restaurant(name="La Mar Brava"), OWNER)
    database.close()
    assert main(["backup"]) == 0
    return data_dir


def opened(folder):
    return open_database(f"sqlite:///{folder}/peruopt.db", data_dir=folder)


def names(folder):
    database = opened(folder)
    try:
        return [house.name for house in database.directory.restaurants()]
    finally:
        database.close()


def cut(folder):
    (folder / "peruopt.db").write_bytes(b"")


def gone(folder):
    (folder / "peruopt.db").unlink()


@pytest.mark.parametrize("harm", [cut, gone])
def test_a_lost_database_is_refused_and_put_back(house, harm, capsys):
    harm(house)
    capsys.readouterr()
    for command in ("train", "backup"):
        assert main([command]) == 1
    told = capsys.readouterr().err
    copy = house / "backups" / "0001-peruopt-by-hand.sqlite3"
    assert f"The newest copy is {copy}: `peruopt restore`" in told
    assert "name another folder in PERUOPT_DATA_DIR" in told
    assert "Traceback" not in told
    harmed = house / "peruopt.db"
    assert not harmed.exists() or not harmed.stat().st_size  # nothing was begun in its place
    assert main(["restore"]) == 0
    assert names(house) == ["La Mar Brava"]


@pytest.mark.parametrize("sign", ["media/ab/x.jpg", "outbox/x", "uploads/1/file", "secret.key"])
def test_what_an_earlier_life_left_is_enough(data_dir, sign):
    (data_dir / sign).parent.mkdir(parents=True, exist_ok=True)
    (data_dir / sign).write_bytes(b"x")
    with pytest.raises(Refused, match="There is no copy in its backups/") as refusal:
        opened(data_dir)
    assert not (data_dir / "peruopt.db").exists()
    said = {Words(locale).error(refusal.value) for locale in LOCALES}
    assert len(said) == 2
    assert all(sign.split("/")[0] in one and "peruopt restore" in one for one in said)


def test_a_new_folder_and_an_empty_file_in_it_begin_as_ever(data_dir):
    for name in ("media", "backups", "uploads"):  # as a deployment makes them
        (data_dir / name).mkdir()
    cut(data_dir)
    assert names(data_dir) == []


def test_what_was_there_is_kept_aside_with_its_log(house, capsys):
    with closing(sqlite3.connect(house / "peruopt.db")) as later:
        later.execute("UPDATE restaurants SET name = 'El Rebautizado'")
        later.commit()
        for end in ("", "-wal", "-shm"):  # as a process that was killed leaves them
            left = house / f"left{end}"
            left.write_bytes((house / f"peruopt.db{end}").read_bytes())
    for end in ("", "-wal", "-shm"):
        (house / f"left{end}").rename(house / f"peruopt.db{end}")
    assert main(["restore"]) == 0
    assert names(house) == ["La Mar Brava"]
    assert "peruopt.db.replaced-1" in capsys.readouterr().out
    with closing(sqlite3.connect(house / "peruopt.db.replaced-1")) as aside:
        assert aside.execute("SELECT name FROM restaurants").fetchall() == [("El Rebautizado",)]


def test_the_newest_copy_is_by_number(house):
    (house / "backups" / "0001-peruopt-by-hand.sqlite3").rename(
        house / "backups" / "10000-peruopt-by-hand.sqlite3"
    )
    (house / "backups" / "9999-peruopt-by-hand.sqlite3").write_bytes(b"older")
    gone(house)
    assert main(["restore"]) == 0
    assert names(house) == ["La Mar Brava"]


@pytest.mark.parametrize("content", [b"", b"fecha,texto\n" * 500, None])
def test_a_copy_that_is_none_changes_nothing(house, content, capsys):
    copy = house / "copy.sqlite3"
    if content is not None:
        copy.write_bytes(content)
    assert main(["restore", str(copy)]) == 1
    assert str(copy) in capsys.readouterr().err
    assert names(house) == ["La Mar Brava"]
    assert not list(house.glob("*.replaced*"))
    assert not list(house.glob("*.half"))


def test_a_cut_copy_is_no_copy(house, capsys):
    whole = (house / "backups" / "0001-peruopt-by-hand.sqlite3").read_bytes()
    (house / "cut.sqlite3").write_bytes(whole[: len(whole) // 2])
    assert main(["restore", str(house / "cut.sqlite3")]) == 1
    assert "no whole copy" in capsys.readouterr().err
    assert names(house) == ["La Mar Brava"]


def test_without_a_copy_or_a_file_that_is_said(data_dir, monkeypatch, capsys):
    monkeypatch.chdir(data_dir)
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("PERUOPT_LOCALE", "en")
    assert main(["restore"]) == 1
    assert "There is no copy in" in capsys.readouterr().err
    monkeypatch.setenv("PERUOPT_DATABASE_URL", "postgresql://rosa@127.0.0.1:9/casa")
    assert main(["restore"]) == 1
    assert "pg_restore" in capsys.readouterr().err

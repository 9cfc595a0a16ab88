"""The doctor's look at this machine: port, key, database, disk, who holds the file."""

from __future__ import annotations

import errno
import shutil
import socket
import sys
from collections import namedtuple
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.lock import only_process
from peruopt.chat.words import Words
from storage.refused import unusable
from tests.conftest import START
from tests.e2e.served import ServedPage

Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def report(data_dir, monkeypatch, capsys):
    """`report(NAME=value, …)`: the doctor's lines, and its word."""
    monkeypatch.chdir(data_dir)

    def report(**given: str) -> tuple[list[str], int]:
        plain = {"DATA_DIR": str(data_dir), "WEB_PORT": "0"}
        for name, value in (plain | given).items():
            monkeypatch.setenv(f"PERUOPT_{name}", value)
        word = main(["doctor"])
        return capsys.readouterr().out.splitlines(), word

    return report


def wrong(lines: list[str]) -> list[str]:
    return [line for line in lines if line.startswith("❌")]


def test_a_port_that_somebody_has_is_told(report):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = str(other.getsockname()[1])
        lines, word = report(WEB_PORT=port)
    assert word == 1
    (line,) = wrong(lines)
    assert line.startswith(f"❌ El puerto {port} ya está en uso. Cierra el programa")
    assert f"✅ El puerto {port} está libre para la página." in report(WEB_PORT=port)[0]


def test_our_own_page_is_fine_and_another_houses_is_not(report, data_dir, tmp_path):
    with ServedPage(tmp_path / "page") as page:
        taken = {"WEB_PORT": str(page.port)}
        assert report(**taken)[1] == 1, "a page of peruopt, but nobody serves these data"
        with only_process(data_dir / "peruopt.db", START):
            lines, word = report(**taken)
    assert word == 0
    assert f"✅ La página ya está abierta en el puerto {page.port}." in lines


def test_a_key_cut_short_is_named_by_its_file(report, data_dir):
    report()
    (data_dir / "secret.key").write_text("abc")
    lines, word = report()
    assert word == 1
    (line,) = wrong(lines)
    assert str(data_dir / "secret.key") in line
    assert "PERUOPT_SECRET_KEY" not in line
    (data_dir / "secret.key").write_bytes(b"\xff" * 10)
    assert wrong(report(LOCALE="en")[0])[0].endswith("delete it and connect the networks again.")


def test_a_broken_database_is_told_once_and_in_one_language(report, data_dir):
    path = data_dir / "peruopt.db"
    path.write_bytes(b"no database at all " * 500)
    lines, word = report()
    assert word == 1
    (line,) = wrong(lines)
    assert f"{path} como base de datos: está dañada o no es una base de datos. Indica" in line


def test_a_server_that_is_not_there_is_told_once_without_its_password(report):
    lines, word = report(DATABASE_URL="postgresql://rosa:secreto@127.0.0.1:9/casa")
    assert word == 1
    (line,) = wrong(lines)
    assert "no responde. Revisa PERUOPT_DATABASE_URL" in line
    assert "secreto" not in line


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("postgresql://rosita:s3cret@127.0.0.1:9/casa", "postgresql://rosita:***@127.0.0.1:9/casa"),
        ("postgresql://rosita:s3cret@s3cret?@127.0.0.1:9/casa",
         "postgresql://rosita:***@127.0.0.1:9/casa"),
        ("mysql://rosita:s3cret@127.0.0.1/casa", "No entiendo la dirección de la base de datos"),
        ("postgres://127.0.0.1:9/casa", "postgres://127.0.0.1:9/casa"),
        ("postgresql:///casa?host=/nope&port=9&password=s3cret",
         "postgresql:///casa?host=/nope&port=9&password=***"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("command", ["doctor", "train"])
def test_a_url_is_shown_as_it_was_typed(data_dir, monkeypatch, capsys, typed, said, command):
    monkeypatch.chdir(data_dir)
    given = {"DATABASE_URL": typed, "DATA_DIR": str(data_dir), "WEB_PORT": "0"}
    for name, value in given.items():
        monkeypatch.setenv(f"PERUOPT_{name}", value)
    assert main([command]) == 1
    told = "".join(capsys.readouterr())
    assert said in told
    assert "psycopg" not in told
    assert "s3cret" not in told


def test_whoever_holds_the_file_is_called_as_one_types_it(report, data_dir, monkeypatch):
    monkeypatch.setattr(sys, "argv", ["/srv/bot/__main__.py", "run"])
    with only_process(data_dir / "peruopt.db", START):
        lines, word = report()
    assert word == 0
    assert any("(«peruopt run»)" in line for line in lines)


@pytest.fixture
def full(monkeypatch):
    """A disk without room: what is written as text fails, and nothing is free."""

    def write_text(path, *_args, **_more):
        path.touch()
        raise OSError(errno.ENOSPC, "No space left on device", str(path))

    monkeypatch.setattr(Path, "write_text", write_text)
    monkeypatch.setattr(shutil, "disk_usage", lambda _path: Usage(10**9, 10**9, 0))


@pytest.mark.parametrize(
    ("locale", "said"),
    [("es_PE", "El disco está lleno: en {path} quedan 0 MB."), ("en", "The disk is full: 0 MB")],
)
def test_on_a_full_disk_the_doctor_says_so_and_goes_on(report, data_dir, full, locale, said):
    lines, word = report(LOCALE=locale)
    assert word == 1
    (line,) = wrong(lines)
    assert said.format(path=data_dir) in line
    assert any("SQLite" in line for line in lines)
    assert "PERUOPT_GPT_API_KEY" in lines[-1]
    assert list(data_dir.glob("*.holder*")) == []


@pytest.mark.parametrize("command", ["run", "console"])
def test_on_a_full_disk_nothing_starts_and_one_sentence_says_why(
    report, data_dir, full, capsys, command
):
    report()
    assert main([command]) == 1
    captured = capsys.readouterr()
    assert captured.err.startswith("El disco está lleno: en ")
    assert len(captured.err.splitlines()) == 1


@pytest.mark.parametrize("code", [10, 13, 14, 522])
def test_a_database_without_room_is_not_called_damaged(full, tmp_path, code):
    class Said(Exception):
        sqlite_errorcode = code

    refused = unusable(str(tmp_path / "peruopt.db"), Said("disk I/O error"), is_file=True)
    for locale, word in (("es_PE", "disco está lleno. Libera"), ("en", "disk is full. Make room")):
        assert word in Words(locale).error(refused)
        assert "otra" not in Words(locale).error(refused)

"""Wrong arguments of every subcommand: a sentence in the person's language, never a traceback."""

from __future__ import annotations

import gzip
import subprocess
import sys

import pytest

from bot.__main__ import main

POSTS = "Fecha;Publicación;Me gusta\n" + "".join(
    f"{day:02}/04/2026 12:30;Ceviche del día {day};{day}\n" for day in range(1, 29)
)
CANONICAL = "account,published_at,text,likes\ncaleta,2026-04-13T10:00:00-05:00,Hola,3\n"


@pytest.fixture
def said(data_dir, monkeypatch, capsys):
    """`said(*arguments)` runs it in the data folder; its status, and what it said as an error."""
    monkeypatch.chdir(data_dir)
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(data_dir / "var"))
    monkeypatch.setenv("PERUOPT_LOCALE", "en")
    (data_dir / "posts.csv").write_text(POSTS)
    (data_dir / "canonical.csv").write_text(CANONICAL)
    (data_dir / "folder.csv").mkdir()

    def said(*arguments: str) -> tuple[int, str]:
        try:
            status = main(arguments)
        except SystemExit as end:
            status = int(str(end.code))
        return status, capsys.readouterr().err

    return said


@pytest.mark.parametrize("command", [("import",), ("backtest", "--out", "p.csv")])
@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ("x", "“x” is no answer. Write it as QUESTION=ANSWER"),
        ("=", "I never ask about “”"),
        ("mars=1", "I never ask about “mars”"),
        ("column.colour=red", "I never ask about “column.colour”"),
        ("zone=Mars", "“Mars” is not a time zone I know"),
        ("zone=", "“” is not a time zone"),
        ("day_first=maybe", "“maybe” is no answer to day_first. Write day or month."),
        ("network=orkut", "“orkut” is not a network I handle. They are: facebook, instagram, x"),
    ],
)
def test_a_wrong_answer_is_refused_before_anything_is_done(
    said, data_dir, command, given, sentence
):
    name, *options = command
    status, told = said(name, "posts.csv", *options, "--answer", given)
    assert (status, sentence in told) == (2, True), told
    assert not (data_dir / "var").exists()
    assert not (data_dir / "p.csv").exists()


def test_a_column_that_is_not_there_is_named_with_those_that_are(said):
    status, told = said("import", "posts.csv", "--answer", "column.text=Publicacion")
    assert status == 1
    assert "no column “Publicacion”. It has these: Fecha, Publicación, Me gusta" in told
    status, _ = said("import", "posts.csv", "--answer", "column.text=Publicación",
                     "--answer", "account=caleta", "--answer", "network=facebook")  # fmt: skip
    assert status == 0


@pytest.mark.parametrize("command", ["import", "backtest", "slots"])
@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("nosuch.csv", None, "I cannot find the file"),
        ("folder.csv", None, "I cannot find the file"),
        ("a" * 300, None, "its name is too long"),
        ("noise.csv", bytes(range(256)) * 20, "not a table I can read"),
        ("noise.zip", b"PK\x03\x04" + bytes(100), "damaged or arrived incomplete"),
        ("noise.csv.gz", gzip.compress(b"a,b\n" * 999)[:30], "damaged or arrived incomplete"),
        ("noise.csv.xz", b"\xfd7zXZ\x00" + bytes(range(100)), "not a table I can read"),
        ("noise.tar", bytes(range(256)) * 9, "not a table I can read"),
        ("noise.xlsx", bytes(range(256)) * 9, "not a table I can read"),
        ("empty.csv", b"", "The file is empty"),
    ],
)
def test_a_file_that_is_none_of_posts(said, data_dir, command, name, content, sentence):
    if content is not None:
        (data_dir / name).write_bytes(content)
    options = {
        "backtest": ("--out", "p.csv"),
        "slots": ("--out", "p.csv", "--as-of", "2026-05-01"),
    }
    status, told = said(command, name, *options.get(command, ()))
    assert (status, sentence in told) == (1, True), told


@pytest.mark.parametrize(
    "arguments",
    [
        ("backtest", "canonical.csv", "--out", "folder.csv"),
        ("backtest", "canonical.csv", "--out", "posts.csv/p.csv"),
        ("slots", "canonical.csv", "--as-of", "2026-05-01", "--out", "folder.csv"),
        ("export", "posts.csv"),
        ("export", "posts.csv/below"),
        ("export", "/proc/nope"),
        ("backup", "--folder", "posts.csv"),
        ("slack-manifest", "--file", "folder.csv"),
        ("slack-manifest", "--file", "nosuch/manifest.yml"),
    ],
)
def test_where_nothing_can_be_written(said, data_dir, arguments):
    status, told = said(*arguments)
    assert (status, told.startswith("I cannot use ")) == (1, True), told
    assert (data_dir / "posts.csv").read_text() == POSTS


def test_a_file_that_fails_while_it_is_read_stops_no_other(said):
    status, told = said("import", "/proc/self/mem", "posts.csv", "--answer", "account=caleta",
                        "--answer", "network=facebook")  # fmt: skip
    assert status == 1
    assert told.startswith("I cannot use /proc/self/mem: ")
    assert "posts.csv" not in told


def test_spanish_says_it_too(said, monkeypatch):
    monkeypatch.setenv("PERUOPT_LOCALE", "es_PE")
    assert "«Mars» no es una zona horaria" in said("import", "x.csv", "--answer", "zone=Mars")[1]
    assert "hay un archivo donde hace falta una carpeta" in said("export", "posts.csv")[1]


def test_a_reader_that_has_read_enough_is_no_failure(data_dir):
    command = f"{sys.executable} -m bot slack-manifest | true; echo ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True)
    assert ended.stderr == ""
    assert ended.stdout in ("0\n", "1\n")

"""Two processes on one SQLite file: the second refuses by name, a dead one leaves no trace."""

from __future__ import annotations

import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.lock import only_process, sqlite_file
from peruopt.errors import UserError
from tests.conftest import START

ROOT = Path(__file__).parents[2]


@contextmanager
def process(database: Path):
    command = [sys.executable, "-m", "tests.e2e.holding", str(database)]
    holder = subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        yield holder, holder.stdout.readline().strip()
    finally:
        holder.kill()
        holder.wait()
        holder.stdin.close()
        holder.stdout.close()


def test_the_second_process_refuses_and_says_who_was_first(tmp_path):
    database = tmp_path / "peruopt.db"
    with process(database) as (first, said):
        assert said == "held"
        with process(database) as (second, refusal):
            assert second.wait(10) == 1
        assert str(first.pid) in refusal
        assert str(database) in refusal
        assert "holding.py" in refusal
        assert "PERUOPT_DATA_DIR" in refusal
        with process(tmp_path / "other.db") as (_, said):
            assert said == "held"


def test_a_killed_process_leaves_nothing_to_clean_up(tmp_path):
    database = tmp_path / "peruopt.db"
    with process(database) as (first, _):
        first.kill()
        first.wait()
        with only_process(database, START):
            pass


def test_the_file_is_free_again_after_the_block(tmp_path):
    for _ in range(2):
        with only_process(tmp_path / "a.db", START):
            with pytest.raises(UserError) as refused, only_process(tmp_path / "a.db", START):
                pass
            assert refused.value.key == "lock.held"


def test_only_a_sqlite_file_has_one_owner():
    assert sqlite_file("postgresql://peruopt@db/peruopt") is None
    assert sqlite_file("sqlite:////srv/var/peruopt.db") == Path("/srv/var/peruopt.db")
    assert sqlite_file("sqlite:///var/peruopt.db?timeout=5") == Path("var/peruopt.db")

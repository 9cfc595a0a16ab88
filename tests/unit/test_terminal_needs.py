"""What the terminal cannot do by itself is said in the person's language, with what does it."""

from __future__ import annotations

import pytest

from bot.__main__ import main
from bot.cli import learning


@pytest.fixture
def spanish(data_dir, monkeypatch):
    monkeypatch.chdir(data_dir)
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(data_dir))
    monkeypatch.setenv("PERUOPT_LOCALE", "es_PE")
    return data_dir


def test_postgresql_is_copied_by_its_own_tool(spanish, postgresql, monkeypatch, capsys):
    monkeypatch.setenv("PERUOPT_DATABASE_URL", postgresql())
    assert main(["backup"]) == 1
    assert "Esto es PostgreSQL: cópialo con pg_dump." in capsys.readouterr().err


def test_what_meanings_need_is_named(spanish, monkeypatch, capsys):
    monkeypatch.setattr(learning, "opened", lambda _settings: None)
    (spanish / "posts.csv").write_text("account,published_at,likes\na,2026-01-01T10:00:00Z,3\n")
    assert main(["backtest", "posts.csv", "--out", "p.csv", "--embeddings"]) == 1
    assert "pip install 'peruopt[embeddings]'" in capsys.readouterr().err

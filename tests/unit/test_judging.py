"""`peruopt backtest` and `slots` read what `import` reads; the terminal's words are its own."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.__main__ import main

LIMA = ZoneInfo("America/Lima")


def moments() -> list[datetime]:
    return [datetime(2025, 1, 1, 17, 5, tzinfo=UTC) + timedelta(hours=31) * i for i in range(90)]


def exported(path: Path) -> Path:
    """Posts as an owner's tool exports them: Spanish titles, local days, one row spoilt."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file, delimiter=";")
        lines.writerow(["Fecha", "Texto", "Me gusta", "Comentarios", "Compartidos", "Red"])
        for i, at in enumerate(moments()):
            when = f"{at.astimezone(LIMA):%Y-%m-%d %H:%M}"
            lines.writerow([when, f"Ceviche {i}", 40 + i * 7 % 50, i % 9, i % 4, "Facebook"])
        lines.writerow(["nunca", "Chicha", 3, 0, 0, "Facebook"])
    return path


def laid_out(path: Path, account: str) -> Path:
    """The same posts as the canonical CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow(
            ["network", "account", "timezone", "external_id", "published_at", "media_type",
             "text", "likes", "comments", "shares"]
        )  # fmt: skip
        for i, at in enumerate(moments()):
            lines.writerow(
                ["facebook", account, "America/Lima", f"p{i}", at.isoformat(), "other",
                 f"Ceviche {i}", 40 + i * 7 % 50, i % 9, i % 4]
            )  # fmt: skip
    return path


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_an_owners_export_is_judged_like_the_same_posts_laid_out(here, capsys):
    files = exported(here / "muelle.csv"), laid_out(here / "plain.csv", "muelle")
    told = []
    for path in files:
        out = here / "out.csv"
        assert main(["slots", str(path), "--as-of", "2025-06-01", "--out", str(out)]) == 0
        told.append(out.read_text())
        said = capsys.readouterr()
        assert "posts: 90" in said.out
        assert ("1 fila" in said.err) == (path == files[0])
    assert told[0] == told[1]


def test_what_a_file_leaves_open_is_asked_and_how_to_answer_it(here, capsys):
    path = here / "p.csv"
    path.write_text("Fecha,Texto,Me gusta\n" + "".join(
        f"0{i}/0{i}/2025 12:00,Ceviche {i},{i}\n" for i in range(1, 9)
    ))  # fmt: skip
    call = ["slots", str(path), "--as-of", "2025-12-01", "--out", str(here / "out.csv")]
    assert main(call) == 1
    asked = capsys.readouterr().err
    assert "--answer network=facebook" in asked
    assert not (here / "out.csv").exists()


def test_what_is_no_table_of_posts_is_told_truly(here, capsys):
    path = here / "bad.csv"
    path.write_text("a,b\n1,2\n")
    assert main(["backtest", str(path), "--out", str(here / "out.csv")]) == 1
    told = capsys.readouterr().err
    assert "títulos de las columnas" in told
    assert "UTF-8" not in told


@pytest.mark.parametrize(
    "call",
    [["import", "/nope.csv"], ["slots", "/nope.csv", "--as-of", "2025-01-01", "--out", "o"]],
)
@pytest.mark.parametrize(
    ("locale", "said"),
    [("es_PE", "No encuentro el archivo /nope.csv."), ("en", "I cannot find the file /nope.csv.")],
)
def test_a_file_that_is_not_there_is_told_in_the_terminals_words(
    here, monkeypatch, capsys, call, locale, said
):
    monkeypatch.setenv("PERUOPT_LOCALE", locale)
    assert main(call) == 1
    told = capsys.readouterr().err
    assert said in told
    assert "@" not in told


def test_help_is_written_for_people(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = " ".join(capsys.readouterr().out.split())
    assert "What your restaurant posts" in told
    assert "`peruopt run`" in told
    assert "imported only when called" not in told


def test_the_demo_lives_in_the_data_folder_that_is_set(here, monkeypatch):
    from bot.cli import demo

    played: list[Path] = []

    async def play(folder: Path) -> int:
        played.append(folder)
        return 0

    monkeypatch.setattr(demo, "_play", play)
    assert main(["demo"]) == 0
    monkeypatch.setenv("PERUOPT_DATA_DIR", str(here / "datos"))
    assert main(["demo"]) == 0
    assert main(["demo", "--folder", "aparte"]) == 0
    assert played == [Path("var/demo"), here / "datos" / "demo", Path("aparte")]


FEW = (
    "Fecha;Texto;Me gusta;Red\n2025-01-01 12:00;Ceviche;10;Facebook\n"
    "2025-01-03 12:00;Arroz;20;Facebook\nnunca;Chicha;1;Facebook\n"
    "2025-01-04 12:00;Papa;abc;Facebook\n"
)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        ("es_PE", ["No pude usar 2 filas:", "línea 4: no entiendo la fecha «nunca»",
                   "línea 5:", "«abc»", "No hay R²", "solo 1 quedó para la prueba"]),
        ("en", ["I could not use 2 rows:", "line 4:", "nunca", "line 5:", "abc",
                "There is no R²", "only 1 was left for the test"]),
    ],
)  # fmt: skip
def test_a_backtest_names_the_rows_it_left_and_why_a_figure_is_missing(
    here, monkeypatch, capsys, locale, said
):
    monkeypatch.setenv("PERUOPT_LOCALE", locale)
    (here / "f.csv").write_text(FEW)
    assert main(["backtest", "f.csv", "--out", "o.csv"]) == 0
    told = capsys.readouterr().err
    assert [each for each in said if each not in told] == []


def test_hours_from_before_the_first_post_are_said_to_be_the_usual_ones(here, capsys):
    laid_out(here / "p.csv", "muelle")
    for day, alone in (("2020-01-01", True), ("2025-06-01", False)):
        assert main(["slots", "p.csv", "--as-of", day, "--out", "o.csv"]) == 0
        told = capsys.readouterr()
        assert ("Antes del 2020-01-01 no había publicaciones" in told.err) == alone
        assert f"accounts_by_prior_alone: {int(alone)}" in told.out

"""Reading the canonical CSV: clocks, missing counts, and dates that nobody can read."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import pytest

from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.learn.cleaning import clean
from peruopt.learn.reading import read_csv

HEAD = "account,network,timezone,external_id,published_at,media_type,text,likes,comments,shares\n"


def written(path: Path, *rows: str) -> Path:
    path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def row(number: int, at: str, zone: str = "America/Lima", counts: str = "5,1,0") -> str:
    return f"muelle,facebook,{zone},p{number},{at},photo,hola,{counts}"


@pytest.mark.parametrize(
    ("told", "utc"),
    [
        ("2024-03-05T10:00:00-05:00", "2024-03-05T15:00:00"),
        ("2024-03-05T15:00:00Z", "2024-03-05T15:00:00"),
        ("2024-03-05 10:00:00", "2024-03-05T15:00:00"),
        ("2024-03-05", "2024-03-05T05:00:00"),
    ],
)
def test_a_moment_is_read_on_the_right_clock(tmp_path: Path, told: str, utc: str):
    table, _ = read_csv(written(tmp_path / "a.csv", row(1, told)))
    assert np.datetime64(int(table.at[0]), "s") == np.datetime64(utc)
    assert table.hour_of_week[0] == 24 + (10 if "T05" not in utc else 0)  # a Tuesday in Lima


def test_days_1_to_12_of_day_first_dates_are_not_lost(tmp_path: Path):
    rows = [row(i, f"{i:02d}/03/2024 10:00") for i in range(1, 29)]
    table, report = read_csv(written(tmp_path / "a.csv", *rows))
    assert len(table) == 28
    assert report["dates_unreadable"] == 0
    days = [str(np.datetime64(int(s), "s"))[:10] for s in table.local]
    assert days == [f"2024-03-{i:02d}" for i in range(1, 29)]


def test_dates_that_nobody_can_tell_apart_are_refused(tmp_path: Path):
    rows = [row(i, f"{i:02d}/03/2024 10:00") for i in range(1, 10)]
    with pytest.raises(UserError) as refused:
        read_csv(written(tmp_path / "a.csv", *rows))
    assert refused.value.key == "learn.dates_unreadable"
    assert str(refused.value.values["lines"]).startswith("2, 3")


def test_one_bad_date_in_two_hundred_is_counted_not_fatal(tmp_path: Path):
    rows = [row(i, f"2024-01-01T{i % 24:02d}:{i % 60:02d}:00Z") for i in range(200)]
    table, report = read_csv(written(tmp_path / "a.csv", *rows, row(999, "ayer")))
    assert (len(table), report["dates_unreadable"]) == (200, 1)


def test_gzip_and_clock_changes(tmp_path: Path):
    rows = [
        row(1, "2024-03-10T02:30:00", "America/New_York"),
        row(2, "2024-11-03T01:30:00", "America/New_York"),
    ]
    with gzip.open(tmp_path / "a.csv.gz", "wt", encoding="utf-8") as file:
        file.write(HEAD + "\n".join(rows) + "\n")
    table, _ = read_csv(tmp_path / "a.csv.gz")
    assert len(table) == 2


@pytest.mark.parametrize(
    ("name", "key"), [("none.csv", "file_missing"), ("cut.csv.gz", "file_unreadable")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, key: str):
    (tmp_path / "cut.csv.gz").write_bytes(b"\x1f\x8b\x08cut")
    with pytest.raises(UserError) as refused:
        read_csv(tmp_path / name)
    assert refused.value.key == f"learn.{key}"


def test_cleaning_counts_what_it_changes(tmp_path: Path):
    rows = [row(i, f"2024-01-{i + 1:02d}T12:00:00Z", counts="10,2,3") for i in range(12)]
    rows += [
        row(3, "2024-01-04T12:00:00Z", counts="10,2,3"),  # again
        row(50, "1999-01-01T00:00:00Z"),  # before there were networks
        row(51, "2024-01-20T12:00:00Z", counts=",,"),  # nobody counted
        row(52, "2024-01-21T12:00:00Z", counts="-4,2,"),
    ]
    cleaned = clean(read_csv(written(tmp_path / "a.csv", *rows))[0], until=2**40)
    report = cleaned.report
    assert [k for k in report if not Words().has(f"model.step_{k}")] == []
    assert (report["rows_in"], report["rows_out"]) == (16, 13)
    assert report["duplicates_dropped"] == report["impossible_dates_dropped"] == 1
    assert report["uncounted_dropped"] == report["negative_counts_zeroed"] == 1
    assert report["missing_shares_imputed"] == 1
    assert cleaned.level[-1] == pytest.approx(np.log1p(0 + 2 + 3))

"""The calendar against dates that were published for 2025, 2026 and 2027."""

from __future__ import annotations

import calendar as wall
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from peruopt.festive.calendar import coming, days, naming
from peruopt.festive.occasion import Kind
from peruopt.festive.own import OwnDay
from peruopt.festive.rules import Rule, easter
from peruopt.writers.dishes import dishes

PUBLISHED = tomllib.loads((Path(__file__).parent / "published.toml").read_text("utf-8"))
FOLDER = Path(__file__).parents[3] / "peruopt" / "festive"
DATA = {
    key: row
    for name in ("food.toml", "feasts.toml")
    for key, row in tomllib.loads((FOLDER / name).read_text("utf-8")).items()
}
CASES = [
    (row["key"], date.fromisoformat(day))
    for row in PUBLISHED["day"]
    for day in row["dates"].values()
]


def year(number: int):
    return days(date(number, 1, 1), date(number, 12, 31), city="Lima")


@pytest.mark.parametrize(("key", "on"), CASES)
def test_it_falls_when_it_was_published_to_fall(key: str, on: date) -> None:
    assert [each.starts for each in year(on.year) if each.key == key] == [on]


@pytest.mark.parametrize("number", [2025, 2026, 2027])
def test_the_holidays_are_the_sixteen_of_the_state(number: int) -> None:
    free: set[date] = set()
    for each in year(number):
        if each.holiday:
            free |= {each.starts + timedelta(n) for n in range((each.ends - each.starts).days + 1)}
    assert sorted(map(str, free)) == PUBLISHED["holidays"][str(number)]


def test_each_of_the_next_365_days_has_what_a_wall_calendar_says() -> None:
    """Every day asked for by itself gives what the whole year gives; nth weekdays by hand."""
    start = date(2026, 11, 23)
    whole = days(start, start + timedelta(364), city="Lima")
    for number in range(365):
        day = start + timedelta(number)
        alone = {(o.key, o.starts) for o in days(day, day, city="Lima")}
        assert alone == {(o.key, o.starts) for o in whole if o.starts <= day <= o.ends}
    sundays = {
        month: [w[6] for w in wall.Calendar().monthdayscalendar(2027, month) if w[6]]
        for month in (2, 5, 6, 7, 8, 9, 10)
    }
    falls = {o.key: o.starts.day for o in whole}
    assert falls["pachamanca"] == sundays[2][0]
    assert falls["dia_de_la_madre"] == sundays[5][1]
    assert falls["dia_del_padre"] == sundays[6][2]
    assert falls["pollo_a_la_brasa"] == sundays[7][2]
    assert falls["pisco"] == sundays[7][3]
    assert falls["anticucho"] == sundays[10][2]


@pytest.mark.parametrize(
    ("number", "on"),
    [(2019, (4, 21)), (2024, (3, 31)), (2025, (4, 20)), (2026, (4, 5)), (2027, (3, 28)),
     (2028, (4, 16)), (2038, (4, 25))],
)  # fmt: skip
def test_easter(number: int, on: tuple[int, int]) -> None:
    assert easter(number) == date(number, *on)


def test_every_row_says_where_it_is_from_or_that_nobody_confirms_it() -> None:
    for key, row in DATA.items():
        assert row["verified"] == bool(row["source"]), key
        assert all(link.startswith("http") for link in row["source"]), key
        assert {"es", "en", "rule", "dishes", "lead", "law"} <= row.keys(), key
        assert set(row["dishes"]) <= dishes().keys(), key
        assert row["dishes"] or row.get("idea"), key
        assert 1 <= row["lead"] <= 14, key


def test_what_nobody_confirms_is_shown_as_such_and_never_named_in_a_draft() -> None:
    week = [o for o in year(2027) if o.key == "causa"]
    assert [(o.starts, o.ends, o.verified) for o in week] == [
        (date(2027, 2, 22), date(2027, 2, 28), False)
    ]
    assert naming(date(2027, 2, 24), "causa") is None


def test_a_dishs_day_is_named_only_beside_it() -> None:
    assert naming(date(2027, 6, 28), "ceviche").key == "ceviche"
    assert naming(date(2027, 6, 28), "cuy") is None
    assert naming(date(2027, 7, 29), None).key == "fiestas_patrias"
    assert naming(date(2027, 10, 17), None) is None
    # a dish's day before a feast that takes any dish
    assert naming(date(2027, 9, 12), "pan_con_chicharron").key == "pan_con_chicharron"


def test_a_citys_own_day_is_for_that_city() -> None:
    august = date(2027, 8, 15)
    assert "aniversario_de_arequipa" in {o.key for o in days(august, august, city="Arequipa")}
    assert "aniversario_de_arequipa" not in {o.key for o in days(august, august, city="Lima")}


def test_a_houses_own_days_stand_among_the_others() -> None:
    own = [OwnDay("Aniversario", "12-25", 4), OwnDay("2x1 en chilcanos", "tue", 5)]
    found = days(date(2026, 12, 21), date(2026, 12, 27), own)
    assert [(o.key, o.starts.day) for o in found] == [
        ("own_5", 22), ("nochebuena", 24), ("navidad", 25), ("own_4", 25),
    ]  # fmt: skip
    mine = [o for o in found if o.kind is Kind.OWN]
    assert [o.weekly for o in mine] == [True, False]


def test_days_that_touch_the_edge_are_in() -> None:
    found = days(date(2027, 7, 29), date(2027, 7, 29))
    assert [o.key for o in found] == ["fiestas_patrias"]
    assert coming("ceviche", date(2027, 6, 28)) == date(2027, 6, 28)
    assert coming("ceviche", date(2027, 6, 29)) == date(2028, 6, 28)


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("sun 5 07", ["2027-07-25"]),
        ("fri 1", ["2027-07-02"]),
        ("31", ["2027-07-31"]),
        ("tue,thu", ["2027-07-01", "2027-07-06", "2027-07-08", "2027-07-13", "2027-07-15",
                     "2027-07-20", "2027-07-22", "2027-07-27", "2027-07-29"]),
        ("2027-07-09", ["2027-07-09"]),
        ("12-30..07-02", ["2026-12-30"]),
        ("02-29", []),
    ],
)  # fmt: skip
def test_rules(rule: str, expected: list[str]) -> None:
    spans = Rule.read(rule).spans(date(2027, 7, 1), date(2027, 7, 31))
    assert [str(first) for first, _ in spans] == expected


@pytest.mark.parametrize("text", ["", "13-01", "02-30", "sun 6 07", "every day", "32", "0"])
def test_what_is_no_rule(text: str) -> None:
    with pytest.raises(ValueError, match="no rule"):
        Rule.read(text)

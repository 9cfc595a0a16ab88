"""The calendar against dates that were printed, and those that follow from a published rule."""

from __future__ import annotations

import re
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
TABLE = PUBLISHED["day"]
PRINTED = [
    (key, date.fromisoformat(d)) for key, row in TABLE.items() for d in row.get("published", ())
]
COMPUTED = [
    (key, date.fromisoformat(d)) for key, row in TABLE.items() for d in row.get("computed", ())
]
YEARS = (2025, 2026, 2027)


def year(number: int):
    return days(date(number, 1, 1), date(number, 12, 31), city="Lima, Arequipa")


@pytest.mark.parametrize(("key", "on"), PRINTED)
def test_it_falls_when_it_was_printed_to_fall(key: str, on: date) -> None:
    assert [each.starts for each in year(on.year) if each.key == key] == [on]


@pytest.mark.parametrize(("key", "on"), COMPUTED)
def test_it_falls_where_the_published_rule_puts_it(key: str, on: date) -> None:
    assert [each.starts for each in year(on.year) if each.key == key] == [on]


def test_the_table_says_whence_each_date_is() -> None:
    assert TABLE.keys() == {key for key, row in DATA.items() if row["verified"]}
    for key, row in TABLE.items():
        assert row["rule"], key
        assert all("." in source for source in row.get("published", {}).values()), key
        told = [*row.get("published", ()), *row.get("computed", ())]
        assert len(set(told)) == len(told), key
        years = {int(day[:4]) for day in told} & set(YEARS)
        # instituted two days after its Sunday of 2025
        assert years == set(YEARS) - ({2025} if key == "pan_con_chicharron" else set()), key
        # what is computed rests on the very norm that the calendar names
        if row.get("computed") and (norm := re.search(r"\d{3,4}-\d{4}-\w+", DATA[key]["law"])):
            assert norm.group() in row["rule"], key
    page = (FOLDER.parents[1] / "docs" / "calendar.md").read_text("utf-8")
    recent = sum(on.year in YEARS for _, on in PRINTED)
    assert f"**{len(PRINTED)}** of them somebody" in page
    assert f"({recent} of these are of 2025, 2026 or 2027" in page
    assert f"**{len(COMPUTED)}** are computed" in page


def test_every_day_of_three_years_has_what_the_table_says_and_nothing_else() -> None:
    told = {(key, on) for key, on in PRINTED + COMPUTED if on.year in YEARS}
    first = {key: min(on for other, on in told if other == key) for key in TABLE}
    day, last = date(2025, 1, 1), date(2027, 12, 31)
    while day <= last:
        found = {
            occasion.key
            for occasion in days(day, day, city="Lima, Arequipa")
            if occasion.kind is not Kind.HOLIDAY and occasion.verified and occasion.starts == day
        }
        known = {key for key in found if key not in first or day >= first[key]}
        assert known == {key for key, on in told if on == day}, day
        day += timedelta(1)


@pytest.mark.parametrize("number", YEARS)
def test_the_holidays_are_the_sixteen_of_the_state(number: int) -> None:
    free: set[date] = set()
    for each in year(number):
        if each.holiday:
            free |= {each.starts + timedelta(n) for n in range((each.ends - each.starts).days + 1)}
    row = PUBLISHED["holidays"][str(number)]
    assert sorted(map(str, free)) == row["dates"]
    assert len(row["dates"]) == 16
    assert row.get("published") or row["computed"]


def test_each_of_the_next_365_days_asked_for_alone_has_what_the_year_has() -> None:
    start = date(2026, 11, 23)
    whole = days(start, start + timedelta(364), city="Lima")
    for number in range(365):
        day = start + timedelta(number)
        alone = {(o.key, o.starts) for o in days(day, day, city="Lima")}
        assert alone == {(o.key, o.starts) for o in whole if o.starts <= day <= o.ends}


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

"""Every way of writing 5 March 2024, 18:05, that a tool is known to use."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from peruopt.sources.dating import raw_moment

KNOWN = [
    "2024-03-05 18:05",
    "2024-03-05T18:05:00",
    "2024/3/5 18:05",
    "20240305180500",
    "5 de marzo de 2024 a las 18:05",
    "5 de marzo de 2024, 18:05",
    "5 mar. 2024, 6:05 p. m.",
    "5 mar. 2024, 6:05\u202fp.\u00a0m.",
    "5-mar-24 6:05 PM",
    "martes, 5 de marzo de 2024, 18:05",
    "Mar 5, 2024 6:05 PM",
    "March 5th, 2024 at 6:05 pm",
    "Tue, Mar 5, 2024, 18:05",
    "5 de março de 2024 18h05",
    "Tue Mar 05 18:05:00 +0000 2024",
    "1709661900",
    "1709661900000",
    1709661900,
    45356.75347222222,
    "45356.75347222222",
    datetime(2024, 3, 5, 18, 5),  # noqa: DTZ001
]


@pytest.mark.parametrize("cell", KNOWN, ids=repr)
def test_the_day_and_the_clock_are_read(cell: object) -> None:
    raw = raw_moment(cell)
    assert raw is not None
    assert (raw.year, raw.a, raw.b) == (2024, 3, 5)
    assert raw.clock is not None
    assert raw.clock[:2] == (18, 5)


@pytest.mark.parametrize(
    ("cell", "zone"),
    [
        ("2024-03-05T18:05:00-05:00", "-05:00"),
        ("2024-03-05T18:05:00Z", "+00:00"),
        ("2024-03-05 18:05 PST", "pst"),
        ("05/03/2024 18:05 GMT-5", "gmt-5"),
        ("2024-03-05 18:05 America/Lima", "america/lima"),
    ],
)
def test_a_stated_zone_is_kept(cell: str, zone: str) -> None:
    raw = raw_moment(cell)
    assert raw is not None
    assert raw.zone == zone


@pytest.mark.parametrize(
    ("month", "number"),
    [("ene.", 1), ("enero", 1), ("ago.", 8), ("sept.", 9), ("setiembre", 9), ("set", 9),
     ("septiembre", 9), ("dic", 12), ("fev", 2), ("outubro", 10), ("December", 12)],
)  # fmt: skip
def test_months_by_name(month: str, number: int) -> None:
    raw = raw_moment(f"7 {month} 2023")
    assert raw is not None
    assert (raw.a, raw.b, raw.clock) == (number, 7, None)


def test_a_date_without_a_clock_says_so() -> None:
    raw = raw_moment(date(2024, 3, 5))
    assert raw is not None
    assert raw.clock is None


@pytest.mark.parametrize(
    ("cell", "hour"),
    [("1/2/2024 12:05 AM", 0), ("1/2/2024 12:05 PM", 12), ("1/2/2024 1:05 p.m.", 13)],
)
def test_noon_and_midnight(cell: str, hour: int) -> None:
    raw = raw_moment(cell)
    assert raw is not None
    assert raw.clock is not None
    assert raw.clock[0] == hour


@pytest.mark.parametrize(
    "cell", ["", "Total", "Lifetime", "ayer", "hace 3 días", "12", "hola 3/4", None, True, "1.5"]
)
def test_what_is_no_date(cell: object) -> None:
    assert raw_moment(cell) is None

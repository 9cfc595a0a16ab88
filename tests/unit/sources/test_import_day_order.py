"""Which number is the day: proved by the column, or asked."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from looking import Look, dated

from peruopt.errors import UserError
from peruopt.sources.asking import Answers


def test_a_day_above_twelve_proves_the_column(look: Look) -> None:
    seen = look(dated(["03/04/2026 20:00", "25/04/2026 20:00", "04/05/2026 20:00"]))
    assert seen.local == ["2026-04-03 20:00", "2026-04-25 20:00", "2026-05-04 20:00"]
    assert seen.asked == []


def test_a_month_in_second_place_proves_the_other_order(look: Look) -> None:
    seen = look(dated(["03/04/2026 20:00", "03/25/2026 20:00", "04/05/2026 20:00"]))
    assert seen.local == ["2026-03-04 20:00", "2026-03-25 20:00", "2026-04-05 20:00"]


def test_two_digit_years(look: Look) -> None:
    assert look(dated(["10/16/25 22:59", "9/7/25 8:05"])).local == [
        "2025-10-16 22:59",
        "2025-09-07 08:05",
    ]


def test_nothing_proves_it_so_it_is_asked(look: Look) -> None:
    table = dated(["03/04/2026 20:00", "01/02/2026 20:00", "05/06/2026 20:00", "02/01/2026 9:00"])
    seen = look(table)
    assert seen.asked == ["day_first"]
    question = seen.survey.questions[0]
    assert question.values["example"] == "03/04/2026"
    assert [choice.value for choice in question.choices] == ["day", "month"]
    day = look(table, answers=Answers().add("day_first", "day"))
    month = look(table, answers=Answers().add("day_first", "month"))
    assert (day.asked, day.local[0]) == ([], "2026-04-03 20:00")
    assert (month.asked, month.local[0]) == ([], "2026-03-04 20:00")


def test_a_sorted_file_proves_it(look: Look) -> None:
    dates = [
        f"{day:02d}/{month:02d}/2025 12:00" for month in (1, 2, 3, 4) for day in (2, 6, 9, 11)
    ]
    seen = look(dated(dates))
    assert seen.asked == []
    assert [when[5:7] for when in seen.local] == [f"{m:02d}" for m in (1, 2, 3, 4) for _ in "four"]
    assert look(dated(dates[::-1])).local == seen.local[::-1]


def test_the_future_proves_it(look: Look) -> None:
    seen = look(dated(["05/12/2026 20:00", "07/03/2026 20:00", "01/08/2026 20:00"]))
    assert seen.asked == []
    assert seen.local[0] == "2026-05-12 20:00"


def test_day_and_month_alike_need_no_question(look: Look) -> None:
    seen = look(dated(["03/03/2026 20:00", "05/05/2026 20:00"]))
    assert seen.asked == []
    assert seen.local == ["2026-03-03 20:00", "2026-05-05 20:00"]


def test_two_ways_of_writing_in_one_column(look: Look) -> None:
    dates = ["2025-03-05 20:00", "13/03/2025 20:00", "15 ago. 2025, 6:05 p. m.", "04/05/2025 9:00"]
    assert look(dated(dates)).local == [
        "2025-03-05 20:00",
        "2025-03-13 20:00",
        "2025-08-15 18:05",
        "2025-05-04 09:00",
    ]


def test_a_style_proves_its_neighbour(look: Look) -> None:
    dates = ["25/04/2025 20:00", "13/06/2025 20:00", "04/07/2025", "05/08/2025 8:00 PM"]
    assert [when[:10] for when in look(dated(dates)).local] == [
        "2025-04-25",
        "2025-06-13",
        "2025-07-04",
        "2025-08-05",
    ]


def test_both_orders_in_one_column_follow_the_run_of_the_dates(look: Look) -> None:
    truth = [f"2025-{month:02d}-{day:02d}" for month in range(1, 7) for day in (3, 8, 14, 19, 27)]
    dates = [
        f"{d[8:]}/{d[5:7]}/2025 12:00" if n % 2 else f"{d[5:7]}/{d[8:]}/2025 12:00"
        for n, d in enumerate(truth)
    ]
    seen = look(dated(dates))
    assert [when[:10] for when in seen.local] == truth
    assert seen.asked == []


def test_a_slip_is_refused_and_does_not_turn_the_column(look: Look) -> None:
    dates = [f"{day:02d}/03/2025 12:00" for day in range(1, 29)] * 4
    seen = look(
        dated([*(f"{d[:-5]}{n % 24:02d}:00" for n, d in enumerate(dates)), "03/25/2025 9:00"])
    )
    assert [row.key for row in seen.refused] == ["importing.row_impossible"]
    assert seen.refused[0].line == 114


def test_days_that_a_spreadsheet_exchanged_are_put_right(look: Look) -> None:
    # dd/mm/yyyy opened where mm/dd is the custom: 1 to 12 became dates, the rest stayed text
    truth = [f"2025-{month:02d}-{day:02d}" for month in (3, 4, 5) for day in range(1, 29)]
    dates = [
        f"2025-{d[8:]}-{d[5:7]} 20:00" if d[8:] <= "12" else f"{d[8:]}/{d[5:7]}/2025 20:00"
        for d in truth
    ]
    seen = look(dated(dates))
    assert [when[:10] for when in seen.local] == truth


def test_year_day_month(look: Look) -> None:
    seen = look(dated(["2025-25-03 10:00", "2025-26-03 10:00", "2025-04-04 10:00"]))
    assert [when[:10] for when in seen.local] == ["2025-03-25", "2025-03-26", "2025-04-04"]


def test_ids_prove_the_order_and_the_zone(look: Look) -> None:
    truth = [datetime(2025, month, 3, 18, 30, tzinfo=UTC) for month in (1, 2, 4, 9, 6, 5)]
    rows = [
        f"{at.astimezone(ZoneInfo('Europe/Madrid')):%m/%d/%y %H:%M},Hola,"
        f"https://x.com/lacaleta/status/{(int(at.timestamp() * 1000) - 1288834974657) << 22}"
        for at in truth
    ]
    seen = look("\n".join(["created_at,text,url", *rows]))
    assert seen.asked == []
    assert seen.survey.plan.dates.zone == "Europe/Madrid"
    assert [post.published_at for post in seen.posts] == truth


def test_an_order_that_makes_no_days_is_an_error(look: Look) -> None:
    dates = [f"{day}/02/2025 10:00" for day in range(25, 32)]
    with pytest.raises(UserError) as refused:
        look(dated(dates))
    assert refused.value.key == "importing.dates"
    assert refused.value.values["lines"] == "6, 7, 8"

"""The heat map and the chart, looked at pixel by pixel where it matters."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from peruopt import charts
from peruopt.canvas import WIDTH, drawable, width
from peruopt.chat.words import LOCALES, Words
from peruopt.heatmap import COLUMN, LEFT, ROW, TOP, draw, span
from peruopt.recommending import Hour, Signal, Slot
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost
from peruopt.summary import latest, summarise

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
FRIDAY_8PM = datetime(2026, 11, 28, 1, 0, tzinfo=UTC)


def week(signal: Signal = Signal.NONE, posts: int = 0, **changed: Hour) -> list[Hour]:
    hours = [Hour(d, h, 0.0, -0.1, 0.1, posts, signal) for d in range(7) for h in range(24)]
    for hour in changed.values():
        hours[hour.weekday * 24 + hour.hour] = hour
    return hours


def picture(hours: list[Hour], slots: list[Slot] = [], locale: str = "es_PE") -> Image.Image:  # noqa: B006
    words = Words(locale)
    png = draw(
        hours, slots, words, title="Facebook · $x^2$ <b>", headline="🐟 ok", opens=9, closes=22
    )
    return Image.open(BytesIO(png)).convert("RGB")


def at(image: Image.Image, weekday: int, hour: int, dx: float = 0.5, dy: float = 0.5) -> tuple:
    return image.getpixel((int(LEFT + (weekday + dx) * COLUMN), int(TOP + (hour + dy) * ROW)))


@pytest.mark.parametrize("locale", LOCALES)
def test_it_is_made_for_a_phone_in_both_languages(locale: str) -> None:
    image = picture(week(), locale=locale)
    assert image.width == WIDTH
    assert image.height > image.width


def test_better_hours_are_warm_and_worse_ones_are_cold() -> None:
    good = Hour(4, 20, 0.2, 0.1, 0.3, 9, Signal.CLEAR)
    bad = Hour(0, 10, -0.2, -0.3, -0.1, 9, Signal.CLEAR)
    image = picture(week(good=good, bad=bad))
    red, _, blue = at(image, 4, 20)
    assert red > blue + 80
    red, _, blue = at(image, 0, 10)
    assert blue > red + 80


def test_what_is_uncertain_is_smaller_and_paler() -> None:
    def shown(signal: Signal) -> tuple[int, tuple]:
        image = picture(week(one=Hour(2, 15, 0.2, 0.1, 0.3, 0, signal)))
        row = [at(image, 2, 15, dx / 100) for dx in range(5, 96)]
        return sum(r > b + 40 for r, _, b in row), at(image, 2, 15)

    clear, weak, none = (shown(s) for s in (Signal.CLEAR, Signal.WEAK, Signal.NONE))
    assert clear[0] > weak[0] + 20 > none[0] + 40
    assert sum(none[1]) > sum(clear[1]) + 60


def test_recommended_slots_are_ringed_at_their_local_hour() -> None:
    slot = Slot(FRIDAY_8PM, 0.1, 0.0, 0.2, 3, Signal.WEAK, 0.9)
    image = picture(week(), [slot])
    assert sum(at(image, 4, 20, dx=0.5, dy=0.06)) < 150
    assert sum(at(image, 5, 20, dx=0.5, dy=0.06)) > 700


def test_history_leaves_a_dot() -> None:
    some = picture(week(one=Hour(1, 12, 0.0, -0.1, 0.1, 12, Signal.NONE)))
    corner = {"dx": 1 - 15 / COLUMN, "dy": 1 - 15 / ROW}
    assert sum(at(some, 1, 12, **corner)) < 400
    assert sum(at(some, 1, 13, **corner)) > 700


def test_one_odd_hour_does_not_wash_out_all_others() -> None:
    hours = week(odd=Hour(3, 3, 2.0, 1.0, 3.0, 1, Signal.CLEAR))
    assert span(hours) == 0.1
    assert span([]) == 0.1


def test_words_from_outside_are_drawn_or_left_out_and_never_markup() -> None:
    assert drawable("Ceviche 🐟\n$x$ \x07ñ") == "Ceviche $x$ ñ"
    assert width("ancho", 40) > width("ancho", 20) > 0


def posts(count: int, **rest: object) -> list[PastPost]:
    return [
        PastPost(
            Network.FACEBOOK, "m", str(i), NOW - timedelta(hours=3 + i * 144 / count), "x",
            Media.PHOTO, Metrics(likes=i * 7 % 90 if rest.get("told", True) else None),
        )
        for i in range(count)
    ][::-1]  # fmt: skip


@pytest.mark.parametrize(("count", "days"), [(1, 7), (12, 30), (3000, 365)])
def test_a_chart_holds_one_post_and_thousands(count: int, days: int) -> None:
    some = posts(count)
    found = summarise(
        latest(some[-1].published_at, days, NOW, Words().local(NOW).tzinfo), some, [], [], NOW
    )
    panel = charts.Panel("Facebook", found.judged, charts.band(some))
    png = charts.draw(found.period, [panel] * 5, Words(), headline="7 días")
    image = Image.open(BytesIO(png))
    assert image.width == WIDTH
    assert image.height < 2100, "three panels are enough"


def test_a_chart_without_any_count_is_still_a_chart() -> None:
    some = posts(3, told=False)
    found = summarise(latest(NOW, 7, NOW, Words().local(NOW).tzinfo), some, [], [], NOW)
    assert charts.band(some) is None
    png = charts.draw(
        found.period, [charts.Panel("x", found.judged, None)], Words("en"), headline="x"
    )
    assert png.startswith(b"\x89PNG")

"""Posts written in any of many ways come back exactly."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st
from looking import NOW

from peruopt.results import PastPost
from peruopt.sources.asking import Answers
from peruopt.sources.reading import read
from peruopt.sources.survey import survey

MONTHS = ["ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"]
FORMATS = {
    "iso": lambda at: f"{at:%Y-%m-%d %H:%M:%S}",
    "offset": lambda at: at.isoformat(),
    "utc": lambda at: f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
    "day": lambda at: f"{at:%d/%m/%Y %H:%M:%S}",
    "month": lambda at: f"{at:%m/%d/%Y %I:%M:%S %p}",
    "short": lambda at: f"{at.day}.{at.month}.{at:%y %H:%M:%S}",
    "spanish": lambda at: (
        f"{at.day} {MONTHS[at.month - 1]}. {at.year}, {at:%I:%M:%S} {'ap'[at.hour > 11]}. m."
    ),
    "english": lambda at: f"{at:%b %d, %Y %I:%M:%S %p}",
    "epoch": lambda at: str(int(at.timestamp())),
    "milliseconds": lambda at: str(int(at.timestamp() * 1000)),
}
NUMBERS = {
    "plain": str,
    "commas": lambda n: f"{n:,}",
    "points": lambda n: f"{n:,}".replace(",", "."),
    "floats": lambda n: f"{n}.0",
}
WORDS = st.text(
    st.characters(
        codec="utf-8", exclude_categories=("Cc", "Cs", "Cn", "Co"), exclude_characters="&\ufeff"
    ),
    max_size=80,
).map(str.strip)
ROW = st.tuples(st.integers(0, 2 * 365 * 24 * 3600), WORDS, st.none() | st.integers(0, 3_000_000))


@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(ROW, min_size=1, max_size=12, unique_by=lambda row: row[0]),
    form=st.sampled_from(sorted(FORMATS)),
    number=st.sampled_from(sorted(NUMBERS)),
    delimiter=st.sampled_from(",;\t"),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
    ending=st.sampled_from(["\n", "\r\n"]),
    zone=st.sampled_from(["America/Lima", "Europe/Madrid"]),
)
def test_what_is_written_is_read_back(
    rows: list[tuple[int, str, int | None]],
    form: str,
    number: str,
    delimiter: str,
    encoding: str,
    ending: str,
    zone: str,
) -> None:
    start = datetime(2024, 2, 1, tzinfo=UTC)
    here = ZoneInfo(zone)
    posts = [(start + timedelta(seconds=late), text, likes) for late, text, likes in rows]
    # an hour that a clock shows twice in autumn cannot be told apart
    posts = [p for p in posts if p[0].astimezone(here).fold == 0]
    table = io.StringIO(newline="")
    writer = csv.writer(table, delimiter=delimiter, lineterminator=ending)
    writer.writerow(["ID", "Fecha", "Texto", "Me gusta", "Red", "Cuenta"])
    for n, (at, text, likes) in enumerate(posts):
        said = "" if likes is None else NUMBERS[number](likes)
        when = FORMATS[form](at.astimezone(here))
        writer.writerow([f"p{n}", when, text, said, "instagram", "caleta"])
    if not posts:
        return
    file = io.BytesIO(table.getvalue().encode(encoding))
    answers = Answers()
    if form in {"day", "month", "short"}:
        answers = answers.add("day_first", "month" if form == "month" else "day")
    found = survey(file, "x.csv", default_zone=zone, now=NOW, answers=answers)
    read_back = list(read(file, found))
    assert found.questions == ()
    assert [row for row in read_back if not isinstance(row, PastPost)] == []
    assert [(p.published_at, p.text, p.metrics.likes) for p in read_back] == posts  # type: ignore[union-attr]

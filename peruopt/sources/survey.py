"""Looks a file over once and says what it holds, what is inferred and what must be asked."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from peruopt.errors import UserError
from peruopt.sources.asking import Answers, Question
from peruopt.sources.interpreting import Plan, is_total
from peruopt.sources.layout import Layout, Row, layout_of, rows_of
from peruopt.sources.moments import DatePlan
from peruopt.sources.ordering import anchor, orders_of
from peruopt.sources.questioning import (
    account_of,
    column_questions,
    day_question,
    network_of_file,
    zone_of,
)
from peruopt.sources.recognising import Column, columns_of, tool_of
from peruopt.sources.scanning import Scan, scan
from peruopt.sources.spanning import span
from peruopt.sources.vocabulary import METRICS, Tool

HEAD = 300
UNREAD_SHARE = 0.01
MISREAD_SHARE = 0.1
"""A 31 February is a slip; where so many days do not exist, the order has been misread."""


@dataclass(frozen=True, slots=True)
class Survey:
    """What a file holds and how it will be read."""

    name: str
    tool: str
    """`meta_instagram`, `x_old`, …; empty for a table of no tool we know."""
    layout: Layout
    columns: tuple[Column, ...]
    """The recognised ones, in the file's order."""
    questions: tuple[Question, ...]
    """What only a person knows; `read` goes by the inferred answers where none came."""
    plan: Plan
    rows: int
    """Rows that should be posts: not the empty ones, totals and repeated headers (`skipped`)."""
    skipped: int
    unread: int
    """Rows whose date cannot be read."""
    unread_lines: tuple[int, ...]
    example: str
    first: date | None
    """First and last day, as written."""
    last: date | None
    networks: tuple[tuple[str, int], ...]
    """Networks and accounts named in the file, with their rows, most first."""
    accounts: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]
    """Keys of sentences worth telling: no hours, no counts, ids lost."""

    def check_dates(self) -> None:
        """Raise UserError where too many dates cannot be read to trust the rest."""
        # one bad cell is a bad row, in however short a file; two are a pattern
        if self.unread > 1 and self.unread > UNREAD_SHARE * self.rows:
            lines = ", ".join(map(str, self.unread_lines))
            more = "…" if self.unread > len(self.unread_lines) else ""
            raise UserError(
                "importing.dates", n=self.unread, rows=self.rows, lines=lines + more,
                example=self.example,
            )  # fmt: skip


def survey(
    file: BinaryIO | Path,
    name: str,
    *,
    default_zone: str,
    now: datetime,
    answers: Answers | None = None,
    progress: Callable[[float], None] | None = None,
) -> Survey:
    """Look `file` over; `name` is what it is called, `answers` what the person has said so far.

    Raises UserError for what is no table of posts.
    """
    answers = answers or Answers()
    layout = layout_of(file)
    told = [0]
    rows = rows_of(file, layout, told)
    try:
        head = list(itertools.islice(rows, HEAD))
        tool = tool_of(layout.headers)
        taken, doubtful = columns_of(
            layout.headers,
            [row for _line, row in head if not is_total(row)],
            _chosen(answers, layout),
        )
        _check_columns(layout, taken, head)
        columns = {field: column.index for field, column in taken.items()}
        seen = scan(
            itertools.chain(head, rows), columns, layout.headers,
            answers.network or (tool.network if tool else None),
            _teller(file, layout, told, progress),
        )  # fmt: skip
    finally:
        rows.close()  # type: ignore[attr-defined]
    return _concluded(name, layout, tool, taken, doubtful, seen, head, answers, default_zone, now)


def _chosen(answers: Answers, layout: Layout) -> dict[str, str]:
    """Return the header that was named for each field; a button writes spaces its own way."""
    plain = {header.replace("\u00a0", " "): header for header in layout.headers}
    for _field, header in answers.columns:
        if header and header.replace("\u00a0", " ") not in plain:
            headers = ", ".join(each for each in layout.headers if each)[:200]
            raise UserError("importing.no_column", said=header[:60], headers=headers)
    return {f: plain.get(h.replace("\u00a0", " "), "") for f, h in answers.columns}


def _check_columns(layout: Layout, taken: dict[str, Column], head: list[Row]) -> None:
    if not head:
        raise UserError("importing.header_only")
    headers = ", ".join(header for header in layout.headers if header)[:200]
    if "published_at" not in taken:
        raise UserError("importing.no_date_column", headers=headers)
    if not {"text", "external_id", "url", "media"} & taken.keys():
        key = "importing.daily" if set(METRICS) & taken.keys() else "importing.not_posts"
        raise UserError(key, headers=headers)


def _teller(
    file: BinaryIO | Path,
    layout: Layout,
    told: list[int],
    progress: Callable[[float], None] | None,
) -> Callable[[], None]:
    """Return what tells `progress` the share read so far; packed files count as five times."""
    if progress is None:
        return lambda: None
    if isinstance(file, Path):
        size, packed = file.stat().st_size, file.suffix.lower() in {".gz", ".zip"}
    else:
        here = file.tell()
        size, packed = file.seek(0, os.SEEK_END), False
        file.seek(here)
    if layout.sheet:
        size = max(1, size // 120)
    return lambda: progress(min(0.99, told[0] / max(1, size * (4 if packed else 1))))


def _concluded(
    name: str, layout: Layout, tool: Tool | None, taken: dict[str, Column],
    doubtful: dict[str, list[Column]], seen: Scan, head: list[Row], answers: Answers,
    default_zone: str, now: datetime,
) -> Survey:  # fmt: skip
    """Draw the conclusions."""
    columns = {field: column.index for field, column in taken.items()}
    questions = column_questions(doubtful)
    orders, asks = orders_of(
        seen.evidence, now, tool.order if tool else "", day_first=answers.day_first
    )
    if asks:
        questions.append(day_question(seen.evidence, orders))
    header = taken["published_at"].header
    zone, asked = zone_of(seen, orders, header, tool, answers, default_zone, head, columns)
    network, by_url, which = network_of_file(seen, tool, name, layout.headers, answers)
    account, whose = account_of(seen, name, answers)
    questions += [question for question in (asked, which, whose) if question]
    hours = seen.evidence.clockless <= len(seen.evidence) / 2
    plan = Plan(
        columns=columns,
        headers=layout.headers,
        dates=DatePlan(orders, zone, anchor(seen.evidence, orders), hours),
        decimals={field: signs.most_common(1)[0][0] for field, signs in seen.signs.items()},
        network=network,
        networks_by_url=by_url,
        account=account,
        exact_ids=seen.ids < 3 or seen.lost_ids <= seen.ids / 2,
        now=now,
    )
    days = span(seen.evidence, orders)
    misread = days.impossible > 2 and days.impossible > MISREAD_SHARE * seen.rows
    done = Survey(
        name=name,
        tool=tool.name if tool else "",
        layout=layout,
        columns=tuple(sorted(taken.values(), key=lambda column: column.index)),
        questions=tuple(questions),
        plan=plan,
        rows=seen.rows,
        skipped=seen.skipped,
        unread=seen.unread + (days.impossible if misread else 0),
        unread_lines=(*seen.unread_lines, *(days.lines if misread else ())),
        example=seen.example or days.example,
        first=days.first,
        last=days.last,
        networks=_named(seen),
        accounts=tuple((seen.accounts or seen.url_accounts).most_common(50)),
        notes=_notes(seen, plan),
    )
    if not any(question.key == "column.published_at" for question in questions):
        done.check_dates()
    return done


def _named(seen: Scan) -> tuple[tuple[str, int], ...]:
    counted = seen.networks.most_common(9) or seen.url_networks.most_common(9)
    return tuple((str(network), rows) for network, rows in counted)


def _notes(seen: Scan, plan: Plan) -> tuple[str, ...]:
    """Return the keys of what is worth telling."""
    hourless = not plan.dates.hours and seen.evidence.witnessed < len(seen.evidence) / 2
    told = {
        "importing.note_no_hours": hourless,
        "importing.note_no_counts": not set(METRICS) & plan.columns.keys(),
        "importing.note_lost_ids": not plan.exact_ids,
    }
    return tuple(key for key, true in told.items() if true)

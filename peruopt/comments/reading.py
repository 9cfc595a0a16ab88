"""Reads exported comments: a table of any tool, or JSON as Meta hands it out."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Any

from peruopt.chat.intent import plain
from peruopt.chat.message import Upload
from peruopt.comments.comment import Comment
from peruopt.errors import UserError
from peruopt.sources.cells import derived_id, id_of, text_of
from peruopt.sources.dating import Raw, raw_moment
from peruopt.sources.decoding import encoding_of
from peruopt.sources.moments import DatePlan, Moments
from peruopt.sources.opening import JSON, opened
from peruopt.sources.sheet import sheet_rows, sheets, workbook
from peruopt.sources.turning import DMY, MDY

MOST, LONGEST = 50_000, 2000
_COLUMNS = {
    "id": r"comment ?id|id (?:del |de )?comentario|comentario id",
    "post": r"(?:post|media|publicacion|parent|object) ?(?:id|url|link)?$"
    r"|(?:id|identificador) (?:de la )?publicacion|permalink|enlace(?: permanente)?"
    r"|url|link|source",
    "at": r"fecha|date|created|hora|time|timestamp|publicado|published|when",
    "text": r"comentario$|comments?$|texto?|mensaje|message|contenido|content|cuerpo|body"
    r"|opinion|review",
}
# as Graph answers and as Meta's own archives are written
_TEXT = ("text", "message", "comment", "value")
_TIME = ("timestamp", "created_time", "creation_timestamp", "time")


@dataclass(frozen=True, slots=True)
class Read:
    """What a file held."""

    comments: list[Comment]
    refused: int
    """Rows without words or without a day."""
    order: str
    """`dmy` or `mdy` where dates were only numbers, else empty."""
    sure: bool = True
    """Whether a row of the file itself showed that order."""


@dataclass(frozen=True, slots=True)
class _Row:
    text: str
    when: object
    post: str
    id: str


def read_comments(upload: Upload, now: datetime, zone: str) -> Read:
    """Return the comments of a file; raise UserError where it holds none."""
    if JSON.match(upload.content.removeprefix(b"\xef\xbb\xbf")[:4096]):
        rows = list(_found(_parsed(upload)))
    else:
        rows = _table(upload)
    if len(rows) > MOST:
        raise UserError("comments.file_long", name=upload.name, n=len(rows), limit=MOST)
    raws = [raw_moment(row.when) for row in rows]
    order, sure = _order(raws)
    moments = Moments(DatePlan({raw.style: _plan(raw, order) for raw in raws if raw}, zone))
    kept: dict[str, Comment] = {}
    for row, raw in zip(rows, raws, strict=True):
        at = moments.at(raw, "", None) if raw else None
        if row.text and at is not None and at <= now:
            told = row.id or derived_id(f"{row.post}\x1f{row.text}", at.isoformat())
            kept[told] = Comment(told, row.text[:LONGEST], at, row.post)
    if not kept:
        raise UserError("comments.file_empty", name=upload.name)
    numeric = any(raw and raw.style.startswith("~") for raw in raws)
    return Read(list(kept.values()), len(rows) - len(kept), order if numeric else "", sure)


def _plan(raw: Raw, order: str) -> str:
    return order if raw.style.startswith("~") else "ymd"


def _order(raws: Iterable[Raw | None]) -> tuple[str, bool]:
    """Which number is the day: what any row shows, else as Peru writes it."""
    open_ = [raw for raw in raws if raw and raw.style.startswith("~")]
    if any(raw.b > 12 for raw in open_):
        return MDY, True
    return DMY, not open_ or any(raw.a > 12 for raw in open_)


def _table(upload: Upload) -> list[_Row]:
    with opened(io.BytesIO(upload.content)) as content:
        if content.workbook:
            with workbook(content.stream) as book:
                return _rows(chain.from_iterable(_cells(book, name) for name in sheets(book)))
        raw = content.stream.read()
    text = raw.decode(encoding_of(io.BytesIO(raw)), "replace").lstrip("\ufeff")
    head = text.partition("\n")[0]
    sign = max(";\t|,", key=head.count)
    try:
        return _rows(csv.reader(io.StringIO(text, newline=""), delimiter=sign))
    except csv.Error as broken:
        raise UserError("importing.broken") from broken


def _cells(book: Any, name: str) -> Iterator[list[object]]:
    return (cells for _, cells in sheet_rows(book, name))


def _rows(rows: Iterable[Sequence[object]]) -> list[_Row]:
    """Read the rows below a header that names the words and their day."""
    columns: dict[str, int] = {}
    found: list[_Row] = []
    for number, cells in enumerate(rows):
        if not columns:
            named = _columns(cells)
            if {"text", "at"} <= named.keys():
                columns = named
            elif number > 15:
                break
            continue
        at = _cell(cells, columns, "at")
        when = at if isinstance(at, date | int | float) else text_of(at)
        words = " ".join(text_of(_cell(cells, columns, "text")).split())
        if not words and not when:
            continue
        post = text_of(_cell(cells, columns, "post"))[:500]
        found.append(_Row(words, when, post, id_of(_cell(cells, columns, "id"))))
        if len(found) > MOST:
            break
    if not columns:
        raise UserError("comments.file_header")
    return found


def _columns(cells: Sequence[object]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(cells):
        said = " ".join(plain(text_of(cell)).replace("_", " ").split())
        for name, pattern in _COLUMNS.items():
            if name not in found and re.match(rf"(?:{pattern})", said):
                found[name] = index
                break
    return found


def _cell(cells: Sequence[object], columns: dict[str, int], name: str) -> object:
    index = columns.get(name)
    return cells[index] if index is not None and index < len(cells) else None


def _parsed(upload: Upload) -> object:
    try:
        return json.loads(upload.content.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError) as broken:
        raise UserError("importing.broken") from broken


def _found(value: object) -> Iterator[_Row]:
    """Find every object with words and a time, however deep, and the post that it is under."""
    left: list[tuple[object, str]] = [(value, "")]
    count = 0
    while left and count <= MOST:
        each, post = left.pop()
        if isinstance(each, list):
            left += [(item, post) for item in reversed(each)]
        if not isinstance(each, dict):
            continue
        inside = {key.lower(): _plain(v) for key, v in each.items()}
        words = next((v for k in _TEXT if isinstance(v := inside.get(k), str)), "")
        when = next((inside[k] for k in _TIME if isinstance(inside.get(k), str | int)), None)
        parent = isinstance(each.get("comments"), dict | list)
        own = str(each.get("id") or "")
        if words and when is not None and not parent:
            count += 1
            under = post or str(each.get("permalink") or each.get("media_id") or "")
            yield _Row(" ".join(_mended(words).split()), when, under, own)
        below = (own or str(each.get("permalink") or "")) if parent else post
        left += [(v, below) for v in each.values() if isinstance(v, dict | list)]


def _plain(value: object) -> object:
    """Meta's archives wrap what they say: {"value": …}, {"timestamp": …}."""
    return value.get("value", value.get("timestamp")) if isinstance(value, dict) else value


def _mended(text: str) -> str:
    """Meta's archives write each byte of an accent as a character of its own."""
    try:
        return text_of(text.encode("latin-1").decode("utf-8"))
    except (UnicodeEncodeError, UnicodeDecodeError):
        return text_of(text)

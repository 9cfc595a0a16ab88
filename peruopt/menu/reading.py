"""Reads a menu from a file: CSV, XLSX, PDF or plain text."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from peruopt.chat.intent import plain
from peruopt.chat.message import Upload
from peruopt.errors import UserError
from peruopt.menu.item import Item
from peruopt.menu.lines import DEAREST, LONGEST_NAME, price_of, read_lines
from peruopt.rules.letters import capital_first
from peruopt.sources.decoding import encoding_of
from peruopt.sources.opening import opened
from peruopt.sources.sheet import sheet_rows, sheets, workbook

MOST, PAGES = 500, 40
BIGGEST = 10 << 20
_COLUMNS = {
    "name": r"plato|nombre|producto|dish|name|item|descripcion corta|comida",
    "price": r"precio|price|costo|valor|s/|soles",
    "section": r"seccion|categoria|tipo|section|category|familia",
    "ingredients": r"ingredientes?|descripcion|lleva|ingredients?|description|detalle",
    "allergens": r"alergen\w*|allergens?|contiene",
    "season": r"temporada|season",
    "available": r"disponib\w*|hay|activo|available|stock",
}
_NO = frozenset({"no", "0", "false", "falso", "agotado", "n", "x", "sold out"})


def read_file(upload: Upload) -> list[Item]:
    """Return the dishes in a file; raise UserError when it holds none that can be read."""
    if len(upload.content) > BIGGEST:
        raise UserError("menu.file_big", name=upload.name, n=BIGGEST >> 20)
    if upload.content.startswith(b"%PDF"):
        items = read_lines(_pdf_text(upload), priced_only=True)
    else:
        items = _table(upload)
    if not items:
        raise UserError("menu.file_empty", name=upload.name)
    if len(items) > MOST:
        raise UserError("menu.file_long", name=upload.name, n=len(items), limit=MOST)
    return items


def _pdf_text(upload: Upload) -> str:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    text = None
    try:
        reader = PdfReader(io.BytesIO(upload.content))
        if not reader.is_encrypted or reader.decrypt(""):
            text = "\n".join(page.extract_text() or "" for page in reader.pages[:PAGES])
    except (PyPdfError, ArithmeticError, LookupError, RecursionError, TypeError) as broken:
        raise UserError("menu.file_broken", name=upload.name) from broken
    except (AttributeError, ValueError) as broken:  # a stranger's file breaks parsers in any way
        raise UserError("menu.file_broken", name=upload.name) from broken
    if text is None:
        raise UserError("menu.file_locked", name=upload.name)
    if not text.strip():
        raise UserError("menu.file_scanned", name=upload.name)
    return _rejoined(text)


def _rejoined(text: str) -> str:
    """A PDF often puts the price on a line of its own, below its dish."""
    return re.sub(
        r"\n[ \t]*((?:s/\.?\s*)?\d{1,4}(?:[.,]\d{2})?)[ \t]*(?=\n|$)", r" \1", text, flags=re.I
    )


def _table(upload: Upload) -> list[Item]:
    with opened(io.BytesIO(upload.content)) as content:
        if content.workbook:
            with workbook(content.stream) as book:
                rows = [cells for name in sheets(book) for _, cells in sheet_rows(book, name)]
            return _rows(rows) or read_lines(_joined(rows), priced_only=True)
        raw = content.stream.read()
    text = raw.decode(encoding_of(io.BytesIO(raw)), "replace")
    return _rows(_split(text)) or read_lines(text, priced_only=True)


def _split(text: str) -> list[Sequence[object]]:
    head = text.partition("\n")[0]
    sign = max(";\t|,", key=head.count)
    return [row for row in csv.reader(io.StringIO(text), delimiter=sign) if any(row)]


def _rows(rows: Sequence[Sequence[object]]) -> list[Item]:
    """Read rows below a header that names the dish and its price; nothing without one."""
    for number, row in enumerate(rows[:10]):
        columns = _columns(row)
        if "name" in columns and len(columns) > 1:
            found = (_item(row, columns) for row in rows[number + 1 :])
            return list({item.key: item for item in found if item and item.key}.values())
    return []


def _columns(row: Sequence[object]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        said = plain(str(cell or "")).strip()
        for name, pattern in _COLUMNS.items():
            if name not in found and re.match(rf"(?:{pattern})\b|(?:{pattern})$", said):
                found[name] = index
                break
    return found


def _item(row: Sequence[object], columns: dict[str, int]) -> Item | None:
    def said(name: str, most: int = 300) -> str:
        index = columns.get(name)
        cell = row[index] if index is not None and index < len(row) else None
        return " ".join(str(cell).split())[:most] if cell is not None else ""

    name = said("name", LONGEST_NAME)
    if not re.search(r"[^\W\d_]{2}", name):
        return None
    price = price_of(said("price"))
    return Item(
        capital_first(name),
        price if price is not None and price <= DEAREST else None,
        said("section", 60),
        said("ingredients"),
        said("allergens"),
        said("season", 80),
        plain(said("available")) not in _NO,
    )


def _joined(rows: Iterable[Sequence[object]]) -> str:
    return "\n".join("  ".join(str(c) for c in row if c not in {None, ""}) for row in rows)

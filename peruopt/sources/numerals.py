"""Reads counts as people's tools write them: 1,234 and 1.234,50 and 12,5K and 1.2 mil."""

from __future__ import annotations

import math
import re

MISSING = frozenset(
    {"", "-", "--", "–", "—", "n/a", "na", "n/d", "nd", "s/d", "null", "none", "nan", "#n/a",
     "#na", "#div/0!", "#value!", "#ref!", "#name?", "no disponible", "not available",
     "undefined", "?"}
)  # fmt: skip
SUFFIX = {"k": 1e3, "mil": 1e3, "m": 1e6, "mm": 1e6, "mill": 1e6, "millones": 1e6, "mi": 1e6}
SUFFIX |= {"b": 1e9, "bn": 1e9, "thousand": 1e3, "million": 1e6}
SHAPE = re.compile(r"([+-]?)(\d[\d.,'’ ]*)([a-z]*)\.?$")
DECIMAL = re.compile(r"\d+([.,])(?:\d{1,2}|\d{4,})$|\d{4,}([.,])\d+$")
MOST = 10**12


class NotACount(ValueError):
    """The cell says something, and it is no count."""


def decimal_sign(cell: str) -> str:
    """Return the sign that can only be decimal in this cell, or nothing."""
    text = cell.strip()
    found = DECIMAL.match(text)
    if found:
        return found[1] or found[2]
    last = max(text.rfind("."), text.rfind(","))
    both = "." in text and "," in text
    return text[last] if both and last >= 0 else ""


def count(cell: object, decimal: str = "") -> int | None:
    """Return a count, None where the cell says that there is none; raise NotACount."""
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return _whole(float(cell))
    text = str(cell)
    if len(text) < 12 and text.isdecimal():
        return int(text)
    text = text.replace("\u00a0", " ").replace("\u202f", " ").strip().lower()
    if text in MISSING:
        return None
    found = SHAPE.match(text)
    if found is None or (found[3] and found[3] not in SUFFIX):
        raise NotACount(text)
    number = _number(re.sub(r"['’ ]", "", found[2]), decimal, scaled=bool(found[3]))
    return _whole(number * SUFFIX.get(found[3], 1) * (-1 if found[1] == "-" else 1))


def _number(digits: str, decimal: str, *, scaled: bool) -> float:
    last = max(digits.rfind("."), digits.rfind(","))
    if last < 0:
        return float(digits)
    sign = digits[last]
    other = "," if sign == "." else "."
    grouped = re.fullmatch(rf"\d{{1,3}}(?:\{sign}\d{{3}})+", digits) is not None
    if other in digits:
        is_decimal = digits.count(sign) == 1
    else:
        is_decimal = not grouped or (digits.count(sign) == 1 and (decimal == sign or scaled))
    if not is_decimal:
        return float(digits.replace(sign, "").replace(other, ""))
    try:
        return float(digits.replace(other, "").replace(sign, "."))
    except ValueError as error:
        raise NotACount(digits) from error


def _whole(number: float) -> int:
    if not math.isfinite(number) or number < 0 or number > MOST:
        raise NotACount(str(number))
    if number != int(number) and abs(number - round(number)) > 1e-6:
        raise NotACount(str(number))
    return round(number)

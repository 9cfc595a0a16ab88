"""What the menu has to say about a text: dishes that are not served, prices that are not so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from peruopt.menu.allergens import denied
from peruopt.menu.item import Item, soles
from peruopt.menu.naming import about, named
from peruopt.rules.finding import Finding, Severity
from peruopt.rules.letters import composed, plain
from peruopt.writers.dishes import find

_PRICE = re.compile(
    r"\bs/\.? ?(\d{1,4})(?:[.,](\d{1,2}))?\b|\b(\d{1,4})(?:[.,](\d{1,2}))? soles\b"
)


def check(text: str, idea: str, items: Sequence[Item], at: datetime) -> list[Finding]:
    """Return what the menu says against a post of `text` at `at`; nothing without a menu."""
    if not items:
        return []
    text = composed(text)
    present = _present(text, idea, items)
    found = [_away(item, at) for item in present if not item.served(at)]
    if len(present) == 1 and (wrong := _price(text, present[0])):
        found.append(wrong)
    found += [_free(item, said) for item in present if (said := denied(text, item))]
    if not present and (unknown := _missing(idea, items)):
        found.append(unknown)
    return found


def promised(text: str, idea: str, items: Sequence[Item], at: datetime) -> list[Item]:
    """Return the dishes that a post promises and the house does not serve at `at`."""
    return [item for item in _present(composed(text), idea, items) if not item.served(at)]


def _present(text: str, idea: str, items: Sequence[Item]) -> list[Item]:
    """The dishes a text names; where it names none, the one that it was asked for."""
    subject = about(idea, items) if idea else None
    return named(text, items) or ([subject] if subject else [])


def _away(item: Item, at: datetime) -> Finding:
    values: dict[str, object] = {"found": item.name}
    if item.away_until is not None and item.away_until > at:
        return Finding("menu.away", Severity.WARN, "menu.away_today", values)
    return Finding("menu.away", Severity.WARN, "menu.away", values)


def _free(item: Item, said: str) -> Finding:
    """Somebody's health hangs on it; no machine mends it."""
    holds = item.allergens or item.ingredients or item.name
    values: dict[str, object] = {"found": said, "dish": item.name, "holds": holds}
    return Finding("menu.allergen", Severity.WARN, "menu.allergen", values)


def _price(text: str, item: Item) -> Finding | None:
    """One dish and one price that is not its own: mended to what the menu says."""
    prices = list(_PRICE.finditer(plain(text)))
    if item.price is None or len(prices) != 1:
        return None
    (said,) = prices
    whole, cents = said[1] or said[3], (said[2] or said[4] or "").ljust(2, "0")
    if int(whole) * 100 + int(cents) == item.price:
        return None
    words = text[said.start() : said.end()]
    values: dict[str, object] = {"found": words, "dish": item.name, "price": soles(item.price)}
    mended = text[: said.start()] + soles(item.price) + text[said.end() :]
    return Finding("menu.price", Severity.WARN, "menu.price", values, mended)


def _missing(idea: str, items: Sequence[Item]) -> Finding | None:
    """A dish that we know and that the menu does not have."""
    known = find(idea) if idea else None
    if known is None or any((hit := find(i.name)) and hit.dish is known.dish for i in items):
        return None
    values: dict[str, object] = {"found": known.dish.name}
    return Finding("menu.missing", Severity.INFO, "menu.missing", values)

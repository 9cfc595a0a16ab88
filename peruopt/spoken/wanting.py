"""Whether words are an idea for a post: a dish, a feast, and nothing said about either."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from peruopt.errors import UserError
from peruopt.menu.item import Item
from peruopt.menu.naming import named
from peruopt.rules.letters import plain
from peruopt.spoken.days import find_day
from peruopt.spoken.lexicon import blank, lexicon
from peruopt.writers.dishes import find
from peruopt.writers.subject import understand

_ARTICLES = re.compile(r"(?:(?:hoy|el|la|los|las|un|una|nuestr[oa]s?|the|our|a|today) )*")
LONGEST = 14
"""Words; who says more tells a story, and is asked what it is for."""


def is_idea(text: str, items: Sequence[Item], today: date) -> bool:
    """Whether a text can only be what a post is to be about."""
    low = plain(text)
    if len(low.split()) > LONGEST or "?" in text or "¿" in text or _remark().search(low):
        return False
    try:
        found = find_day(low, today, loose=False)
    except UserError:
        return False
    if found and found.named:
        return True
    left = " ".join(blank(low, found.span).replace("·", " ").split()) if found else low
    if named(text, items):
        return True
    return understand(left).kind == "dish" or _begins_with_dish(left)


def _begins_with_dish(low: str) -> bool:
    dish = find(low)
    return dish is not None and _ARTICLES.fullmatch(low[: dish.start]) is not None


def mentions_food(text: str, items: Sequence[Item]) -> bool:
    """Whether a dish is named at all, whatever is said of it."""
    return bool(named(text, items)) or understand(text).kind in ("dish", "named", "detail")


@cache
def _remark() -> re.Pattern[str]:
    return re.compile(lexicon("patterns")["remark"], re.VERBOSE)

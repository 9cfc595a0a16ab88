"""Peru's public holidays, from the `holidays` package."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

from peruopt.festive.rules import easter

_TONGUES = {"es": "es", "en": "en_US"}


@lru_cache(maxsize=8)
def holidays(year: int) -> dict[date, dict[str, str]]:
    """Return the names of each holiday of `year`, by tongue."""
    from holidays import country_holidays  # a tenth of a second that not every start needs

    found: dict[date, dict[str, str]] = {}
    for tongue, language in _TONGUES.items():
        for day, name in country_holidays("PE", years=year, language=language).items():
            found.setdefault(day, {})[tongue] = name
    # the package counts Easter Sunday; the sixteen holidays that the State publishes do not
    found.pop(easter(year), None)
    return found

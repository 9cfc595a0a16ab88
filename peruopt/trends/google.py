"""What Peru searches for today: Google's trending feed."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from peruopt.trends.feeds import entries
from peruopt.trends.trend import Trend

if TYPE_CHECKING:
    from peruopt.trends.fetching import Fetcher

URL = "https://trends.google.com/trending/rss?geo=PE"


@dataclass(frozen=True, slots=True)
class GoogleSource:
    """The searches that rose most, with how many there were."""

    fetcher: Fetcher
    url: str = URL
    name: str = "Google"

    async def trends(self, now: datetime) -> list[Trend]:
        """Return the searches of today; raise Refused when there are none to be had."""
        from peruopt.trends.fetching import FEEDS

        page = await self.fetcher.get(self.url, FEEDS)
        return [
            Trend(self.name, entry.title, now, entry.url, weight=_weight(entry.traffic))
            for entry in entries(page.content)
        ]


def _weight(traffic: str) -> float:
    """`200+` searches count as three headlines, `2000+` as four."""
    digits = re.sub(r"\D", "", traffic)[:9]
    return max(1.0, 1 + math.log10(int(digits) / 2)) if digits and int(digits) else 1.0

"""What Peru talks about on X: paid for by the topic, so off unless a token is given."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from datetime import datetime

import httpx

from peruopt.trends.cleaning import line
from peruopt.trends.refused import Refused
from peruopt.trends.trend import Trend

PERU = 23424919
"""Peru's Where-On-Earth id, which X still uses."""
MOST = 20
PRICE = 0.01
"""Dollars a topic, as docs.x.com listed it in 2026."""
_LARGEST = 200_000
_REASONS = {401: "token", 403: "token", 402: "unpaid", 429: "waiting"}


@dataclass(frozen=True, slots=True)
class XTrends:
    """The topics of a country, with how many posts there were in a day."""

    token: str = field(repr=False)
    url: str = "https://api.x.com"
    name: str = "X"
    seconds: float = 15.0

    async def trends(self, now: datetime) -> list[Trend]:
        """Return today's topics; raise Refused when they were not to be had."""
        address = f"{self.url}/2/trends/by/woeid/{PERU}"
        asked = {"max_trends": str(MOST), "trend.fields": "trend_name,tweet_count"}
        headers = {"Authorization": f"Bearer {self.token}"}
        try:
            async with (
                httpx.AsyncClient(trust_env=False, timeout=self.seconds) as client,
                client.stream("GET", address, params=asked, headers=headers) as response,
            ):
                if response.status_code != httpx.codes.OK:
                    raise Refused(_REASONS.get(response.status_code, "status"))
                content = b""
                async for part in response.aiter_bytes(65536):
                    content += part
                    if len(content) > _LARGEST:
                        raise Refused("big")
        except httpx.TimeoutException as error:
            raise Refused("slow") from error
        except httpx.HTTPError as error:
            raise Refused("unreachable") from error
        return _read(content, self.name, now)


def _read(content: bytes, name: str, now: datetime) -> list[Trend]:
    try:
        rows = json.loads(content)["data"]
        told = [(line(str(row["trend_name"])), row.get("tweet_count")) for row in rows[:MOST]]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Refused("broken") from error
    return [Trend(name, topic, now, weight=_weight(count)) for topic, count in told if topic]


def _weight(count: object) -> float:
    """A thousand posts count as three headlines, ten thousand as four."""
    if not isinstance(count, int) or isinstance(count, bool) or count < 1:
        return 1.0
    return max(1.0, math.log10(count))

"""X's trends, from a server of our own that can be told to misbehave."""

from __future__ import annotations

import json

import pytest
from aiohttp import web

from peruopt.trends.refused import Refused
from peruopt.trends.x_trends import MOST, PERU, PRICE, XTrends

PATH = f"/2/trends/by/woeid/{PERU}"
ODD = "<b>Pollo</b>\u202e a la brasa"
NAMES = [{"trend_name": "#Ceviche", "tweet_count": 10_000}, {"trend_name": "Congreso"}]
ANSWER = {"data": [*NAMES, {"trend_name": ODD}]}


def source(site) -> XTrends:
    return XTrends("secreto", site.url(""), seconds=1.0)


async def test_topics_come_with_how_much_was_said(site, clock):
    site.serve(PATH, json.dumps(ANSWER), "application/json")
    found = await source(site).trends(clock.now())
    assert [(t.topic, t.weight) for t in found] == [
        ("#Ceviche", 4.0), ("Congreso", 1.0), ("Pollo a la brasa", 1.0),
    ]  # fmt: skip
    (request,) = site.asked
    assert request.headers["Authorization"] == "Bearer secreto"
    assert request.query["max_trends"] == str(MOST)
    assert pytest.approx(0.2) == MOST * PRICE, "the cost that is told to people"
    assert "secreto" not in repr(source(site))


@pytest.mark.parametrize(
    ("status", "why"),
    [(401, "token"), (403, "token"), (402, "unpaid"), (429, "waiting"), (500, "status"),
     (302, "status")],
)  # fmt: skip
async def test_a_refusal_says_why(site, clock, status, why):
    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": "/elsewhere"})

    site.pages[PATH] = answer
    with pytest.raises(Refused, match=why):
        await source(site).trends(clock.now())
    assert len(site.asked) == 1, "a token follows no redirect"


@pytest.mark.parametrize(
    ("body", "why"),
    [("", "broken"), ("[]", "broken"), ('{"data": {}}', "broken"), ('{"data": [1]}', "broken"),
     ("[" * 90_000, "broken"), ("x" * 300_000, "big")],
)  # fmt: skip
async def test_nonsense_is_refused(site, clock, body, why):
    site.serve(PATH, body, "application/json")
    with pytest.raises(Refused, match=why):
        await source(site).trends(clock.now())


async def test_nobody_there(clock):
    with pytest.raises(Refused, match="unreachable"):
        await XTrends("t", "http://127.0.0.1:1").trends(clock.now())

"""The demo audience: what a post earns, by the rules in world.toml and seeded chance."""

from __future__ import annotations

import math
import random
import tomllib
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from peruopt.chat.intent import plain
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics

LIMA = ZoneInfo("America/Lima")
EPOCH = datetime(2024, 11, 1, tzinfo=LIMA)  # growth is counted from here
# Half of a post's reactions come within so many hours; the rest tails off over days.
HALF_LIFE = {Network.FACEBOOK: 1.7, Network.INSTAGRAM: 3.0}


@cache
def world() -> dict[str, Any]:
    """Return the planted truth."""
    return tomllib.loads((files("peruopt.demo") / "world.toml").read_text("utf-8"))


def effect(network: Network, at: datetime, text: str, media: Media) -> float:
    """Return the planted effect of hour, weekday, dish, media and season, in log units."""
    truth, local = world(), at.astimezone(LIMA)
    worth = hour_effect(network, local.weekday(), local.hour + local.minute / 60)
    worth += float(truth["media"].get(media, 0.0))
    said = plain(text)
    worth += next((v for dish, v in truth["dishes"].items() if plain(dish) in said), 0.0)
    for season in truth["seasons"]:
        if tuple(season["from"]) <= (local.month, local.day) <= tuple(season["to"]):
            worth += float(season["worth"])
    return worth


def hour_effect(network: Network, weekday: int, hour: float) -> float:
    """Return what an hour of the week is worth, in log units."""
    truth = world()
    points = sorted((int(h), float(v)) for h, v in truth["hours"][network].items())
    points.append((24, points[0][1]))
    worth = next(
        a + (b - a) * (hour - x) / (y - x) for (x, a), (y, b) in pairwise(points) if x <= hour <= y
    )
    together = truth["together"][network]
    if weekday == together["weekday"] and together["from"] <= hour < together["to"] + 1:
        worth += float(together["worth"])
    return worth + float(truth["weekdays"][network][weekday])


def final(network: Network, at: datetime, text: str, media: Media, seed: str) -> Metrics:
    """Return what a post has earned when all is counted; the same seed gives the same."""
    truth = world()
    house, chance = truth["network"][network], random.Random(f"{truth['seed']}:{seed}")  # noqa: S311 — a demo's dice
    years = (at - EPOCH) / timedelta(days=365)
    log = math.log(house["usual"]) + truth["growth"] * years
    log += effect(network, at, text, media) + chance.gauss(0, truth["noise"])
    total = math.exp(log)
    likes, comments, shares = (
        round(total * part * math.exp(chance.gauss(0, 0.15))) for part in house["parts"]
    )
    seen = (likes + comments + shares) * house["seen"] * math.exp(chance.gauss(0, 0.25))
    return Metrics(likes=likes, comments=comments, shares=shares, reach=round(seen) + 20)


def grown(metrics: Metrics, network: Network, age: timedelta) -> Metrics:
    """Return how much of the final counts a post of that age has."""
    hours = max(age / timedelta(hours=1), 0.0)
    # a stretched exponential: half at the half-life, 99 % within three days
    share = 1 - 0.5 ** ((hours / HALF_LIFE.get(network, 2.0)) ** 0.6)
    part = {
        name: round(value * share)
        for name in ("likes", "comments", "shares", "reach")
        if (value := getattr(metrics, name)) is not None
    }
    return replace(metrics, **part)

"""Two years of posts that the demo house has made, with what they earned."""

from __future__ import annotations

import random
import tomllib
from datetime import datetime, time, timedelta
from importlib.resources import files
from typing import Any

from peruopt.demo.audience import LIMA, final, world
from peruopt.restaurant import Network
from peruopt.results import Media, PastPost
from peruopt.rules.letters import capital_first

YEARS = 2
MATURE = timedelta(days=1)  # nothing reads the counts of imported posts again, so they are final
ACCOUNTS = {Network.FACEBOOK: "Cevichería La Caleta", Network.INSTAGRAM: "lacaleta.pe"}
MEDIA = (
    (Media.PHOTO, 62),
    (Media.ALBUM, 12),
    (Media.VIDEO, 10),
    (Media.REEL, 12),
    (Media.TEXT, 4),
)


def history(now: datetime) -> list[PastPost]:
    """Return the posts of the two years before `now`, oldest first; the same every time."""
    chance = random.Random(world()["seed"])  # noqa: S311 — a demo's dice
    phrases = tomllib.loads((files("peruopt.demo") / "phrases.toml").read_text("utf-8"))
    today = now.astimezone(LIMA).date()
    made: list[PastPost] = []
    for network in ACCOUNTS:
        rate = world()["network"][network]["posts_a_week"] / 7
        for back in range(365 * YEARS, -1, -1):
            day = today - timedelta(days=back)
            weights = world()["habit"]["weekdays"]
            if chance.random() > rate * weights[day.weekday()] * 7 / sum(weights):
                continue
            at = datetime.combine(day, _hour(chance), LIMA)
            post = _post(network, at, chance, phrases)
            if at < now - MATURE:
                made.append(post)
    return sorted(made, key=lambda post: post.published_at)


def _hour(chance: random.Random) -> time:
    habit = world()["habit"]["hours"]
    (hour,) = chance.choices([int(h) for h in habit], weights=list(habit.values()))
    return time(hour, chance.randrange(60))


def _post(
    network: Network,
    at: datetime,
    chance: random.Random,
    phrases: dict[str, Any],
) -> PastPost:
    (media,) = chance.choices([m for m, _ in MEDIA], weights=[w for _, w in MEDIA])
    if network is Network.FACEBOOK and media is Media.REEL:
        media = Media.VIDEO
    text = _text(chance, phrases, hashtags=network is Network.INSTAGRAM)
    key = f"{network}-{at:%Y%m%d%H%M}"
    earned = final(network, at, text, media, key)
    return PastPost(network, ACCOUNTS[network], key, at, text, media, earned)


def _text(chance: random.Random, phrases: dict[str, Any], *, hashtags: bool) -> str:
    dish, told = chance.choice(list(phrases["dishes"].items()))
    named = f"{told['article']} {dish}"
    opening = chance.choice(phrases["openings"])
    spoken = opening.format(dish=named, bare=dish, Dish=capital_first(named))
    parts = (spoken, chance.choice([*told["lines"], ""]), chance.choice(phrases["closings"]))
    words = " ".join(part for part in parts if part)
    if not hashtags:
        return words
    return f"{words}\n\n{' '.join(chance.sample(phrases['hashtags'], chance.randint(2, 5)))}"

"""/resumen: a period in numbers and a chart, against the one before; /resumen platos."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

from peruopt.album import Album
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Picture, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.reasons import Reason, reasons
from peruopt.restaurant import Network
from peruopt.results import PastPost
from peruopt.summary import (
    MATURE,
    Judged,
    Period,
    Summary,
    latest,
    summarise,
)
from peruopt.summarycard import alt, dates, lines
from peruopt.work import knowing
from peruopt.work.commenting import mood_between
from peruopt.work.leading import leading
from peruopt.work.tastecard import liked
from peruopt.work.tasting import compares_dishes

DEFAULT, LONGEST = 7, 365
DISHES = frozenset({"platos", "plato", "dishes", "dish"})
MOST = 1000
"""Posts among which reasons are looked for: enough, and never a whole history."""
SPANS = {"semana": 7, "week": 7, "mes": 30, "month": 30, "año": 365, "year": 365}
DAYS = re.compile(r"(\d{1,3})(?:d|días|dias|days)?")
DRAWN = Album()
FILLERS = {"de", "del", "la", "el", "esta", "este", "días", "dias", "days", "en", "this", "the"}


@dataclass(frozen=True, slots=True)
class Read:
    """What one transaction found."""

    period: Period
    posts: list[PastPost]
    before: list[PastPost]
    base: list[PastPost]
    known: list[PastPost]
    """What reasons are looked for in: more than what says what is usual now."""
    networks: list[Network]
    """Networks with posts, whether they were asked for or not."""
    mood: str
    """How the guests who commented feel; nothing where nobody did."""


@register.command("resumen", alias="stats", topic="summary")
async def summary(ask: Ask) -> Reply:
    """Answer with the period's numbers, its best and worst post and a chart."""
    asked, network, dishes = _wanted(ask)
    if dishes:
        return await liked(ask, asked, network)
    days = asked or DEFAULT
    read = await asyncio.to_thread(_read, ask, days, network)
    if read is None:
        if network:
            name = ask.words(f"network.{network}")
            return Reply(ask.words("summary.nothing_network", network=name))
        return Reply(ask.words("summary.nothing"))
    return await asyncio.to_thread(_card, ask, read, days, network)


def _wanted(ask: Ask) -> tuple[int | None, Network | None, bool]:
    """Return the days and the network that were asked for, and whether dishes were."""
    days, network, dishes = None, None, False
    for word in ask.text.lower().split():
        if word in DISHES:
            dishes = True
        elif found := DAYS.fullmatch(word):
            days = min(max(int(found[1]), 1), LONGEST)
        elif word in SPANS:
            days = SPANS[word]
        elif named := knowing.network_named(word):
            network = named
        elif word not in FILLERS:
            raise UserError("summary.bad", word=word[:40])
    return days, network, dishes


def _read(ask: Ask, days: int, network: Network | None) -> Read | None:
    now = ask.services.now()
    with ask.services.work(ask.restaurant.id or 0) as w:
        newest = w.posts.history(network=network, until=now, newest=1)
        if not newest:
            return None
        period = latest(newest[0].published_at, days, now, ask.restaurant.zone)
        before, start = period.before, period.start
        networks = sorted({c.network for c in w.channels.all()})
        return Read(
            period,
            w.posts.history(network=network, since=start, until=period.end),
            w.posts.history(network=network, since=before.start, until=start),
            leading(w, start, network),
            w.posts.history(network=network, until=period.end, newest=MOST),
            [n for n in networks if w.posts.history(network=n, newest=1)],
            mood_between(w, period.start, period.end, ask.words),
        )


def _card(ask: Ask, read: Read, days: int, network: Network | None) -> Reply:
    words, now = ask.words, ask.services.now()
    found = summarise(read.period, read.posts, read.before, read.base, now)
    known = list({(p.network, p.account, p.external_id): p for p in read.known}.values())

    def why(judged: Judged | None, *, good: bool) -> list[Reason]:
        if judged is None:
            return []
        return reasons(judged.post, known, ask.restaurant.zone, now - MATURE, good=good)

    span = dates(read.period, words) if read.period.past else words("summary.days", n=days)
    name = words(f"network.{network}") if network else ""
    told = lines(
        found,
        words,
        now,
        best=why(found.best, good=True),
        worst=why(found.worst, good=False),
    )
    return Reply(
        "\n\n".join(part for part in (told, read.mood) if part),
        title=words(
            "summary.title_network" if network else "summary.title", network=name, days=span
        ),
        picture=_picture(found, words),
        buttons=_buttons(read, days, network, words),
    )


def _picture(found: Summary, words: Words) -> Picture:
    from peruopt import charts

    panels = [
        charts.Panel(
            words("summary.chart_panel", network=words(f"network.{network}"), n=now.posts),
            [j for j in found.judged if j.post.network is network],
            charts.band([p for p in found.roots if p.network is network]),
        )
        for network, (now, _, _) in found.networks.items()
        if now.posts
    ]
    panels.sort(key=lambda panel: -len(panel.posts))
    headline, period = dates(found.period, words), found.period
    days = [words.local(at).date() for at in (period.start, period.end)]
    png = DRAWN.picture(
        (words.locale, words.timezone, days, period.past, headline, panels),
        lambda: charts.draw(period, panels, words, headline=headline),
    )
    shown = panels[: charts.PANELS]
    return Picture(png, alt(found.period, shown, words), f"{words('summary.file')}.png")


def _buttons(
    read: Read, days: int, network: Network | None, words: Words
) -> tuple[tuple[Button, ...], ...]:
    also = (network.value,) if network else ()
    spans = tuple(
        Button(words(f"summary.button_{n}d"), Action("resumen", (f"{n}d", *also)))
        for n in (7, 30)
        if n != days
    )
    others = [n for n in read.networks if n is not network] if len(read.networks) > 1 else []
    named = [
        Button(words(f"network.{n}"), Action("resumen", (f"{days}d", n.value))) for n in others
    ]
    if network and others:
        named.append(Button(words("summary.button_all"), Action("resumen", (f"{days}d",))))
    last = [
        Button(words("summary.button_hours"), Action("horas", also)),
        Button(words("summary.button_published"), Action("publicadas")),
    ]
    if compares_dishes(read.known):
        last.append(Button(words("summary.button_dishes"), Action("resumen", ("platos", *also))))
    return tuple(row for row in (spans, tuple(named), tuple(last)) if row)

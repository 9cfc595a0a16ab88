"""`/calendario`: what goes out in the coming fortnight, by day."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Picture, Reply, Tone
from peruopt.chat.words import Words
from peruopt.festive.occasion import Occasion
from peruopt.post import Post, State
from peruopt.rules.letters import capital_first
from peruopt.store import UnitOfWork
from peruopt.work.deciding import OPEN
from peruopt.work.planning import between
from peruopt.work.turning import copied, excerpt

AHEAD = timedelta(days=14)
FAR = timedelta(days=800)
"""Beyond it nothing can be scheduled."""
NAMED = 3
"""Of what is further away than a fortnight, so many dates are said."""
SHOWN = 8
"""Entries with buttons; the others say their number."""


@dataclass(frozen=True, slots=True)
class Outing:
    """A draft's posts that go out at the same moment."""

    at: datetime
    posts: tuple[Post, ...]
    whole: bool
    """Whether these are all of the draft's posts that can still change."""


@register.command("calendario", alias="calendar", topic="calendar")
async def calendar(ask: Ask) -> Reply:
    """List it with a picture, and buttons to move and cancel."""
    words, now = ask.words, ask.services.now()
    outings, later, waiting, feasts = await asyncio.to_thread(_read, ask, now)
    named = _named(feasts, words, words.local(now).date())
    if not outings:
        write = Button(words("start.write"), Action("redactar"), Tone.PRIMARY)
        pending = Button(words("calendar.pending", n=waiting), Action("pendientes"))
        row = (pending, write) if waiting else (write,)
        lines = [
            f"{capital_first(words.long_day(d))} · {', '.join(named[d])}" for d in sorted(named)
        ]
        lines += _later(later, words, now)
        text = "\n".join([words("calendar.none"), *([""] if lines else []), *lines])
        return Reply(text, title=words("calendar.title"), buttons=(row,))
    by_day = {
        day: list(group)
        for day, group in groupby(outings, lambda outing: words.local(outing.at).date())
    }
    lines = []
    for day in sorted({*by_day, *named}):
        lines.append(f"\n{capital_first(words.long_day(day))}")
        lines += [words("ideas.marked", name=name) for name in named.get(day, ())]
        lines += [_line(outing, words) for outing in by_day.get(day, ())]
    lines += _later(later, words, now)
    shown = [_buttons(outing, words) for outing in outings]
    rows = tuple([row for row in shown if row][:SHOWN])
    if sum(map(bool, shown)) > SHOWN:
        lines.append("\n" + words("calendar.more"))
    if waiting:
        pending = Button(words("calendar.pending", n=waiting), Action("pendientes"))
        rows = (*rows, (pending,))
    text = "\n".join(lines).strip()
    picture = await asyncio.to_thread(_picture, ask, outings, set(named), now)
    return Reply(text, title=words("calendar.title"), buttons=rows, picture=picture)


def _read(ask: Ask, now: datetime) -> tuple[list[Outing], list[Outing], int, list[Occasion]]:
    with ask.services.work(ask.person.restaurant_id) as w:
        posts = [copied(p) for p in w.posts.going_out(now - timedelta(hours=1), now + AHEAD)]
        drafts = {p.draft_id for p in w.posts.in_states(State.PROPOSED)}
        far = [copied(post) for post in w.posts.going_out(now + AHEAD, now + FAR)]
        later = _outings(w, far)
        return _outings(w, posts), later, len(drafts), between(w, now, AHEAD - timedelta(days=1))


def _later(outings: list[Outing], words: Words, now: datetime) -> list[str]:
    """Say what the fortnight does not show."""
    if not outings:
        return []
    dates = [words.dated_day(outing.at, now) for outing in outings[:NAMED]]
    named = ", ".join(dict.fromkeys(dates)) + ("…" if len(outings) > NAMED else "")
    return ["\n" + words("calendar.later", n=len(outings), days=named)]


def _named(feasts: list[Occasion], words: Words, first: date) -> dict[date, list[str]]:
    """Return what is celebrated on each day of the fortnight."""
    found: dict[date, list[str]] = {}
    for feast in feasts:
        for number in range((feast.ends - feast.starts).days + 1):
            day = feast.starts + timedelta(days=number)
            found.setdefault(day, []).append(feast.name(words.locale))
    return {day: names for day, names in found.items() if first <= day < first + AHEAD}


def _outings(w: UnitOfWork, posts: list[Post]) -> list[Outing]:
    def key(post: Post) -> tuple[datetime, int]:
        assert post.due_at is not None
        return post.due_at, post.draft_id or 0

    # in order of number, so that two who lock the same posts never wait for each other
    drafts = sorted({post.draft_id for post in posts if post.draft_id})
    can = {n: sum(p.state in OPEN for p in w.posts.of_draft(n)) for n in drafts}
    found: list[Outing] = []
    for (at, draft_id), group in groupby(sorted(posts, key=key), key):
        same = tuple(group)
        found.append(Outing(at, same, whole=can.get(draft_id) == len(same) > 1))
    return found


def _line(outing: Outing, words: Words) -> str:
    post = outing.posts[0]
    where = " + ".join(words(f"network.{p.network}") for p in outing.posts)
    sign = "🚀 " if post.state is State.PUBLISHING else ""
    number = str(post.draft_id or post.id)
    told = words("calendar.line", hour=words.hour(outing.at), where=where, id=number)
    return f"{sign}{told}\n{excerpt(post.text)}"


def _buttons(outing: Outing, words: Words) -> tuple[Button, ...]:
    post = outing.posts[0]
    if post.state is not State.SCHEDULED:
        return ()
    at = words.when(outing.at)
    which: tuple[str, ...]
    if outing.whole:
        move, cancel, which = "otrahora", "descartar", (str(post.draft_id),)
    else:
        move, cancel, which = "mover", "cancelar", (str(post.draft_id), post.network.value)
        at += f" · {words(f'network.{post.network}')}"
    return (
        Button(words("calendar.move", at=at), Action(move, which)),
        Button(words("calendar.cancel", at=at), Action(cancel, which), Tone.DANGER),
    )


def _picture(ask: Ask, outings: list[Outing], feasts: set[date], now: datetime) -> Picture:
    from peruopt import fortnight

    words = ask.words
    marks = [(outing.at, tuple(p.network for p in outing.posts)) for outing in outings]
    png = fortnight.draw(marks, words, now, title=words("calendar.title"), feasts=feasts)
    alt = words("calendar.alt", n=len(outings), first=words.when(outings[0].at))
    return Picture(png, alt, f"{words('calendar.file')}.png")

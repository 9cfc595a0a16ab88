"""/publicadas: what went out lately, with its results against what was forecast."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.post import Post
from peruopt.results import PastPost
from peruopt.seen import boxed
from peruopt.summary import MATURE, Usual, told
from peruopt.work.leading import leading
from peruopt.work.turning import link

SIZE = 5
LOOKED = 30
"""Newest posts over which the forecasts are counted up."""
DEEPEST = 2000
EXCERPT = 140
FAR = 2.0
"""So many times beyond the end of its interval, a result is far from what was forecast."""
FAR_OFF = 4.0
"""The same for posts without a forecast, in times their account's usual."""


@dataclass(frozen=True, slots=True)
class Page:
    """Some posts, newest first, and what came before them."""

    number: int
    posts: list[PastPost]
    ours: dict[int | None, Post]
    usual: Usual
    recent: list[PastPost]
    more: bool


@register.command("publicadas", alias="published", topic="published")
async def published(ask: Ask) -> Reply:
    """Answer with one page of posts."""
    word = ask.text.strip()
    if word and not (word.isdecimal() and 1 <= int(word) <= DEEPEST):
        raise UserError("published.bad", word=word[:40], most=DEEPEST)
    page = await asyncio.to_thread(_read, ask, int(word or 1))
    if not page.posts:
        return Reply(ask.words("published.nothing" if page.number == 1 else "published.end"))
    now, words = ask.services.now(), ask.words
    cards = [_card(post, page, now, words) for post in page.posts]
    if any(post.id not in page.ours for post in page.posts):
        cards.append(words("summary.usual_is"))
    if page.number == 1 and (record := _record(page, now, words)):
        cards.append(record)
    return Reply("\n\n".join(cards), title=_title(page, words), buttons=_buttons(page, words))


def _read(ask: Ask, number: int) -> Page:
    now = ask.services.now()
    with ask.services.work(ask.restaurant.id or 0) as w:
        shown = number * SIZE
        window = w.posts.history(until=now, newest=max(shown + 1, LOOKED), unseen=True)
        newest_first = window[::-1]
        posts = newest_first[shown - SIZE : shown]
        recent = newest_first[:LOOKED] if number == 1 else []
        ids = {p.id for p in (*posts, *recent) if p.id}
        every: dict[int | None, Post] = {key: w.posts.get(key) for key in sorted(ids)}
        ours = {key: post for key, post in every.items() if not post.imported}
        earlier = leading(w, posts[-1].published_at) if posts else []
        return Page(number, posts, ours, Usual([*earlier, *posts]), recent, len(window) > shown)


def _card(post: PastPost, page: Page, now: datetime, words: Words) -> str:
    text = " ".join(post.text.split()) or words("summary.no_text")
    text = text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
    head = f"{words.dated(post.published_at, now)} · {words(f'network.{post.network}')}"
    head += f" · {words('published.boxed')}" if boxed(post) else ""
    quoted = words("published.quote", text=text)
    lines = [head, quoted, _result(post, page, now, words), link(post)]
    return "\n".join(line for line in lines if line)


def _result(post: PastPost, page: Page, now: datetime, words: Words) -> str:
    if not told(post.metrics):
        return words("published.unknown")
    count, age = post.metrics.interactions, now - post.published_at
    mine = page.ours.get(post.id)
    forecast = ""
    if mine and mine.expected is not None and mine.low is not None and mine.high is not None:
        span = {"expected": mine.expected, "low": mine.low, "high": mine.high}
        kind = _verdict(mine, count)
        if age < MATURE:  # what is still gathering can only be above already
            kind = f"already_{kind}" if kind in ("above", "far_above") else "waiting"
        forecast = words(f"published.{kind}", **span)
    elif age >= MATURE:
        forecast = _against_usual(post, page, now, words)
    young = words("published.young", n=max(int(age.total_seconds() // 3600), 0))
    parts = [words("published.count", n=count), young if age < MATURE else "", forecast]
    return " · ".join(part for part in parts if part)


def _verdict(mine: Post, count: int) -> str:
    assert mine.low is not None
    assert mine.high is not None
    # counts are whole: an interval that ends at 80.4 holds 80
    if round(mine.low) <= count <= round(mine.high):
        return "hit"
    if count > mine.high:
        return "far_above" if count > FAR * mine.high else "above"
    return "far_below" if FAR * count < mine.low else "below"


def _against_usual(post: PastPost, page: Page, now: datetime, words: Words) -> str:
    judged = page.usual.judge(post, now)
    ratio = judged.ratio
    if ratio is None:
        return ""
    lift = words.percent(ratio - 1, signed=True)
    kind = (
        "usual_far" if ratio >= FAR_OFF else "usual_far_under" if ratio * FAR_OFF <= 1 else "usual"
    )
    return words(f"published.{kind}", lift=lift, usual=judged.usual, times=words.number(ratio))


def _record(page: Page, now: datetime, words: Words) -> str:
    """Return how often the latest forecasts held, which ought to be nine times in ten."""
    verdicts = [
        _verdict(mine, post.metrics.interactions)
        for post in page.recent
        if (mine := page.ours.get(post.id))
        and mine.low is not None
        and mine.high is not None
        and told(post.metrics)
        and now - post.published_at >= MATURE
    ]
    hits = verdicts.count("hit")
    return words("published.record", n=len(verdicts), hits=hits) if verdicts else ""


def _title(page: Page, words: Words) -> str:
    first = page.number == 1
    return words("published.title" if first else "published.title_page", page=page.number)


def _buttons(page: Page, words: Words) -> tuple[tuple[Button, ...], ...]:
    newer = Button(words("published.newer"), Action("publicadas", (str(page.number - 1),)))
    older = Button(words("published.older"), Action("publicadas", (str(page.number + 1),)))
    turn = (*((newer,) if page.number > 1 else ()), *((older,) if page.more else ()))
    last = (
        Button(words("published.summary"), Action("resumen")),
        Button(words("published.hits"), Action("aciertos")),
    )
    return tuple(row for row in (turn, last) if row)

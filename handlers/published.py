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
from peruopt.summary import MATURE, USUAL_POSTS, told, usuals
from peruopt.work.turning import link

SIZE = 5
LOOKED = 30
"""Newest posts over which the forecasts are counted up."""
DEEPEST = 2000
EXCERPT = 140


@dataclass(frozen=True, slots=True)
class Page:
    """Some posts, newest first, and what came before them."""

    number: int
    posts: list[PastPost]
    ours: dict[int | None, Post]
    earlier: list[PastPost]
    """Oldest first; says what was usual."""
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
    if page.number == 1 and (record := _record(page, now, words)):
        cards.append(record)
    return Reply("\n\n".join(cards), title=_title(page, words), buttons=_buttons(page, words))


def _read(ask: Ask, number: int) -> Page:
    now = ask.services.now()
    with ask.services.work(ask.restaurant.id or 0) as w:
        shown = number * SIZE
        window = w.posts.history(until=now, newest=shown + USUAL_POSTS * 3)
        newest_first = window[::-1]
        posts = newest_first[shown - SIZE : shown]
        recent = newest_first[:LOOKED] if number == 1 else []
        ids = {p.id for p in (*posts, *recent) if p.id}
        every: dict[int | None, Post] = {key: w.posts.get(key) for key in sorted(ids)}
        ours = {key: post for key, post in every.items() if not post.imported}
        return Page(number, posts, ours, window, recent, len(window) > shown)


def _card(post: PastPost, page: Page, now: datetime, words: Words) -> str:
    text = " ".join(post.text.split()) or words("summary.no_text")
    text = text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…"
    head = f"{words.when(post.published_at)} · {words(f'network.{post.network}')}"
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
        kind = "waiting" if age < MATURE else _verdict(mine, count)
        forecast = words(f"published.{kind}", **span)
    elif age >= MATURE:
        forecast = _against_usual(post, page, words)
    young = words("published.young", n=max(int(age.total_seconds() // 3600), 0))
    parts = [words("published.count", n=count), young if age < MATURE else "", forecast]
    return " · ".join(part for part in parts if part)


def _verdict(mine: Post, count: int) -> str:
    assert mine.low is not None
    assert mine.high is not None
    # counts are whole: an interval that ends at 80.4 holds 80
    return (
        "hit"
        if round(mine.low) <= count <= round(mine.high)
        else ("above" if count > mine.high else "below")
    )


def _against_usual(post: PastPost, page: Page, words: Words) -> str:
    known = [
        p
        for p in page.earlier
        if (p.network, p.account) == (post.network, post.account)
        and p.published_at <= post.published_at - MATURE
    ]
    usual = usuals(known[-USUAL_POSTS:], post.published_at).get((post.network, post.account))
    if usual is None:
        return ""
    lift = (post.metrics.interactions + 1) / (usual + 1) - 1
    return words("published.usual", lift=words.percent(lift, signed=True), usual=usual)


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
    summary = Button(words("published.summary"), Action("resumen"))
    return tuple(row for row in (turn, (summary,)) if row)

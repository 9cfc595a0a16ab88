"""`/aciertos`: what was forecast against what came, and whether recommended hours are proven."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Picture, Reply
from peruopt.hitcard import alt, lines
from peruopt.hits import Hits, measure, next_result, outcomes, proof_by
from peruopt.post import State

LOOKED = 500
"""Newest posts of ours that are looked at."""
PACE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Look:
    """What one transaction found, added up."""

    hits: Hits
    after: datetime | None
    by: datetime | None
    share: float


@register.command("aciertos", alias="hits", topic="hits")
async def answer(ask: Ask) -> Reply:
    """Answer with hit rate, mean error, what hours brought, and a picture of it."""
    look = await asyncio.to_thread(_look, ask)
    words = ask.words
    picture = None
    if look.hits.judged:
        picture = await asyncio.to_thread(_picture, ask, look.hits)
    buttons = (
        Button(words("hits.button_published"), Action("publicadas")),
        Button(words("hits.button_model"), Action("modelo")),
    )
    return Reply(
        lines(look.hits, words, after=look.after, by=look.by, share=look.share),
        title=words("hits.title"),
        picture=picture,
        buttons=(buttons,),
    )


def _look(ask: Ask) -> Look:
    now = ask.services.now()
    with ask.services.work(ask.person.restaurant_id) as w:
        share = w.restaurant.explore_share
        out = w.posts.in_states(State.PUBLISHED, limit=LOOKED, latest=True)
        coming = w.posts.in_states(State.SCHEDULED, State.PUBLISHING)
        ours = {post.id: post.model_copy() for post in out}
        begun = min((p.published_at for p in out if p.published_at), default=now)
        past = w.posts.history(since=begun, until=now) if out else []
        after = next_result([*out, *coming], now)
    hits = measure(outcomes(past, ours, now))
    recent = sum(1 for p in ours.values() if p.published_at and now - p.published_at <= PACE)
    days = max(1.0, min(PACE, now - begun) / timedelta(days=1))
    return Look(hits, after, proof_by(hits.drawn[1], recent / days, share, now), share)


def _picture(ask: Ask, hits: Hits) -> Picture:
    from peruopt.hitchart import draw

    png = draw(hits, ask.words, name=ask.restaurant.name)
    return Picture(png, alt(hits, ask.words), f"{ask.words('hits.file')}.png")

"""`/aciertos`: what was forecast against what came, and whether recommended hours are proven."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Picture, Reply
from peruopt.hitcard import alt, lines
from peruopt.hits import Hits, next_result, proof_by
from peruopt.modelread import read
from peruopt.post import State
from peruopt.seen import seen
from peruopt.work.holding import NEWEST, hits

PACE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Look:
    """What one transaction found, added up."""

    hits: Hits
    after: datetime | None
    by: datetime | None
    share: float
    tried: float | None


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
        lines(look.hits, words, after=look.after, by=look.by, share=look.share, tried=look.tried),
        title=words("hits.title"),
        picture=picture,
        buttons=(buttons,),
    )


def _look(ask: Ask) -> Look:
    now = ask.services.now()
    with ask.services.work(ask.person.restaurant_id) as w:
        share = w.restaurant.explore_share
        found = hits(w, now)
        published = w.posts.in_states(State.PUBLISHED, limit=NEWEST, latest=True)
        out = [post for post in published if seen(post, w.restaurant)]
        coming = w.posts.in_states(State.SCHEDULED, State.PUBLISHING)
        after = next_result([*out, *coming], now)
        serving = w.models.serving()
        went = [p.published_at for p in out if p.published_at]
    tried = read(serving).coverage if serving else None
    days = max(1.0, min(PACE, now - min(went, default=now)) / timedelta(days=1))
    pace = sum(now - at <= PACE for at in went) / days
    return Look(found, after, proof_by(found.drawn[1], pace, share, now), share, tried)


def _picture(ask: Ask, hits: Hits) -> Picture:
    from peruopt.hitchart import draw

    png = draw(hits, ask.words, name=ask.restaurant.name)
    return Picture(png, alt(hits, ask.words), f"{ask.words('hits.file')}.png")

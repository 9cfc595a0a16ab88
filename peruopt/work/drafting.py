"""From an idea or a photo to three drafts: written, judged, ranked and kept with their posts."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.ports import Brief, Candidate, Services, Writing
from peruopt.post import Draft, Post
from peruopt.recommending import Forecast
from peruopt.restaurant import Channel, Person, Role
from peruopt.rules.networks import LIMITS
from peruopt.spoken.aiming import aim_in
from peruopt.store import Entry, UnitOfWork
from peruopt.work.albums import show_in
from peruopt.work.approving import judge
from peruopt.work.briefs import brief as filled
from peruopt.work.desk import Desk, desk, gain, key, summed
from peruopt.work.settling import name_of
from peruopt.work.wording import adapted
from peruopt.writers.ranking import pick

COUNT, OVER = 3, 9
"""Drafts shown, and candidates written to choose them from."""
LONGEST_IDEA = 1000
HEAVIEST_PHOTO = 4 << 20


@dataclass(frozen=True, slots=True)
class Idea:
    """What a person wants posted."""

    text: str = ""
    pictures: tuple[str, ...] = ()
    """Keys of the photos, in their order."""

    @property
    def picture(self) -> str | None:
        """Return the key of the first."""
        return next(iter(self.pictures), None)


@dataclass(frozen=True, slots=True)
class Drafted:
    """What came of an idea: numbers of drafts, the most promising last."""

    ids: list[int]
    note: str = ""
    """Key of a sentence about the writing."""


async def propose(services: Services, person: Person, idea: Idea, count: int = COUNT) -> Drafted:
    """Write `count` drafts for the idea, one post per publishing channel each."""
    person.require(Role.EDITOR)
    measured(idea.text)
    read, asked = await asyncio.to_thread(_gather, services, person.restaurant_id, idea)
    if not read.channels:
        raise UserError("draft.nowhere")
    if idea.picture:
        photo = await asyncio.to_thread(_photo, services, idea.picture)
        asked = replace(asked, picture=photo)
    writing = await services.writer.write(asked, OVER)
    if not writing.candidates:
        raise UserError("draft.nothing")
    ids = await asyncio.to_thread(_choose, services, person, idea, read, asked, writing, count)
    return Drafted(ids, writing.note)


def measured(text: str) -> str:
    """Return an idea that can be written about; raise UserError for one that is too long."""
    if len(text) > LONGEST_IDEA:
        raise UserError("draft.long", n=len(text), limit=LONGEST_IDEA)
    return text


def _photo(services: Services, key: str) -> bytes | None:
    """Return the photo for a model that can see; without it, the words have to do."""
    try:
        content = services.pictures.get(key)
    except (OSError, UserError):
        return None
    return content if len(content) <= HEAVIEST_PHOTO else None


def _gather(services: Services, restaurant_id: int, idea: Idea) -> tuple[Desk, Brief]:
    with services.work(restaurant_id) as w:
        read = desk(w, services.now(), pictured=idea.picture is not None)
        return read, filled(w, read, idea.text, idea.picture)


def _choose(
    services: Services,
    person: Person,
    idea: Idea,
    read: Desk,
    asked: Brief,
    writing: Writing,
    count: int,
) -> list[int]:
    """Judge the candidates at the best hour, keep the best that differ, the very best last."""
    aim = aim_in(idea.text, read.now, read.house.zone)
    hours = read.offer(services.recommender, aim).slots
    at = hours[0].starts_at if hours else read.now
    drafts = [_draft(c, idea, asked, person, read) for c in writing.candidates]
    posts = [_posts(draft, read.channels) for draft in drafts]
    judged = read.compare(services.recommender, posts, at)
    silent = {
        key(channel)
        for channel in read.channels
        if LIMITS[channel.network].needs_picture and not idea.picture
    }
    told = [_promised(forecasts, silent) for forecasts in judged]
    known = [forecast for forecast in told if forecast]
    compared = known if len(known) == len(told) else []
    chosen = pick(writing.candidates, compared, asked.recent, count)
    if not chosen:
        raise UserError("draft.nothing")
    order = [writing.candidates.index(candidate) for candidate in reversed(chosen)]
    if compared:
        order.sort(key=lambda index: gain(compared[index].expected, compared[index].usual))
    with services.work(person.restaurant_id) as w:
        ids = [_keep(w, drafts[index], read.channels, judged[index]) for index in order]
        cost = f"{writing.writer} {writing.tokens_in}+{writing.tokens_out} tokens"
        detail = f"{cost}, {writing.cost_usd:.6f} USD"
        about = f"draft:{ids[-1]}"
        w.audit.add(Entry(read.now, person.called, "draft.proposed", about, detail))
    return ids


def _promised(forecasts: dict[int, Forecast], silent: set[int]) -> Forecast | None:
    """Return what the card will promise: networks that wait for a picture promise nothing."""
    heard = [told for channel, told in forecasts.items() if channel not in silent]
    return summed(heard or list(forecasts.values()))


def _draft(candidate: Candidate, idea: Idea, asked: Brief, person: Person, read: Desk) -> Draft:
    words = Words(asked.locale, read.house.timezone)
    about = asked.about or name_of(read.house)
    alt = words("draft.alt", about=about) if about else words("draft.alt_plain")
    return Draft(
        restaurant_id=person.restaurant_id,
        brief=idea.text,
        dish=asked.about,
        text=candidate.text,
        hashtags=" ".join(candidate.hashtags),
        picture=idea.picture,
        more=" ".join(idea.pictures[1:]),
        alt=alt if idea.picture else "",
        writer=candidate.writer,
        why=candidate.why,
        author=person.called,
        author_id=person.oneself or None,
        locale=asked.locale,
        created_at=read.now,
    )


def _posts(draft: Draft, channels: Sequence[Channel]) -> list[Post]:
    posts = [
        Post(
            restaurant_id=draft.restaurant_id,
            channel_id=channel.id or 0,
            draft_id=draft.id,
            network=channel.network,
            text=adapted(draft, channel.network),
        )
        for channel in channels
    ]
    for post in posts if draft.picture else ():
        show_in(post, draft.album, draft.alt)
    return posts


def _keep(
    w: UnitOfWork,
    draft: Draft,
    channels: Sequence[Channel],
    judged: dict[int, Forecast],
) -> int:
    kept = w.drafts.add(draft)
    assert kept.id is not None
    for post in _posts(kept, channels):
        judge(post, judged.get(post.channel_id))
        w.posts.add(post)
    return kept.id


async def another(services: Services, person: Person, draft_id: int) -> Drafted:
    """Write one more draft for the brief of this one."""

    def brief_of() -> Idea:
        with services.work(person.restaurant_id) as w:
            draft = w.drafts.get(draft_id)
            return Idea(draft.brief, draft.album)

    return await propose(services, person, await asyncio.to_thread(brief_of), 1)

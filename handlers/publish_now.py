"""`/publicar 12`: out at once, after a second press."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from peruopt.cards import networks
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.post import Draft, Post
from peruopt.restaurant import Role
from peruopt.spoken.clashing import other_day
from peruopt.work.answering import card, numbered
from peruopt.work.approving import Choice, approve
from peruopt.work.deciding import OPEN, blocks, decided
from peruopt.work.hourtalk import said
from peruopt.work.pictures import size_of
from peruopt.work.turning import copied
from peruopt.work.wording import joined

NOW = ("ya", "now")


@register.command("publicar", alias="publish", topic="publish_now", role=Role.APPROVER, menu=False)
async def publish_now(ask: Ask) -> Reply:
    """Ask whether it is meant; the second time, hand it to the engine."""
    number, rest = numbered(ask, "publicar")
    told = said("publicar", number, rest)
    if told.hour.lower() not in NOW:
        return _question(ask, *await asyncio.to_thread(_open, ask, number))
    chat = replace(ask.message.source, message=None)
    choice = Choice(number, moves=True, version=told.version, anyway=True, chat=chat)
    done = await asyncio.to_thread(approve, ask.services, ask.person, choice)
    going = "" if done.waits else ask.words("publish_now.going", by=ask.person.called)
    return await card(ask, number, going)


def _open(ask: Ask, number: int) -> tuple[Draft, list[Post]]:
    with ask.services.work(ask.person.restaurant_id) as w:
        draft, posts = w.drafts.get(number), w.posts.of_draft(number)
        wanted = [copied(post) for post in posts if post.state in OPEN]
        if not wanted:
            raise decided(w, posts)
        house, size = w.restaurant, size_of(ask.services.pictures, draft.album)
        ready = [p for p in wanted if not blocks(p, house.locale, size, threads=house.threads)]
        return Draft.copy_of(draft), ready or wanted


def _question(ask: Ask, draft: Draft, posts: list[Post]) -> Reply:
    words, number = ask.words, str(draft.id)
    yes = Action("publicar", (number, NOW[0], f"v{draft.version}"))
    today = words.local(ask.services.now()).date()
    written = words.local(draft.created_at).date()
    sure = words("publish_now.sure", networks=networks(posts, words))
    if told := other_day(draft.text, today, written):
        sure += "\n" + words("card.other_day_now", said=told, day=words.long_day(today))
    return Reply(
        sure,
        quote=joined(draft.text, draft.hashtags.split()),
        buttons=(
            (
                Button(words("publish_now.yes"), yes, Tone.PRIMARY),
                Button(words("publish_now.no"), Action("ver", (number,))),
            ),
        ),
    )

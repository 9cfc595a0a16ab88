"""`/otrahora 12 mañana a las 7 de la noche`: an hour of the person's own choosing."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.names import Names
from peruopt.post import Post, State
from peruopt.restaurant import Role
from peruopt.work.answering import numbered
from peruopt.work.approving import Choice
from peruopt.work.deciding import OPEN, decided
from peruopt.work.hourtalk import said, settle
from peruopt.work.turning import copied


@register.command(
    "otrahora", alias="anotherhour", topic="another_hour", role=Role.APPROVER, menu=False
)
async def another_hour(ask: Ask) -> Reply:
    """Ask for the hour, or schedule at the one that was said; also moves what is scheduled."""
    number, rest = numbered(ask, "otrahora")
    told = said("otrahora", number, rest)
    question = "" if told.hour else _question(ask, await asyncio.to_thread(_open, ask, number))
    return await settle(ask, told, Choice(number, moves=True), question)


def _open(ask: Ask, number: int) -> list[Post]:
    with ask.services.work(ask.person.restaurant_id) as w:
        w.drafts.get(number)
        posts = w.posts.of_draft(number)
        wanted = [copied(post) for post in posts if post.state in OPEN]
        if not wanted:
            raise decided(w, posts)
        return wanted


def _question(ask: Ask, posts: list[Post]) -> str:
    for post in posts:
        if post.state is State.SCHEDULED and post.due_at:
            told = {"id": str(post.draft_id), "at": post.due_at}
            by = Names.of(post.approved_by)
            return ask.words("approving.ask_new_hour", by=by, **told)
    return ask.words("approving.ask_hour", id=str(posts[0].draft_id))

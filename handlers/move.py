"""`/mover 7 sábado al mediodía`: one post of one network goes out at another hour."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.errors import UserError
from peruopt.post import Post
from peruopt.restaurant import Role
from peruopt.work.answering import numbered
from peruopt.work.approving import Choice
from peruopt.work.deciding import OPEN, decided
from peruopt.work.hourtalk import said, settle
from peruopt.work.turning import copied


@register.command("mover", alias="move", topic="move", role=Role.APPROVER, menu=False)
async def move(ask: Ask) -> Reply:
    """Ask for the new hour, or take the one that was said."""
    number, rest = numbered(ask, "mover")
    told = said("mover", number, rest)
    post = await asyncio.to_thread(_open, ask, number)
    if post.draft_id is None:
        raise UserError("error.no_post", id=str(number))
    network = ask.words(f"network.{post.network}")
    at = ask.words.when(post.due_at) if post.due_at else "—"
    question = ask.words("move.ask", id=str(number), network=network, at=at)
    choice = Choice(post.draft_id, post_id=number, moves=True)
    return await settle(ask, told, choice, question)


def _open(ask: Ask, number: int) -> Post:
    with ask.services.work(ask.person.restaurant_id) as w:
        post = w.posts.get(number)
        if post.state not in OPEN:
            raise decided(w, [post])
        return copied(post)

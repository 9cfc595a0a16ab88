"""`/hilo 12`: a draft's thread on X, message by message, as it will be read."""

from __future__ import annotations

import asyncio

from peruopt.cardbuttons import back_to
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.errors import UserError
from peruopt.post import Post
from peruopt.restaurant import Network
from peruopt.rules.threads import LONGEST, cut, fits, price
from peruopt.rules.weighing import weighted
from peruopt.work.answering import numbered
from peruopt.work.turning import copied


@register.command("hilo", alias="thread", topic="thread", menu=False)
async def thread(ask: Ask) -> Reply:
    """Show each message, with its length as X counts it."""
    number, _ = numbered(ask, "hilo")
    post, wanted = await asyncio.to_thread(_on_x, ask, number)
    words, told = ask.words, {"id": str(number)}
    if fits(post.text):
        raise UserError("thread.short", count=weighted(post.text), limit=LONGEST, **told)
    if not (wanted or post.thread):
        raise UserError("thread.off", limit=LONGEST, **told)
    parts = cut(post.text)
    lines = [words("thread.told", n=len(parts), cost=price(parts))]
    for index, part in enumerate(parts, start=1):
        mark = words("thread.is_out") + " " if index <= post.out else ""
        lines.append(f"{mark}{part}\n{words('thread.weighs', n=weighted(part), limit=LONGEST)}")
    title = words("thread.title", id=str(number))
    return Reply("\n\n".join(lines), title=title, buttons=((back_to(number, words),),))


def _on_x(ask: Ask, number: int) -> tuple[Post, bool]:
    with ask.services.work(ask.person.restaurant_id) as w:
        w.drafts.get(number)
        found = [copied(p) for p in w.posts.of_draft(number) if p.network is Network.X]
        if not found:
            raise UserError("thread.nowhere", id=str(number))
        return found[0], w.restaurant.threads

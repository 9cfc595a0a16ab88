"""`/vista 12`: a draft's pictures as Instagram will show them."""

from __future__ import annotations

import asyncio

from peruopt.cardbuttons import back_to
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Picture, Reply
from peruopt.errors import UserError
from peruopt.mending import as_seen, mended
from peruopt.post import Post
from peruopt.restaurant import Network
from peruopt.work.answering import numbered
from peruopt.work.turning import copied


@register.command("vista", alias="preview", topic="preview", menu=False)
async def preview(ask: Ask) -> Reply:
    """Show what will be seen there, so that it is what is approved."""
    number, _ = numbered(ask, "vista")
    post = await asyncio.to_thread(_on_instagram, ask, number)
    if not post.album:
        raise UserError("preview.no_picture", id=str(number))
    seen, how = await asyncio.to_thread(_drawn, ask, post)
    return Reply(
        ask.words(f"preview.{how}", n=len(post.album)),
        title=ask.words("preview.title", id=str(number)),
        picture=Picture(seen, post.alt or post.text[:200], f"instagram-{number}.jpg"),
        buttons=((back_to(number, ask.words),),),
    )


def _on_instagram(ask: Ask, number: int) -> Post:
    with ask.services.work(ask.person.restaurant_id) as w:
        w.drafts.get(number)
        posts = [p for p in w.posts.of_draft(number) if p.network is Network.INSTAGRAM]
        if not posts:
            raise UserError("preview.nowhere", id=str(number))
        return copied(posts[0])


def _drawn(ask: Ask, post: Post) -> tuple[bytes, str]:
    """Return the picture, and which sentence is true of it."""
    before = [ask.services.pictures.get(key) for key in post.album]
    after = as_seen(before)
    if len(before) > 1:
        return after, "several"
    return after, "same" if mended(before[0]) == before[0] else "mended"

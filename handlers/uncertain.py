"""`/salio`, `/nosalio`: a person who has looked says what became of an uncertain post."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.errors import UserError
from peruopt.noticed import for_one
from peruopt.ports import Receipt
from peruopt.post import Post, State
from peruopt.restaurant import Role
from peruopt.store import UnitOfWork
from peruopt.work.recovering import (
    goes_on,
    look,
    said_more_out,
    said_not_out,
    said_out,
    still_open,
)
from peruopt.work.showing import show_about
from peruopt.work.turning import copied


@register.command("salio", alias="out", topic="publishing", role=Role.EDITOR, menu=False)
async def is_out(ask: Ask) -> Reply:
    """The post is on the network: note it, with its link if it can be found."""
    post, receipt = await _looked_for(ask, "/salio 12")
    await asyncio.to_thread(_settle, ask, post, receipt, out=True)
    key = "thread.more_out" if goes_on(post) else "publishing.thanks_out"
    return await _shown(ask, post, receipt, key)


@register.command("nosalio", alias="notout", topic="publishing", role=Role.EDITOR, menu=False)
async def is_not_out(ask: Ask) -> Reply:
    """The post is not on the network; look once more before believing it."""
    post, receipt = await _looked_for(ask, "/nosalio 12")
    await asyncio.to_thread(_settle, ask, post, receipt, out=receipt is not None)
    key = "thread.not_out" if post.thread else "publishing.thanks_not_out"
    return await _shown(ask, post, receipt, key)


async def _looked_for(ask: Ask, example: str) -> tuple[Post, Receipt | None]:
    number = ask.args[0].lstrip("#") if ask.args else ""
    if not number.isdecimal() or len(number) > 9:
        raise UserError("publishing.which", example=example)
    post = await asyncio.to_thread(_read, ask, int(number))
    return post, await look(ask.services, ask.person.restaurant_id, post)


def _read(ask: Ask, post_id: int) -> Post:
    with ask.services.work(ask.person.restaurant_id) as w:
        post = _meant(w, post_id, pressed=ask.message.action is not None)
        still_open(w, post)
        return copied(post)


def _meant(w: UnitOfWork, number: int, *, pressed: bool) -> Post:
    """A button names the post itself; who types it knows the number of the draft."""
    if pressed:
        return w.posts.get(number)
    of_draft = [post for post in w.posts.of_draft(number) if post.state is State.UNCERTAIN]
    try:
        own = w.posts.get(number)
    except UserError:
        own = None
    if len(of_draft) == 1 and (own is None or own.state is not State.UNCERTAIN):
        return of_draft[0]
    return own or w.posts.get(number)


def _settle(ask: Ask, post: Post, receipt: Receipt | None, *, out: bool) -> None:
    now, who = ask.services.now(), ask.person.called
    assert post.id is not None
    with ask.services.work(ask.person.restaurant_id) as w:
        held = w.posts.get(post.id)
        if out and receipt is None and goes_on(held):
            said_more_out(ask.services, w, held, now, who)
        elif out:
            said_out(w, held, now, who, receipt)
        else:
            said_not_out(w, held, now, who)


async def _shown(ask: Ask, post: Post, receipt: Receipt | None, key: str) -> Reply:
    if receipt:
        key = "publishing.found_out"
    network = ask.words(f"network.{post.network}")
    url = receipt.url if receipt and receipt.url.startswith("http") else ""
    number = str(post.draft_id or post.id)
    part = {"next": post.out + 1, "of": post.thread}
    sentence = ask.words(key, id=number, network=network, url=url, **part).strip()
    source = ask.message.source if ask.message.action else None
    about = f"post:{post.id}"
    card = await asyncio.to_thread(show_about, ask.services, ask.restaurant, ask.words, about)
    if card:
        text = f"{sentence}\n\n{card.text}".strip()
        return replace(card, text=text, replaces=source)
    buttons = for_one(str(post.id), ask.words) if key.endswith("thanks_not_out") else ()
    return Reply(sentence, buttons=buttons, replaces=source)

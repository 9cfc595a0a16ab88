"""`/album 12`, as the caption of photos: the draft gets them all, after those it has."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Reply
from peruopt.chat.words import Words
from peruopt.restaurant import Role
from peruopt.work.albums import add_pictures, keep
from peruopt.work.answering import card, numbered


@register.command("album", alias="carousel", topic="album", role=Role.EDITOR, menu=False)
async def album(ask: Ask) -> Reply:
    """Take the photos that came with the command, or ask for them."""
    number, _ = numbered(ask, "album")
    uploads = ask.message.uploads
    about = await asyncio.to_thread(_about, ask, number)
    if not uploads:
        return Reply(ask.words("album.ask", id=str(number)))
    contents = [upload.content for upload in uploads]
    kept = await asyncio.to_thread(keep, ask.services.pictures, contents)
    house = ask.restaurant
    alt = Words(house.locale, house.timezone)("draft.alt", about=about or house.name)
    count = await asyncio.to_thread(add_pictures, ask.services, ask.person, number, kept.keys, alt)
    said = [ask.words("album.done", n=count)]
    said += [ask.words("draft.unreadable", n=kept.lost)] if kept.lost else []
    return await card(ask, number, "\n".join(said))


def _about(ask: Ask, number: int) -> str:
    with ask.services.work(ask.person.restaurant_id) as w:
        return w.drafts.get(number).dish

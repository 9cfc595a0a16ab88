"""`/foto 12`, as the caption of a photo: the draft gets that picture."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.chat.words import Words
from peruopt.restaurant import Role
from peruopt.work.answering import card, numbered
from peruopt.work.deciding import called
from peruopt.work.editing import illustrate
from peruopt.work.settling import name_of


@register.command("foto", alias="photo", topic="photo", role=Role.EDITOR, menu=False)
async def photo(ask: Ask) -> Reply:
    """Take the photo that came with the command, or ask for one."""
    number, _ = numbered(ask, "foto")
    uploads = ask.message.uploads
    about = await asyncio.to_thread(_about, ask, number)
    if not uploads:
        told = ask.words("photo.ask", id=str(number))
        return Reply(told, asks=Action("foto", (str(number),)))
    key = await asyncio.to_thread(ask.services.pictures.put, uploads[0].content)
    house = ask.restaurant
    words, shown = Words(house.locale, house.timezone), about or name_of(house)
    alt = words("draft.alt", about=shown) if shown else words("draft.alt_plain")
    await asyncio.to_thread(illustrate, ask.services, ask.person, number, key, alt)
    return await card(ask, number, ask.words("photo.done", by=called(ask.person)))


def _about(ask: Ask, number: int) -> str:
    with ask.services.work(ask.person.restaurant_id) as w:
        return w.drafts.get(number).dish

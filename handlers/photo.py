"""`/foto 12`, as the caption of a photo or several: the draft gets them in place of its own."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.chat.words import Words
from peruopt.restaurant import Role
from peruopt.work.albums import illustrate, keep
from peruopt.work.answering import card
from peruopt.work.choosing import found_or_asked
from peruopt.work.editing import approved as approved_yet
from peruopt.work.settling import name_of


@register.command("foto", alias="photo", topic="photo", role=Role.EDITOR, menu=False)
async def photo(ask: Ask) -> Reply:
    """Take the photo that came with the command, or ask for one."""
    there = await found_or_asked(ask, "photo")
    if isinstance(there, Reply):
        return there
    number, _ = there
    uploads = ask.message.uploads
    about, approved = await asyncio.to_thread(_about, ask, number)
    if not uploads:
        told = [ask.words("photo.ask", id=str(number))]
        told += [ask.words("photo.approved")] if approved else []
        return Reply("\n".join(told), asks=Action("foto", (str(number),)))
    contents = [upload.content for upload in uploads]
    kept = await asyncio.to_thread(keep, ask.services.pictures, contents)
    house = ask.restaurant
    words, shown = Words(house.locale, house.timezone), about or name_of(house)
    alt = words("draft.alt", about=shown) if shown else words("draft.alt_plain")
    await asyncio.to_thread(illustrate, ask.services, ask.person, number, kept.keys, alt)
    said = [ask.words("photo.done", n=len(kept.keys), by=ask.person.called)]
    said += [ask.words("photo.withdrawn")] if approved else []
    said += [ask.words("draft.unreadable", n=kept.lost)] if kept.lost else []
    return await card(ask, number, "\n".join(said))


def _about(ask: Ask, number: int) -> tuple[str, bool]:
    """Return the draft's dish, and whether a change would take an approval back."""
    with ask.services.work(ask.person.restaurant_id) as w:
        return w.drafts.get(number).dish, approved_yet(w.posts.of_draft(number))

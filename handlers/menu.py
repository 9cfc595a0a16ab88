"""`/carta`: the house's menu, from a file, a pasted list or a word in passing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Reply
from peruopt.errors import UserError
from peruopt.menu.item import Item
from peruopt.menu.naming import meant
from peruopt.menu.saying import Act, Wish, wish
from peruopt.menu.seeing import MenuEye, UnseenError, dishes_in
from peruopt.menucard import allergens_reply, changed_reply, dish_card, menu_page
from peruopt.restaurant import Role
from peruopt.work.answering import cards
from peruopt.work.carta import serve
from peruopt.work.drafting import HEAVIEST_PHOTO, Idea, propose

_PICTURES = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8")
_PRESSED = {"quita": Act.REMOVE, "hay": Act.BACK, "hoyno": Act.AWAY, "nohay": Act.AWAY}


@register.command("carta", alias="menu", topic="menu")
async def carta(ask: Ask) -> Reply | Sequence[Reply]:
    """Show the menu, take one in, or do what is said about it."""
    if ask.message.uploads:
        return await _imported(ask)
    text = ask.text.strip()
    page = re.fullmatch(r"(?:p|pag(?:ina)?|page) ?(\d{1,3})", text.lower())
    if not text or page:
        items, now = await asyncio.to_thread(_items, ask), ask.services.now()
        shown = menu_page(items, int(page[1]) if page else 1, now, ask.words)
        pressed = page and ask.message.action
        return replace(shown, replaces=ask.message.source) if pressed else shown
    if plain(text) in ("alergenos", "allergens"):
        return allergens_reply(await asyncio.to_thread(_items, ask), ask.words)
    if text in ("cambiar", "change"):
        return Reply(ask.words("menu.ask"), asks=Action("carta"))
    if found := re.fullmatch(r"(ver|see|redacta|quita|hay|hoyno|nohay) #?(\d{1,9})", text):
        return await _pressed(ask, found[1], int(found[2]))
    return await _said(ask, text)


async def _imported(ask: Ask) -> Reply:
    ask.person.require(Role.EDITOR)
    uploads = ask.message.uploads
    from peruopt.menu.reading import read_file

    photos = [upload for upload in uploads if _pictured(upload.content)]
    eye = ask.services.writer
    if photos and not (isinstance(eye, MenuEye) and eye.sees):
        raise UserError("menu.photo")
    read = [await _looked_at(ask, photo.content) for photo in photos]
    read += [
        await asyncio.to_thread(read_file, upload) for upload in uploads if upload not in photos
    ]
    items = tuple(item for found in read for item in found)
    done = await asyncio.to_thread(serve, ask.services, ask.person, Wish(Act.ADD, "", items))
    reply = changed_reply(done, ask.words)
    return (
        replace(reply, text=f"{reply.text}\n\n{ask.words('menu.photo_check')}")
        if photos
        else reply
    )


async def _looked_at(ask: Ask, photo: bytes) -> list[Item]:
    """Have the menu on a photo copied; raise UserError with what to do where that fails."""
    await ask.tell(Reply(ask.words("menu.photo_reading")))
    pictures = ask.services.pictures
    upright = await asyncio.to_thread(lambda: pictures.get(pictures.put(photo)))
    if len(upright) > HEAVIEST_PHOTO:
        raise UserError("menu.photo_big")
    eye = ask.services.writer
    try:
        lines = await eye.menu_lines(upright) if isinstance(eye, MenuEye) else []
    except UnseenError as unseen:
        key = f"menu.why_{unseen.note.rpartition('.')[2]}"
        why = ask.words(key if ask.words.has(key) else "menu.why_failed")
        raise UserError("menu.photo_failed", why=why) from unseen
    if not (items := dishes_in(lines)):
        raise UserError("menu.photo_empty")
    return items


def _pictured(content: bytes) -> bool:
    return content.startswith(_PICTURES) or content[8:12] == b"WEBP"


async def _pressed(ask: Ask, what: str, number: int) -> Reply | Sequence[Reply]:
    items = await asyncio.to_thread(_items, ask)
    item = next((item for item in items if item.id == number), None)
    if item is None:
        raise UserError("menu.unknown", said=f"#{number}")
    if what in ("ver", "see"):
        return dish_card(item, ask.services.now(), ask.words)
    if what == "redacta":
        await ask.tell(Reply(ask.words("draft.writing")))
        drafted = await propose(ask.services, ask.person, Idea(item.name))
        return await cards(ask, drafted.ids)
    wished = Wish(_PRESSED[what], f"#{number}", today=what == "hoyno")
    done = await asyncio.to_thread(serve, ask.services, ask.person, wished)
    return changed_reply(done, ask.words)


async def _said(ask: Ask, text: str) -> Reply:
    wished = wish(text)
    if wished is None:
        items = await asyncio.to_thread(_items, ask)
        if shown := _named(items, text):
            return dish_card(shown, ask.services.now(), ask.words)
        return Reply(ask.words("menu.not_understood"), asks=Action("carta"))
    done = await asyncio.to_thread(serve, ask.services, ask.person, wished)
    return changed_reply(done, ask.words)


def _named(items: Sequence[Item], text: str) -> Item | None:
    found = meant(text, items)
    return found[0] if len(found) == 1 else None


def _items(ask: Ask) -> list[Item]:
    with ask.services.work(ask.person.restaurant_id) as w:
        return w.items.all()

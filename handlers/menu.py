"""`/carta`: the house's menu, from a file, a pasted list or a word in passing."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.errors import UserError
from peruopt.menu.item import Item
from peruopt.menu.naming import meant
from peruopt.menu.reading import read_file
from peruopt.menu.saying import Act, Wish, wish
from peruopt.menucard import changed_reply, dish_card, menu_page
from peruopt.restaurant import Role
from peruopt.work.answering import cards
from peruopt.work.carta import serve
from peruopt.work.drafting import Idea, propose

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
    if text in ("cambiar", "change"):
        return Reply(ask.words("menu.ask"), asks=Action("carta"))
    if found := re.fullmatch(r"(ver|see|redacta|quita|hay|hoyno|nohay) #?(\d{1,9})", text):
        return await _pressed(ask, found[1], int(found[2]))
    return await _said(ask, text)


async def _imported(ask: Ask) -> Reply:
    ask.person.require(Role.EDITOR)
    if any(upload.content.startswith(_PICTURES) for upload in ask.message.uploads):
        raise UserError("menu.photo")
    read = [await asyncio.to_thread(read_file, upload) for upload in ask.message.uploads]
    items = tuple(item for found in read for item in found)
    done = await asyncio.to_thread(serve, ask.services, ask.person, Wish(Act.ADD, "", items))
    return changed_reply(done, ask.words)


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

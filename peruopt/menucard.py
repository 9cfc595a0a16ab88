"""The menu as people see it: pages of dishes, one dish with what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.menu.item import Item, soles
from peruopt.menu.saying import Act
from peruopt.work.carta import Changed

PAGE = 12
SHOWN = 8


def menu_page(items: Sequence[Item], page: int, now: datetime, words: Words) -> Reply:
    """Return one page of the menu; an empty menu says how to fill it."""
    if not items:
        return Reply(words("menu.how"), title=words("menu.title"), asks=Action("carta"))
    pages = (len(items) + PAGE - 1) // PAGE
    page = min(max(page, 1), pages)
    shown = items[(page - 1) * PAGE : page * PAGE]
    lines: list[str] = []
    section = ""
    for item in shown:
        if item.section != section:
            section = item.section
            lines += ["", section] if section else [""]
        lines.append(_line(item, now, words))
    away = sum(not item.served(now) for item in items)
    told = words("menu.counts", n=len(items))
    if away:
        told += " " + words("menu.counts_away", n=away)
    if pages > 1:
        lines += ["", words("menu.page", page=page, pages=pages)]
    return Reply(
        f"{told}\n" + "\n".join(lines).strip("\n"),
        title=words("menu.title"),
        buttons=_turning(page, pages, words),
    )


def _line(item: Item, now: datetime, words: Words) -> str:
    price = f" · {soles(item.price)}" if item.price is not None else ""
    if item.served(now):
        return f"• {item.name}{price}"
    key = "menu.line_today" if item.away_until else "menu.line_away"
    return words(key, dish=item.name + price)


def _turning(page: int, pages: int, words: Words) -> tuple[tuple[Button, ...], ...]:
    turn: list[Button] = []
    if page > 1:
        turn.append(Button(words("menu.back"), Action("carta", (f"p{page - 1}",))))
    if page < pages:
        turn.append(Button(words("menu.next"), Action("carta", (f"p{page + 1}",))))
    change = Button(words("menu.change"), Action("carta", ("cambiar",)), Tone.PRIMARY)
    return (tuple(turn), (change,)) if turn else ((change,),)


def dish_card(item: Item, now: datetime, words: Words) -> Reply:
    """Return one dish with what can be done about it."""
    lines = [words(f"menu.of_{name}", said=said) for name, said in _told(item) if said]
    lines.append(_standing(item, now, words))
    number = str(item.id)
    if item.served(now):
        first = Button(words("menu.not_today"), Action("carta", ("hoyno", number)))
    else:
        first = Button(words("menu.again"), Action("carta", ("hay", number)), Tone.PRIMARY)
    off = Button(words("menu.take_off"), Action("carta", ("quita", number)), Tone.DANGER)
    post = Button(words("menu.write"), Action("carta", ("redacta", number)))
    return Reply("\n".join(lines), title=item.name, buttons=((first, off), (post,)))


def _told(item: Item) -> list[tuple[str, str]]:
    price = soles(item.price) if item.price is not None else ""
    return [
        ("price", price),
        ("section", item.section),
        ("ingredients", item.ingredients),
        ("allergens", item.allergens),
        ("season", item.season),
    ]


def _standing(item: Item, now: datetime, words: Words) -> str:
    if item.served(now):
        return words("menu.served")
    return words("menu.until", at=item.away_until) if item.away_until else words("menu.away_open")


def changed_reply(done: Changed, words: Words) -> Reply:
    """Say what became of a wish, and offer the way back."""
    see = Button(words("menu.see"), Action("carta"))
    if done.choices:
        rows = tuple(
            (Button(item.name[:40], Action("carta", ("quita", str(item.id)))),)
            for item in done.choices[:SHOWN]
        )
        return Reply(words("menu.which"), buttons=rows)
    names = [_named(item) for item in done.items[:SHOWN]]
    if len(done.items) > SHOWN:
        names.append(words("menu.more", n=len(done.items) - SHOWN))
    key = f"menu.did_{done.act}"
    if done.act is Act.AWAY and done.today:
        key = "menu.did_away_today"
    parts = [words("menu.new", n=done.new)] if done.new else []
    parts += [words("menu.changed", n=done.changed)] if done.changed else []
    changes = ", ".join(parts) or words("menu.unchanged")
    lines = [words(key, n=len(done.items), changes=changes)]
    lines += [f"• {name}" for name in names] if done.act is not Act.EMPTY else []
    if done.posts:
        lines.append(words("menu.posts_told", n=done.posts))
    row: tuple[Button, ...] = (see,)
    if done.act is Act.AWAY and len(done.items) == 1:
        number = str(done.items[0].id)
        row = (Button(words("menu.again"), Action("carta", ("hay", number))), see)
    return Reply("\n".join(lines), buttons=(row,))


def allergens_reply(items: Sequence[Item], words: Words) -> Reply:
    """List what each dish holds; of what nobody told us, say that nobody did."""
    told = [item for item in items if item.allergens]
    if not told:
        return Reply(words("menu.allergens_none"))
    lines = [words("menu.allergens_line", dish=i.name, holds=i.allergens) for i in told]
    if silent := len(items) - len(told):
        lines += ["", words("menu.allergens_unknown", n=silent)]
    return Reply("\n".join(lines), title=words("menu.allergens"))


def _named(item: Item) -> str:
    return f"{item.name} · {soles(item.price)}" if item.price is not None else item.name

"""`/historial [n]`: who decided what, in words, newest first."""

from __future__ import annotations

import asyncio
from datetime import datetime

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.names import Names
from peruopt.post import Post
from peruopt.restaurant import Role
from peruopt.seen import boxed
from peruopt.store import Entry, UnitOfWork
from peruopt.work.turning import ENGINE, copied, excerpt

USUAL, MOST = 15, 60


@register.command("historial", alias="log", topic="history_log", role=Role.APPROVER)
async def answer(ask: Ask) -> Reply:
    """Tell the newest lines of the audit log."""
    said = ask.text.strip()
    count = max(1, min(int(said), MOST)) if said.isdecimal() and len(said) < 6 else USUAL

    def read() -> tuple[list[Entry], dict[str, Post]]:
        with ask.services.work(ask.person.restaurant_id) as w:
            newest = w.audit.newest(count)
            return newest, _posts(w, newest)

    entries, posts = await asyncio.to_thread(read)
    title = ask.words("history_log.title")
    if not entries:
        return Reply(ask.words("history_log.nothing"), title=title)
    lines = [
        f"{ask.words.when(entry.at)} · {told(entry, ask.words, posts.get(entry.about))}"
        for entry in entries
    ]
    more = Button(ask.words("history_log.more"), Action("historial", (str(MOST),)))
    buttons = ((more,),) if len(entries) == count < MOST else ()
    return Reply("\n".join(lines), title=title, buttons=buttons)


def _posts(w: UnitOfWork, entries: list[Entry]) -> dict[str, Post]:
    """Return the posts that the lines are about: people know them by their draft's number."""
    kinds = {entry.about: entry.about.rpartition(":") for entry in entries}
    ids = sorted({int(n) for kind, _, n in kinds.values() if kind == "post" and n.isdecimal()})
    return {f"post:{number}": copied(w.posts.get(number)) for number in ids}


def told(entry: Entry, words: Words, post: Post | None = None) -> str:
    """Return a line of the log as a sentence; what has none is shown as it was written."""
    who = Names.of(words("history_log.engine") if entry.who == ENGINE else entry.who)
    number = entry.about.rpartition(":")[2]
    if post is not None and post.draft_id:
        number = f"{post.draft_id} · {words(f'network.{post.network}')}"
    detail = _said(entry.detail, words)
    key = f"history_log.{entry.what.replace('.', '_')}"
    if entry.what == "post.published" and post is not None and boxed(post):
        key = "history_log.post_boxed"
    if not words.has(key) and entry.what.startswith("settings."):
        if words.has(f"settings.in_{entry.detail}"):
            detail = words(f"settings.in_{entry.detail}")
        name = f"settings.to_{entry.what.partition('.')[2]}"
        detail = f"{words(name) if words.has(name) else entry.what}: {detail}"
        key = "history_log.settings"
    if words.has(key):
        return words(key, who=who, number=number, detail=detail, about=entry.about)
    parts = (words.together(who), entry.what, entry.about, detail)
    return " · ".join(part for part in parts if part)


def _said(detail: str, words: Words) -> str:
    """Say a moment, a role or a sentence's key in words; anything else as it is."""
    try:
        return (
            words.when(datetime.fromisoformat(detail)) if "T" in detail else _named(detail, words)
        )
    except ValueError:
        return _named(detail, words)


def _named(detail: str, words: Words) -> str:
    name, arrow, role = detail.rpartition(" → ")
    if words.has(f"role.{role}"):
        return f"{name}{arrow}{words(f'role.{role}')}"
    if "." in detail and words.has(detail):
        return ""
    return excerpt(detail)

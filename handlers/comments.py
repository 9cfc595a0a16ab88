"""`/comentarios`: how guests feel, from comments that somebody exported."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.chat.words import Words
from peruopt.sentiment.mood import mood
from peruopt.work.commenting import Said, Taken, said, take_in


@register.command("comentarios", alias="comments", topic="comments")
async def answer(ask: Ask) -> Reply:
    """Take in a file, or show the mood of the last comments."""
    taken = [
        await asyncio.to_thread(take_in, ask.services, ask.person, upload)
        for upload in ask.message.uploads
    ]
    found = await asyncio.to_thread(_said, ask)
    lines = [_told(each, ask.words) for each in taken]
    if found is None:
        # a file is waited for; words that are none answer only once
        asks = None if ask.text.strip() else Action("comentarios")
        return Reply(ask.words("comments.none"), asks=asks)
    lines.append(await asyncio.to_thread(_shown, found, ask.words))
    if not taken:
        lines.append(ask.words("comments.more"))
    return Reply("\n\n".join(lines), title=ask.words("comments.title"))


def _said(ask: Ask) -> Said | None:
    with ask.services.work(ask.person.restaurant_id) as w:
        return said(w, ask.services.now())


def _told(taken: Taken, words: Words) -> str:
    read = taken.read
    told = words("comments.taken", n=taken.new)
    if known := len(read.comments) - taken.new:
        told += " " + words("comments.known", n=known)
    if read.refused:
        told += " " + words("comments.refused", n=read.refused)
    if read.order and not read.sure:
        told += " " + words(f"comments.order_{read.order}")
    return told


def _shown(found: Said, words: Words) -> str:
    key = "comments.span_past" if found.past else "comments.span"
    lines = [
        words(key, since=words.day(found.since.date()), until=words.day(found.until.date())),
        mood(found.texts, words),
    ]
    if found.sore:
        lines.append(words("comments.sore", n=found.complaints, text=found.sore))
    return "\n".join(lines)

"""`/pendientes`: all that waits for a person, a page at a time, each with what can be done."""

from __future__ import annotations

import asyncio
from datetime import date
from itertools import groupby

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.post import Post, State
from peruopt.work.briefs import last_day
from peruopt.work.turning import copied, excerpt

ORDER = (State.UNCERTAIN, State.FAILED, State.MISSED, State.PROPOSED)
MOST = 300
SHOWN = 6
"""Entries of a kind on a page; a longer list is no list to act on."""
Row = tuple[Button, ...]
Entry = tuple[Post, ...]
"""The posts of one draft that are in the same state."""


@register.command("pendientes", alias="pending", topic="pending")
async def pending(ask: Ask) -> Reply:
    """List it, the most urgent first."""
    posts, partly, over = await asyncio.to_thread(_waiting, ask)
    words = ask.words
    if not posts:
        write = Button(words("start.write"), Action("redactar"), Tone.PRIMARY)
        calendar = Button(words("pending.calendar"), Action("calendario"))
        return Reply(words("pending.none"), buttons=((write, calendar),))
    kinds = {state: _entries(posts, state) for state in ORDER}
    last = max((len(entries) - 1) // SHOWN for entries in kinds.values())
    page = min(int(ask.text) - 1 if ask.text.isdecimal() and int(ask.text) else 0, last)
    lines: list[str] = []
    rows: list[Row] = []
    for state, entries in kinds.items():
        shown = entries[page * SHOWN : (page + 1) * SHOWN]
        if not shown:
            continue
        lines += ["", words(f"pending.{state}", n=len(entries))]
        for entry in shown:
            lines.append(_line(entry, words, over.get(entry[0].draft_id)))
            rows += _buttons(entry, words, whole=entry[0].draft_id not in partly)
    left = sum(max(0, len(entries) - (page + 1) * SHOWN) for entries in kinds.values())
    if left:
        lines += ["", words("pending.more", n=left, page=page + 2)]
    turns = [("pending.next", page + 2)] if left else []
    turns = [*([("pending.before", page)] if page else []), *turns]
    if turns:
        rows.append(tuple(Button(words(k), Action("pendientes", (str(n),))) for k, n in turns))
    return Reply("\n".join(lines[1:]), title=words("pending.title"), buttons=tuple(rows))


def _waiting(ask: Ask) -> tuple[list[Post], set[int | None], dict[int | None, date]]:
    """Return what waits, the drafts that are partly scheduled, and days that are over."""
    today = ask.services.now().astimezone(ask.restaurant.zone).date()
    with ask.services.work(ask.person.restaurant_id) as w:
        posts = [copied(post) for post in w.posts.in_states(*ORDER, limit=MOST)]
        scheduled = w.posts.in_states(State.SCHEDULED, limit=MOST)
        proposed = {p.draft_id for p in posts if p.draft_id and p.state is State.PROPOSED}
        named = {n: last_day(w.drafts.get(n), ask.restaurant) for n in proposed if n}
        over: dict[int | None, date] = {n: day for n, day in named.items() if day and day < today}
        return posts, {post.draft_id for post in scheduled}, over


def _entries(posts: list[Post], state: State) -> list[Entry]:
    """Group by draft; proposals newest first, troubles oldest first."""
    newest_first = state is State.PROPOSED

    def number(post: Post) -> int:
        return post.draft_id or 0

    chosen = sorted((p for p in posts if p.state is state), key=number, reverse=newest_first)
    if state is State.UNCERTAIN:  # each network is asked about by itself
        return [(post,) for post in chosen]
    return [tuple(group) for _, group in groupby(chosen, number)]


def _line(entry: Entry, words: Words, over: date | None) -> str:
    post = entry[0]
    where = " + ".join(dict.fromkeys(words(f"network.{p.network}") for p in entry))
    told = {"id": str(post.draft_id or post.id), "where": where, "text": excerpt(post.text)}
    line = words("pending.line", **told)
    if over:
        line += " · " + words("pending.was_for", day=words.day(over))
    if post.due_at and post.state is not State.PROPOSED:
        line += " · " + words("pending.was_due", at=post.due_at)
    if post.reason and post.state is State.FAILED and words.has(post.reason):
        line += "\n" + words(post.reason, **told, network=where)
    return line


def _buttons(entry: Entry, words: Words, *, whole: bool) -> list[Row]:
    """Offer what can be done; what goes out elsewhere is not taken back along with it."""
    post = entry[0]
    number = str(post.draft_id or post.id)
    discard = Button(words("pending.discard", id=number), Action("descartar", (number,)))
    if not whole:
        where = words(f"network.{post.network}")
        label = words("pending.without", id=number, network=where)
        discard = Button(label, Action("cancelar", (number, post.network.value)))
    if post.state is State.UNCERTAIN:
        out = Button(words("pending.is_out", id=number), Action("salio", (str(post.id),)))
        gone = Button(words("pending.not_out", id=number), Action("nosalio", (str(post.id),)))
        return [(out, gone)]
    if post.state is State.PROPOSED:
        see = Button(words("pending.see", id=number), Action("ver", (number,)), Tone.PRIMARY)
        return [(see, discard)]
    now = Button(words("pending.now", id=number), Action("publicar", (number,)), Tone.PRIMARY)
    other = Button(words("pending.other_hour", id=number), Action("otrahora", (number,)))
    return [(now, other, discard)]

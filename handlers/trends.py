"""`/tendencias`: what people talk about, why it matters here, and a press that drafts it."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import dataclass

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.restaurant import Role
from peruopt.rules.letters import capital_first
from peruopt.store import Entry
from peruopt.trends.cleaning import address
from peruopt.trends.own_posts import NAME as OWN
from peruopt.trends.own_posts import WINDOW, OwnPosts
from peruopt.trends.relevance import named
from peruopt.trends.trend import Trend, Watched
from peruopt.work.planning import asking
from peruopt.work.trending import FRESH, MOST_PAGES, merged

SHOWN, WORKED = 6, 3
REMOVE = frozenset({"quitar", "borrar", "remove", "delete"})


@dataclass(frozen=True, slots=True)
class _Known:
    talked: list[Trend]
    own: OwnPosts
    sources: list[Watched]


@register.command("tendencias", alias="trends", topic="trends")
async def answer(ask: Ask) -> Reply:
    """Show them, or add or remove a page to read."""
    first = plain(ask.args[0]) if ask.args else ""
    if first in REMOVE:
        return await _unwatch(ask, ask.args[1] if len(ask.args) > 1 else "")
    if first:
        return await _watch(ask, ask.args[-1])
    return await _shown(ask)


async def _shown(ask: Ask) -> Reply:
    words, now = ask.words, ask.services.now()

    def read() -> _Known:
        with ask.services.work(ask.person.restaurant_id) as w:
            talked = merged(w.trends.fresh(now - FRESH, 50), now)[:SHOWN]
            own = OwnPosts(w.posts.history(since=now - WINDOW))
            return _Known(talked, own, w.trends.watched())

    known = await asyncio.to_thread(read)
    worked = (await known.own.trends(now))[:WORKED]
    lines: list[str] = []
    rows: list[tuple[Button, ...]] = []
    for trend in known.talked:
        lines.append(_talked(trend, words))
        rows.append((_press(trend, words),))
    if worked:
        lines += ["", words("trends.worked")] if lines else [words("trends.worked")]
        for trend in worked:
            times = words.number(trend.weight, 1)
            topic = named(trend.topic, words.locale)
            lines.append(words("trends.own", topic=topic, times=times, n=trend.mentions))
            if all(trend.topic != other.topic for other in known.talked):
                rows.append((_press(trend, words),))
    if not lines:
        lines.append(words("trends.none"))
    lines += _sources(known.sources, words)
    rows += [
        (Button(words("trends.unwatch", page=_short(s.source)), _remove(s.source), Tone.DANGER),)
        for s in known.sources
        if s.page
    ]
    return Reply("\n".join(lines), title=words("trends.title"), buttons=tuple(rows))


def _talked(trend: Trend, words: Words) -> str:
    topic = named(trend.topic, words.locale)
    told = words("trends.line", topic=topic, n=trend.mentions, source=trend.source)
    if trend.pace >= 1.5:
        told += " · " + words("trends.faster", times=words.number(trend.pace, 1))
    if trend.ours:
        told += " · " + words("trends.ours")
    if trend.title:
        told += "\n   " + words("trends.because", title=trend.title)
    return told


def _sources(sources: list[Watched], words: Words) -> list[str]:
    outside = [s for s in sources if s.source != OWN]
    off = [] if any(not s.page for s in outside) else ["", words("trends.off")]
    wrong = [
        words("trends.failed", source=_short(s.source), why=words(f"trends.outcome_{s.outcome}"))
        for s in outside
        if s.outcome not in ("", "ok")
    ]
    return [*off, *([""] if wrong else []), *wrong]


def _press(trend: Trend, words: Words) -> Button:
    topic = named(trend.topic, words.locale)
    label = words("trends.press", topic=capital_first(topic))
    return Button(label, asking(topic, None, words))


async def _watch(ask: Ask, said: str) -> Reply:
    ask.person.require(Role.EDITOR)
    page = address(said)
    if not page:
        raise UserError("trends.no_address", said=said[:40])
    now = ask.services.now()

    def keep() -> None:
        with ask.services.work(ask.person.restaurant_id) as w:
            pages = [s.source for s in w.trends.watched() if s.page]
            if page not in pages and len(pages) >= MOST_PAGES:
                raise UserError("trends.many", limit=MOST_PAGES)
            w.trends.watch(page)
            w.audit.add(Entry(now, ask.person.name, "trends.watched", "", page[:200]))

    await asyncio.to_thread(keep)
    undo = Button(ask.words("trends.unwatch", page=_short(page)), _remove(page), Tone.DANGER)
    return Reply(ask.words("trends.watching", page=page), buttons=((undo,),))


async def _unwatch(ask: Ask, said: str) -> Reply:
    ask.person.require(Role.EDITOR)
    now = ask.services.now()

    def drop() -> str:
        with ask.services.work(ask.person.restaurant_id) as w:
            for each in w.trends.watched():
                if each.page and said in (each.source, _mark(each.source)):
                    w.trends.unwatch(each.source)
                    w.audit.add(
                        Entry(now, ask.person.name, "trends.unwatched", "", each.source[:200])
                    )
                    return each.source
            raise UserError("trends.no_such", said=said[:40])

    return Reply(ask.words("trends.unwatched", page=await asyncio.to_thread(drop)))


def _remove(page: str) -> Action:
    return Action("tendencias", ("quitar", _mark(page)))


def _mark(page: str) -> str:
    """A page's address does not fit in a button; its mark does."""
    return hashlib.sha256(page.encode()).hexdigest()[:10]


def _short(source: str) -> str:
    bare = source.removeprefix("https://").removeprefix("http://")
    return bare if len(bare) <= 36 else bare[:35] + "…"

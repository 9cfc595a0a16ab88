"""`/ideas`: what to post about in the coming four weeks, with a press that drafts it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.festive.occasion import Kind
from peruopt.rules.letters import capital_first
from peruopt.trends.relevance import named
from peruopt.trends.trend import Trend
from peruopt.work.planning import Coming, asking, coming, ideas
from peruopt.work.trending import FRESH, merged, on_the_menu

SHOWN, PRESSES, DISHES, TALKED = 10, 6, 3, 2


@dataclass(frozen=True, slots=True)
class _Known:
    coming: list[Coming]
    trends: list[Trend]
    ours: frozenset[str]


@register.command("ideas", alias="topics", topic="ideas")
async def answer(ask: Ask) -> Reply:
    """List the days that are coming, and what people talk about."""
    words, now = ask.words, ask.services.now()

    def read() -> _Known:
        with ask.services.work(ask.person.restaurant_id) as w:
            talked = merged(w.trends.fresh(now - FRESH, 50), now)[:TALKED]
            return _Known(coming(w, now), talked, on_the_menu(w))

    known = await asyncio.to_thread(read)
    lines: list[str] = []
    rows: list[tuple[Button, ...]] = []
    for each in known.coming[:SHOWN]:
        suggested = ideas(each.occasion, known.ours, words)
        lines.append(_line(each, suggested, words))
        if len(rows) < PRESSES:
            rows.append((_press(each, suggested[0], words),))
    if len(known.coming) > SHOWN:
        lines.append(words("ideas.more", n=len(known.coming) - SHOWN))
    if not lines:
        lines.append(words("ideas.none"))
    if known.trends:
        lines.append("\n" + words("ideas.talked"))
        for trend in known.trends:
            topic = named(trend.topic, words.locale)
            lines.append(words("ideas.trend", topic=topic, n=trend.mentions))
            label = words("ideas.press", idea=capital_first(topic))
            rows.append((Button(label, asking(topic, None, words)),))
    own = Button(words("ideas.own"), Action("fecha"))
    rows.append((own, Button(words("ideas.trends"), Action("tendencias"))))
    return Reply("\n".join(lines), title=words("ideas.title"), buttons=tuple(rows))


def _line(each: Coming, suggested: list[str], words: Words) -> str:
    occasion = each.occasion
    told = words(
        "ideas.line",
        day=capital_first(words.day(occasion.starts)),
        name=occasion.name(words.locale),
        left=left(each.left, words),
    )
    if occasion.ends > occasion.starts:
        told += " " + words("ideas.until", day=words.day(occasion.ends))
    marks = [words("ideas.holiday")] if occasion.holiday else []
    marks += [] if occasion.verified else [words("ideas.unverified")]
    told += "".join(f" · {mark}" for mark in marks)
    if occasion.kind in (Kind.FOOD, Kind.FEAST):
        told += "\n   " + words("ideas.dishes", dishes=", ".join(suggested[:DISHES]))
    elif occasion.kind is Kind.HOLIDAY:
        told += "\n   " + words("ideas.say_open")
    return told


def left(days: int, words: Words) -> str:
    """Say how far away a day is: hoy, mañana, faltan 6 días."""
    if days == 0:
        return words("ideas.today")
    return words("ideas.tomorrow") if days == 1 else words("ideas.left", n=days)


def _press(each: Coming, idea: str, words: Words) -> Button:
    on = each.occasion.starts
    if each.occasion.kind is Kind.HOLIDAY:
        label = words("ideas.press_open", day=words.day(on))
    else:
        label = words("ideas.press_on", idea=capital_first(idea), day=words.day(on))
    tone = Tone.PRIMARY if each.left <= 1 else Tone.PLAIN
    return Button(label[:60], asking(idea, on if each.left else None, words), tone)

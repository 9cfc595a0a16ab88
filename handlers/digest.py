"""`/diario [hora|off]`: yesterday, today's plan, what needs an answer, one suggestion."""

from __future__ import annotations

import asyncio
import re
from datetime import datetime, time
from zoneinfo import ZoneInfo

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.mealtimes import at_meals
from peruopt.ports import Services
from peruopt.post import Post
from peruopt.recommending import Known, Slot, SlotRules
from peruopt.restaurant import Role
from peruopt.results import PastPost
from peruopt.rules.letters import capital_first
from peruopt.store import Entry
from peruopt.summary import Judged
from peruopt.work.digesting import Digest, Suggestion, gather, suggested
from peruopt.work.knowing import accounts, known, rules
from peruopt.work.planning import Coming, coming, line, near
from peruopt.work.unseen import Unseen, unseen

OFF = {"off", "no", "apagar", "apagado", "nunca", "never"}


@register.command("diario", alias="digest", topic="digest")
async def answer(ask: Ask) -> Reply:
    """Show the digest now, or set when it comes."""
    if ask.text:
        return await _set(ask)
    return await compose(ask.services, ask.person.restaurant_id, ask.words)


async def _set(ask: Ask) -> Reply:
    ask.person.require(Role.OWNER)
    off = plain(ask.text) in OFF
    at = None if off else _hour(ask.text)

    def keep() -> None:
        with ask.services.work(ask.person.restaurant_id) as w:
            w.restaurant.digest_at = at
            now = ask.services.now()
            w.audit.add(Entry(now, ask.person.name, "digest.set", "", ask.text[:40]))

    await asyncio.to_thread(keep)
    return Reply(ask.words("digest.set_to", at=f"{at:%H:%M}") if at else ask.words("digest.off"))


def _hour(said: str) -> time:
    found = re.match(
        r"(?:a las?\s+)?(\d{1,2})(?:[:.h](\d{2})?)?\s*(am|pm|de la noche)?", plain(said)
    )
    hour = int(found[1]) if found else 99
    if found and found[3] in ("pm", "de la noche") and hour < 12:
        hour += 12
    minute = int(found[2] or 0) if found else 0
    if hour > 23 or minute > 59:
        raise UserError("digest.bad_hour", said=said[:30])
    return time(hour, minute)


async def compose(services: Services, restaurant_id: int, words: Words) -> Reply:
    """Return the digest as of now."""

    def read() -> tuple[Digest, Known | None, SlotRules, Coming | None, Unseen | None]:
        with services.work(restaurant_id) as w:
            now = services.now()
            channels = [c for c in accounts(w) if c.publishes] or accounts(w)
            seen = known(w, channels[0], now) if channels else None
            kept = rules(w, channels[0], seen, now) if seen else SlotRules()
            return gather(w, now), seen, kept, near(coming(w, now)), unseen(w, now)

    digest, seen, kept, feast, learning = await asyncio.to_thread(read)
    now = services.now()
    slots: list[Slot] = []
    if seen:
        slots = await asyncio.to_thread(_slots, services, seen, kept)
    hint = suggested(digest, slots, now)
    parts = (
        _yesterday(digest, words),
        _today(digest, words),
        words("digest.boxed", n=digest.boxed) if digest.boxed else "",
        line(feast, words),
        _asking(digest, words),
        _hint(hint, now, words),
        learning.said(words, now) if learning else "",
    )
    return Reply(
        "\n\n".join(part for part in parts if part),
        title=words("digest.title", day=words.long_day(digest.day)),
        buttons=((*_buttons(digest, words), *_plans(feast, words)),),
    )


def _slots(services: Services, seen: Known, kept: SlotRules) -> list[Slot]:
    now, week = services.now(), services.recommender.week(seen)
    slots = services.recommender.slots(seen, now, 5, kept)
    return at_meals(slots, week, now, kept, ZoneInfo(seen.timezone))


def _yesterday(digest: Digest, words: Words) -> str:
    if not digest.yesterday:
        return words("digest.no_yesterday")
    lines = [words("digest.yesterday", n=len(digest.yesterday))]
    lines += [_out(judged.post, words) + _against(judged, words) for judged in digest.yesterday]
    if not all(judged.mature for judged in digest.yesterday):
        lines.append(words("digest.young"))
    return "\n".join(lines)


def _out(post: PastPost, words: Words) -> str:
    return words(
        "digest.one",
        hour=words.hour(post.published_at),
        network=words(f"network.{post.network}"),
        text=_short(post.text),
        got=post.metrics.interactions,
    )


def _against(judged: Judged, words: Words) -> str:
    """Say how a post did; nothing where its counts are too fresh to compare with anything."""
    if judged.ratio is None:
        return ""
    lift = words.percent(judged.ratio - 1, signed=True)
    return f" ({words('digest.against', lift=lift)})"


def _today(digest: Digest, words: Words) -> str:
    lines = []
    if digest.out:
        lines = [words("digest.out", n=len(digest.out)), *(_out(p, words) for p in digest.out)]
    if digest.today:
        lines += [words("digest.today", n=len(digest.today))]
        lines += [_plan(post, words) for post in digest.today]
    elif digest.out:
        lines.append(words("digest.no_more_today"))
    return "\n".join(lines) or words("digest.no_today")


def _plan(post: Post, words: Words) -> str:
    hour = words.hour(post.due_at) if post.due_at else ""
    return words(
        "digest.plan", hour=hour, network=words(f"network.{post.network}"), text=_short(post.text)
    )


def _asking(digest: Digest, words: Words) -> str:
    lines = [words(f"digest.{s}", n=n) for s, n in digest.asking.items() if n]
    return "\n".join((words("digest.asking"), *lines)) if lines else words("digest.no_asking")


def _hint(hint: Suggestion, now: datetime, words: Words) -> str:
    when = words.soon(hint.slot.starts_at, now) if hint.slot else words("digest.no_slot")
    said = words(hint.key, when=when)
    return f"{words('digest.hint')} {capital_first(said)}"


def _buttons(digest: Digest, words: Words) -> tuple[Button, ...]:
    waits = any(digest.asking[s] for s in digest.asking)
    buttons = [Button(words("start.write"), Action("redactar"), Tone.PRIMARY)]
    if waits:
        buttons.insert(0, Button(words("help.pending"), Action("pendientes")))
    return (*buttons, Button(words("digest.more"), Action("resumen", ("7d",))))


def _plans(feast: Coming | None, words: Words) -> tuple[Button, ...]:
    return (Button(words("digest.ideas"), Action("ideas")),) if feast else ()


def _short(text: str, most: int = 48) -> str:
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rsplit(" ", 1)[0] + "…"

"""The card of `/resumen platos`: what is liked more, what less, and what is still chance."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from peruopt.chat.command import Ask
from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.promises import lift
from peruopt.restaurant import Network
from peruopt.rules.letters import capital_first
from peruopt.summary import latest
from peruopt.summarycard import dates
from peruopt.work.tasting import Tasted, read, tasted

if TYPE_CHECKING:
    from peruopt.learn.liking import Liked

SHOWN, NAMED = 3, 4
"""Dishes with a line each, and dishes named in one line."""


async def liked(ask: Ask, days: int | None, network: Network | None) -> Reply:
    """Answer which dishes people react to most, as far as the posts can tell."""
    return await asyncio.to_thread(_liked, ask, days, network)


def _liked(ask: Ask, days: int | None, network: Network | None) -> Reply:
    words, now = ask.words, ask.services.now()
    with ask.services.work(ask.restaurant.id or 0) as w:
        posts, items = read(w, network)
    if not posts:
        name = words(f"network.{network}") if network else ""
        return Reply(
            words("summary.nothing_network" if network else "summary.nothing", network=name)
        )
    period = latest(posts[-1].published_at, days, now, ask.restaurant.zone) if days else None
    found = tasted(posts, items, ask.restaurant.zone, now, period.start if period else None)
    parts = [words("summary.dishes_title")]
    if network:
        parts.append(words(f"network.{network}"))
    if period:
        days_told = words("summary.days", n=days)
        parts.append(dates(period, words) if period.past else days_told)
    leader = next((d for d in found.liking.dishes if d.clear and d.mean > 0), None)
    return Reply(
        "\n".join(lines(found, words)),
        title=" · ".join(parts),
        buttons=_buttons(leader, words, menu=bool(items)),
    )


def lines(found: Tasted, words: Words) -> list[str]:
    """Return the card's lines."""
    from peruopt.learn.liking import FEWEST

    if not found.named:
        return [words("summary.dishes_unnamed", n=found.read)]
    many = [d for d in found.liking.dishes if d.posts >= FEWEST]
    few = sorted((d for d in found.liking.dishes if d.posts < FEWEST), key=lambda d: -d.posts)
    told = _compared(many, words, leads=found.liking.leads) if len(many) > 1 else []
    if not told:
        told = [words("summary.dishes_too_few", n=FEWEST)]
    if few:
        listed = _listed([f"{d.dish} ({d.posts})" for d in few], words)
        told.append(words("summary.dishes_chance", n=FEWEST, dishes=listed))
    key = "summary.dishes_how_newest" if found.cut else "summary.dishes_how"
    return [*told, "", words(key, n=found.named, of=words.number(found.read))]


def _compared(many: Sequence[Liked], words: Words, *, leads: bool) -> list[str]:
    """Tell apart what can be told apart; of what cannot, show how wide the doubt is."""
    above = [d for d in many if d.clear and d.mean > 0]
    below = [d for d in many if d.clear and d.mean < 0][::-1]
    rest = [d for d in many if not d.clear]
    if not above and not below:
        shown = [_line("maybe", d, words) for d in many[:SHOWN]]
        return [words("summary.dishes_alike"), *shown, *_rest(many[SHOWN:], words)]
    told = [words("summary.dishes_none_above")] if not above else []
    if above:
        told.append(_line("best", above[0], words))
        told += [_line("also", d, words) for d in above[1:SHOWN]]
        if len(above) > 1 and not leads:
            told.append(words("summary.dishes_no_first", one=above[0].dish, other=above[1].dish))
    told += [_line("less", d, words) for d in below[: SHOWN - 1]]
    return told + _rest([*above[SHOWN:], *rest, *below[SHOWN - 1 :]], words)


def _rest(others: Sequence[Liked], words: Words) -> list[str]:
    if not others:
        return []
    return [words("summary.dishes_rest", dishes=_listed([d.dish for d in others], words))]


def _line(kind: str, dish: Liked, words: Words) -> str:
    low, mean, high = (lift(x, words) for x in (dish.low, dish.mean, dish.high))
    told = {"dish": capital_first(dish.dish), "lift": mean, "low": low, "high": high}
    return words(f"summary.dishes_{kind}", n=dish.posts, **told)


def _listed(names: Sequence[str], words: Words) -> str:
    shown = ", ".join(names[:NAMED])
    if len(names) <= NAMED:
        return shown
    return words("summary.dishes_more", dishes=shown, n=len(names) - NAMED)


def _buttons(leader: Liked | None, words: Words, *, menu: bool) -> tuple[tuple[Button, ...], ...]:
    first: list[Button] = []
    if leader:
        action = Action("redactar", tuple(leader.dish.replace(":", " ").split()))
        try:
            action.pack()
            first.append(Button(words("summary.button_write", dish=leader.dish), action))
        except ValueError:  # a name too long for a button
            first = []
    if not menu:
        first.append(Button(words("summary.button_menu"), Action("carta")))
    back = Button(words("help.numbers"), Action("resumen"))
    return tuple(row for row in (tuple(first), (back,)) if row)

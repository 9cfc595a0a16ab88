"""`/mover 4 sábado al mediodía`, `/mover 4 facebook mañana 8pm`, or the same in plain words."""

from __future__ import annotations

import asyncio

from peruopt.cardbuttons import stamp
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply
from peruopt.errors import UserError
from peruopt.restaurant import Network, Role
from peruopt.spoken.moves import parted
from peruopt.work.answering import narrowed
from peruopt.work.approving import Choice
from peruopt.work.deciding import OPEN, decided
from peruopt.work.discarding import ours
from peruopt.work.hours import Meant as Moment
from peruopt.work.hours import moved
from peruopt.work.hourtalk import Said, confirmed, said, settle
from peruopt.work.pointing import Meant, calendar, held, lists, placed, pointed_at
from peruopt.work.turning import excerpt

SHOWN = 3


@register.command("mover", alias="move", topic="move", role=Role.APPROVER, menu=False)
async def move(ask: Ask) -> Reply:
    """Ask for the new hour, or take the one that was said; what is in words is echoed first."""
    found = narrowed(ask.text)
    if found is None:
        return await _asked(ask)
    number, told = str(found.number), said("mover", found.number, found.rest)
    told = Said("mover", number, told.hour, told.version, told.anyway, found.network)
    await asyncio.to_thread(_check, ask, found.number, found.network)
    one = await held(ask, found.number, found.network)
    choice = Choice(found.number, network=found.network, moves=True)
    return await settle(ask, told, choice, _question(ask, one), one.due_at)


async def _asked(ask: Ask) -> Reply:
    """Find the draft that is meant and say where it would go; a press does it."""
    words, now = ask.words, ask.services.now()
    order = parted(ask.text, now, ask.restaurant.zone)
    there = await pointed_at(ask, order.what)
    if not there.found:
        return Reply(words("move.nothing"), buttons=lists(words))
    if there.certain and len(there.found) == 1:
        (one,) = there.found
        told = Said("mover", str(one.number), order.to, network=there.network)
        found = _to(ask, order.to, one) if order.to else None
        if found and found.at:
            return await confirmed(ask, told, found)
        choice = Choice(one.number, network=there.network, moves=True)
        return await settle(ask, told, choice, _question(ask, one), one.due_at)
    lines, rows = [words("cancel.unclear" if not there.certain else "move.which")], []
    for one in there.found[:SHOWN]:
        goes = _to(ask, order.to, one) if order.to else None
        at = goes.at if goes else None
        told_of = {"id": str(one.number), "what": placed(one, words)}
        to = words.when(at) if at else ""
        text = excerpt(one.draft.text)
        lines.append(words("move.line_to" if to else "move.line", text=text, to=to, **told_of))
        narrow = (there.network.value,) if there.network else ()
        args = (str(one.number), *narrow, *((stamp(at, words),) if at else ()))
        rows.append((Button(words("move.this", id=str(one.number)), Action("mover", args)),))
    more = ((calendar(words),),) if len(there.found) > SHOWN else ()
    return Reply("\n".join(lines), buttons=(*rows, *more))


def _to(ask: Ask, hour: str, one: Meant) -> Moment | None:
    """Return where this draft would go; None where the hour is past on its own day."""
    try:
        return moved(hour, ask.restaurant, ask.services.now(), one.due_at)
    except UserError:
        return None


def _question(ask: Ask, one: Meant) -> str:
    told = {"id": str(one.number), "what": placed(one, ask.words)}
    return ask.words("move.ask", text=excerpt(one.draft.text), **told)


def _check(ask: Ask, number: int, network: Network | None) -> None:
    """Raise where nothing of it can be moved any more."""
    with ask.services.work(ask.person.restaurant_id) as w:
        ours(w, number)
        posts = [p for p in w.posts.of_draft(number) if network in (None, p.network)]
        if network and not posts:
            raise UserError("cancel.not_there", id=str(number), network=f"network.{network}")
        if not any(post.state in OPEN for post in posts):
            raise decided(w, posts)

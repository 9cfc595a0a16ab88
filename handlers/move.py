"""`/mover 4 sábado al mediodía`, `/mover 4 facebook mañana 8pm`, or the same in plain words."""

from __future__ import annotations

import asyncio
import re

from peruopt.cardbuttons import stamp
from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply
from peruopt.errors import UserError
from peruopt.post import Post
from peruopt.restaurant import Network, Role
from peruopt.work.answering import narrowed
from peruopt.work.approving import Choice
from peruopt.work.deciding import OPEN, decided
from peruopt.work.discarding import ours
from peruopt.work.hours import meant
from peruopt.work.hourtalk import Said, confirmed, said, settle
from peruopt.work.pointing import calendar, lists, pointed_at
from peruopt.work.turning import copied, excerpt

SHOWN = 3
_TO = re.compile(
    r"^(?P<what>.+?)\s+(?P<when>(?:al|a las?|para|hasta|to|for|until)\s+.+)$", re.IGNORECASE
)
_LEADS = re.compile(r"^(?:al|para|hasta|to|for|until)\s+", re.IGNORECASE)


@register.command("mover", alias="move", topic="move", role=Role.APPROVER, menu=False)
async def move(ask: Ask) -> Reply:
    """Ask for the new hour, or take the one that was said; what is in words is echoed first."""
    found = narrowed(ask.text)
    if found is None:
        return await _asked(ask)
    number, told = str(found.number), said("mover", found.number, found.rest)
    told = Said("mover", number, told.hour, told.version, told.anyway, found.network)
    posts = await asyncio.to_thread(_open, ask, found.number, found.network)
    where = " + ".join(dict.fromkeys(ask.words(f"network.{post.network}") for post in posts))
    due = next((post.due_at for post in posts if post.due_at), None)
    at = ask.words.when(due) if due else "—"
    question = ask.words("move.ask", id=number, network=where, at=at)
    return await settle(
        ask, told, Choice(found.number, network=found.network, moves=True), question
    )


async def _asked(ask: Ask) -> Reply:
    """Find the draft that is meant and say where it would go; a press does it."""
    parted = _TO.match(ask.text)
    what, hour = (parted["what"], _LEADS.sub("", parted["when"])) if parted else (ask.text, "")
    there, words = await pointed_at(ask, what), ask.words
    if not there.found:
        return Reply(words("move.nothing"), buttons=lists(words))
    at = meant(hour, ask.restaurant, ask.services.now()).at if hour else None
    if there.certain and len(there.found) == 1:
        told = Said("mover", str(there.found[0].number), hour, network=there.network)
        if at is not None:
            return confirmed(ask, told, at)
        question = words("approving.ask_hour", id=told.number)
        number = there.found[0].number
        choice = Choice(number, network=there.network, moves=True)
        return await settle(ask, told, choice, question)
    lines, rows = [words("cancel.unclear" if not there.certain else "move.which")], []
    for one in there.found[:SHOWN]:
        when = words.when(one.due_at) if one.due_at else words("card.is_proposed")
        told_of = {"id": str(one.number), "what": when, "text": excerpt(one.draft.text)}
        lines.append(words("cancel.line", **told_of))
        args = (str(one.number), stamp(at, words)) if at else (str(one.number),)
        rows.append((Button(words("move.this", id=str(one.number)), Action("mover", args)),))
    more = ((calendar(words),),) if len(there.found) > SHOWN else ()
    return Reply("\n".join(lines), buttons=(*rows, *more))


def _open(ask: Ask, number: int, network: Network | None) -> list[Post]:
    with ask.services.work(ask.person.restaurant_id) as w:
        ours(w, number)
        posts = [p for p in w.posts.of_draft(number) if network in (None, p.network)]
        if network and not posts:
            raise UserError("cancel.not_there", id=str(number), network=f"network.{network}")
        wanted = [copied(post) for post in posts if post.state in OPEN]
        if not wanted:
            raise decided(w, posts)
        return wanted

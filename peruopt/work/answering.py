"""What the commands on drafts share: the number they are given, and the card they answer with."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from peruopt.chat.command import Ask
from peruopt.chat.message import Address, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.work.albums import most
from peruopt.work.deciding import siblings
from peruopt.work.showing import show

MOST = 300


def numbered(ask: Ask, command: str) -> tuple[int, str]:
    """Return the number that a command begins with, and what follows it."""
    found = re.match(r"\s*#?(\d{1,12})(?:\s+|$)", ask.text)
    if found is None:
        raise UserError("approving.which", command=command)
    return int(found[1]), ask.text[found.end() :].strip()


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A draft, or what of it is for one network, and what else was said."""

    number: int
    network: Network | None
    rest: str


def narrowed(text: str) -> Narrowed | None:
    """Read `4`, `4 facebook` or `4 facebook mañana 8pm`; None where no number comes first."""
    found = re.match(r"\s*#?(\d{1,12})(?:\s+|$)", text)
    if found is None:
        return None
    first, _, rest = text[found.end() :].strip().partition(" ")
    name = first.lower()
    if name in {network.value for network in Network}:
        return Narrowed(int(found[1]), Network(name), rest.strip())
    return Narrowed(int(found[1]), None, text[found.end() :].strip())


async def cards(ask: Ask, ids: Sequence[int], page: int = 0) -> list[Reply]:
    """Return the drafts' cards as they are now, with that page of their buttons."""
    return await asyncio.to_thread(
        show, ask.services, ask.restaurant, ask.words, ids, _pressed(ask), page
    )


async def card(
    ask: Ask, draft_id: int, note: str = "", *, brief: str = "", touches: bool = False
) -> Reply:
    """Return one draft's card, `note` above what it says; `brief` says alone what was done.

    `touches` says that the cards of the same brief count or compare differently now.
    """
    (reply,) = await cards(ask, [draft_id])
    if touches:
        near = await asyncio.to_thread(_beside, ask, draft_id)
        reply = replace(reply, touches=tuple(f"draft:{number}" for number in near))
    if note and not brief:
        brief = ask.words("card.brief", id=str(draft_id), said=note)
    text = f"{note}\n\n{reply.text}" if note else reply.text
    return replace(reply, text=text, brief=brief)


def fewer_told(networks: Iterable[Network], words: Words) -> list[str]:
    """Say which networks show only the first of several pictures, and how many."""
    return [
        words("album.fewer", network=words(f"network.{one}"), limit=most(one)) for one in networks
    ]


def _beside(ask: Ask, draft_id: int) -> list[int]:
    """Return the drafts of the same brief that still wait, save this one."""
    with ask.services.work(ask.person.restaurant_id) as w:
        ids = [one.id or 0 for one in siblings(w, w.drafts.get(draft_id))]
        proposed = {post.draft_id for post in w.posts.in_states(State.PROPOSED, limit=MOST)}
    return [number for number in ids if number != draft_id and number in proposed]


def _pressed(ask: Ask) -> Address | None:
    return ask.message.source if ask.message.action else None

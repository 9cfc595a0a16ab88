"""`/cancelar 4`, `/cancelar 4 facebook`, `cancela la publicación del viernes`."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable
from dataclasses import replace

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.chat.words import Words
from peruopt.names import Names
from peruopt.post import State
from peruopt.restaurant import Network, Role
from peruopt.work import discarding
from peruopt.work.answering import card, narrowed
from peruopt.work.pointing import Meant, calendar, lists, placed, pointed_at
from peruopt.work.turning import excerpt

SHOWN = 3
"""Drafts to choose from; for more there is the calendar."""
_DISCARDS = re.compile(r"\b(?:descart|desech|discard)")
_EVERYTHING = re.compile(r"\b(?:tod[oa]s?|everything|all)\b")


@register.command("cancelar", alias="cancel", topic="cancel", role=Role.APPROVER, menu=False)
async def cancel(ask: Ask) -> Reply:
    """Cancel what is named by its number; ask first about what is said in words."""
    found = narrowed(ask.text)
    if found is None or found.rest:
        return await _asked(ask)
    taken = await asyncio.to_thread(
        discarding.cancel, ask.services, ask.person, found.number, found.network
    )
    told = {"id": str(found.number), "by": ask.person.called}
    if taken.stays:
        return await card(ask, found.number, ask.words("thread.stays", **told))
    where, left = _names(taken.networks, ask.words), _names(taken.left, ask.words)
    said = ask.words("cancel.done_on" if taken.left else "cancel.done", networks=where, **told)
    if taken.left:
        said += " " + ask.words("cancel.left", networks=left)
    return await card(ask, found.number, said)


async def _asked(ask: Ask) -> Reply:
    """Show what may be meant; nothing is cancelled without a press."""
    there, words = await pointed_at(ask, ask.text), ask.words
    if not there.found:
        return Reply(words("cancel.nothing"), buttons=lists(words))
    if there.certain and len(there.found) == 1 and not _EVERYTHING.search(plain(ask.text)):
        (meant,) = there.found
        goes = any(post.state is State.SCHEDULED for post in meant.posts)
        as_said = "_discard" if not goes and _DISCARDS.search(plain(ask.text)) else ""
        yes = Button(words(f"cancel.yes{as_said}"), _action(meant, there.network), Tone.DANGER)
        no = Button(words("cancel.no"), Action("ver", (str(meant.number),)))
        what = _goes(meant, there.network, words)
        question = words(f"cancel.sure{as_said}", id=str(meant.number), what=what)
        return Reply(question, quote=meant.draft.text, buttons=((yes, no),))
    key = "cancel.which" if there.certain else "cancel.unclear"
    if _EVERYTHING.search(plain(ask.text)):
        key = "cancel.not_all"
    lines = [words(key), *(_line(meant, ask) for meant in there.found[:SHOWN])]
    rows = [
        (Button(words("cancel.this", id=str(m.number)), _action(m, there.network), Tone.DANGER),)
        for m in there.found[:SHOWN]
    ]
    more = ((calendar(words),),) if len(there.found) > SHOWN else ()
    return Reply("\n".join(lines), buttons=(*rows, *more))


def _names(networks: Iterable[Network], words: Words) -> Names:
    return Names(tuple(dict.fromkeys(words(f"network.{network}") for network in networks)))


def _goes(meant: Meant, network: Network | None, words: Words) -> str:
    """Say what would be cancelled: what goes out, and what of it still waits elsewhere."""
    if network is not None:
        only = tuple(post for post in meant.posts if post.network is network)
        return placed(replace(meant, posts=only) if only else meant, words)
    going = {post.network for post in meant.posts if post.state is State.SCHEDULED}
    waits = [post.network for post in meant.posts if post.network not in going]
    told = placed(meant, words)
    if not going or not waits:
        return told
    return f"{told}; {words('cancel.also', networks=_names(waits, words))}"


def _action(meant: Meant, network: Network | None) -> Action:
    narrow = (network.value,) if network else ()
    return Action("cancelar", (str(meant.number), *narrow))


def _line(meant: Meant, ask: Ask) -> str:
    told = {"id": str(meant.number), "what": placed(meant, ask.words)}
    return ask.words("cancel.line", text=excerpt(meant.draft.text), **told)

"""`/cancelar 4`, `/cancelar 4 facebook`, `cancela la publicación del viernes`."""

from __future__ import annotations

import asyncio
import re

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Action, Button, Reply, Tone
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
    stays = await asyncio.to_thread(
        discarding.cancel, ask.services, ask.person, found.number, found.network
    )
    told = {"id": str(found.number), "by": ask.person.called}
    if stays:
        return await card(ask, found.number, ask.words("thread.stays", **told))
    if found.network is None:
        return await card(ask, found.number, ask.words("cancel.done", **told))
    network = ask.words(f"network.{found.network}")
    return await card(ask, found.number, ask.words("cancel.done_on", network=network, **told))


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
        question = words(
            f"cancel.sure{as_said}", id=str(meant.number), what=placed(meant, ask.words)
        )
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


def _action(meant: Meant, network: Network | None) -> Action:
    narrow = (network.value,) if network else ()
    return Action("cancelar", (str(meant.number), *narrow))


def _line(meant: Meant, ask: Ask) -> str:
    told = {"id": str(meant.number), "what": placed(meant, ask.words)}
    return ask.words("cancel.line", text=excerpt(meant.draft.text), **told)

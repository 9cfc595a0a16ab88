"""A draft by its number, or the one just looked at; where that is not clear, one press tells."""

from __future__ import annotations

import asyncio
import re

from peruopt.chat.command import Ask
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.post import State
from peruopt.rules.letters import plain
from peruopt.work.answering import narrowed
from peruopt.work.pointing import Meant
from peruopt.work.turning import excerpt
from peruopt.work.wishing import OFFERED, Wished, wished

COMMANDS = {"changes": "cambios", "another_version": "otra", "card": "ver", "photo": "foto"}
_NTH = re.compile(
    r"(?:(?:el|la|the)\s)?(?:(?P<a>primer|first)|(?P<b>segund|second)|(?P<c>tercer|third)"
    r"|(?P<z>ultim|last))[oa]?(?:\s(?:one|propuesta|draft|opcion))?(?:\s+|$)"
)
_PLACES = {"a": 0, "b": 1, "c": 2, "z": -1}


async def found_or_asked(
    ask: Ask, topic: str, *, any_of_them: bool = False
) -> tuple[int, str] | Reply:
    """Return the draft's number and what else was said, or the question which one it is.

    `any_of_them` says that drafts made together are all the same to this command.
    """
    if numbered := narrowed(ask.text):
        network = numbered.network or ""
        return numbered.number, f"{network} {numbered.rest}".strip()

    def read() -> Wished:
        with ask.services.work(ask.person.restaurant_id) as w:
            return wished(w, ask.message.source)

    there, wish = await asyncio.to_thread(read), " ".join(ask.text.split())
    if nth := _NTH.match(plain(wish)):
        place = _PLACES[nth.lastgroup or "a"]
        wish = wish[nth.end() :]
        if there.kin and place < len(there.kin):
            return there.kin[place], wish
    if there.number is not None:
        return there.number, wish
    if any_of_them and there.seen:
        return there.among[-1].number, wish
    return _question(ask, topic, there, wish)


def _question(ask: Ask, topic: str, there: Wished, wish: str) -> Reply:
    words = ask.words
    if not there.among:
        write = Button(words("start.write"), Action("redactar"), Tone.PRIMARY)
        pending = Button(words("help.pending"), Action("pendientes"))
        none = words(f"{topic}.none") if words.has(f"{topic}.none") else words("card.none")
        return Reply(none, buttons=((write, pending),))
    shown = there.among[-OFFERED:] if there.seen else there.among[:OFFERED]
    which = f"{topic}.which" if words.has(f"{topic}.which") else "card.which"
    lines = [words(which, n=len(shown)), *(_line(ask, meant) for meant in shown)]
    buttons = tuple(
        Button(words("card.number", id=str(m.number)), _action(COMMANDS[topic], m.number, wish))
        for m in shown
    )
    pending = Button(words("help.pending"), Action("pendientes"))
    return Reply("\n".join(lines), buttons=(buttons, (pending,)))


def _line(ask: Ask, meant: Meant) -> str:
    told = {"id": str(meant.number), "text": excerpt(meant.draft.text)}
    if meant.due_at and any(post.state is State.SCHEDULED for post in meant.posts):
        return ask.words("changes.line_scheduled", at=meant.due_at, **told)
    return ask.words("changes.line", **told)


def _action(command: str, number: int, wish: str) -> Action:
    """Return the command with the wish in it; one that is too long is asked for again."""
    action = Action(command, (str(number), *wish.replace(":", " ").split()))
    try:
        action.pack()
    except ValueError:
        return Action(command, (str(number),))
    return action

"""Agreeing on an hour: ask for it, echo what was understood, warn of neighbours, then schedule."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass, replace
from datetime import date, datetime

from peruopt.cardbuttons import stamp
from peruopt.chat.command import Ask
from peruopt.chat.message import Action, Button, Reply, Tone
from peruopt.dated import Dated
from peruopt.restaurant import Network
from peruopt.work.answering import card
from peruopt.work.approving import Choice, Crowded, approve, held_back
from peruopt.work.hours import Meant, moved
from peruopt.work.pointing import held, placed
from peruopt.work.turning import excerpt

ANYWAY = ("igual", "anyway")
_FLAG = re.compile(rf"(?:^|\s)(?P<flag>v\d{{1,6}}|{'|'.join(ANYWAY)})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Said:
    """A command that gives an hour, taken apart."""

    command: str
    number: str
    """Of the draft."""
    hour: str
    version: int | None = None
    anyway: bool = False
    network: Network | None = None
    """Only what is for this one."""

    @property
    def which(self) -> tuple[str, ...]:
        """What the command begins with."""
        return (self.number, self.network.value) if self.network else (self.number,)

    @property
    def asks(self) -> Action:
        """The command that the person's next words complete."""
        return Action(self.command, self.which)

    def at(self, moment: datetime, ask: Ask, *, anyway: bool = False) -> Action:
        """Return the same command for exactly this moment."""
        args = [*self.which, stamp(moment, ask.words)]
        args += [f"v{self.version}"] if self.version else []
        return Action(self.command, (*args, *(ANYWAY[:1] if anyway else ())))


def said(command: str, number: int, rest: str) -> Said:
    """Take what follows the number apart: hour, version seen, whether it is insisted on."""
    version, anyway = None, False
    while found := _FLAG.search(rest):
        flag, rest = found["flag"].lower(), rest[: found.start()].strip()
        if flag in ANYWAY:
            anyway = True
        else:
            version = int(flag[1:])
    return Said(command, str(number), rest, version, anyway)


async def settle(
    ask: Ask, told: Said, choice: Choice, question: str, due: datetime | None = None
) -> Reply:
    """Schedule `choice` at the hour told; ask first whatever is missing or was guessed.

    What goes out at `due` is moved from there: its day or its hour stays where none is said.
    """
    if not told.hour:
        return await _missing(ask, choice) or Reply(question, asks=told.asks)
    understood = moved(told.hour, ask.restaurant, ask.services.now(), due)
    if understood.at is None:
        return _which_hour(ask, told, understood)
    if not understood.sure:
        return await confirmed(ask, told, understood)
    wanted = replace(
        choice,
        at=understood.at,
        version=told.version,
        anyway=told.anyway,
        chat=replace(ask.message.source, message=None),
    )
    if understood.at <= ask.services.now() and ask.message.action:
        return await _too_late(ask, choice, understood.at)
    try:
        done = await asyncio.to_thread(approve, ask.services, ask.person, wanted)
    except Crowded as crowded:
        insist = told.at(understood.at, ask, anyway=True)
        return _offer(ask, told, ask.words.error(crowded), "approving.anyway", insist)
    key = "approving.brief_waits" if done.waits else "approving.brief"
    at = ask.words.dated(done.at, ask.services.now())
    brief = ask.words(key, id=str(choice.draft_id), at=at)
    return await card(ask, choice.draft_id, brief=brief)


async def _missing(ask: Ask, choice: Choice) -> Reply | None:
    """Where an hour would not help, show the card, which says what would."""
    left = await asyncio.to_thread(held_back, ask.services, ask.person.restaurant_id, choice)
    if not left:
        return None
    where = " + ".join(ask.words(f"network.{network}") for network in left)
    note = ask.words("approving.missing", id=str(choice.draft_id), networks=where)
    return await card(ask, choice.draft_id, note)


async def _too_late(ask: Ask, choice: Choice, at: datetime) -> Reply:
    """An hour of an old card has passed: offer those that are the best now."""
    note = ask.words("approving.past_next", at=Dated(at, ask.services.now()))
    return await card(ask, choice.draft_id, note)


def _which_hour(ask: Ask, told: Said, understood: Meant) -> Reply:
    question = ask.words("approving.ask_hour_of", day=_day(ask, understood.day))
    day = understood.day.isoformat()
    return Reply(question, asks=Action(told.command, (*told.which, day)))


async def confirmed(ask: Ask, told: Said, understood: Meant) -> Reply:
    """Say what was understood of which draft, and wait for a press before it is done."""
    words, at = ask.words, understood.at
    assert at is not None
    found = await held(ask, int(told.number), told.network)
    which = {"id": told.number, "what": placed(found, words), "text": excerpt(found.draft.text)}
    heard = words("approving.heard", day=_day(ask, at), hour=words.hour(at))
    text = f"{words('approving.heard_of', **which)}\n{heard}"
    asked = _offer(ask, told, text, "approving.yes", told.at(at, ask))
    if understood.other is None:
        return asked
    label = words("approving.other_half", at=words.slot(understood.other, ask.services.now()))
    return replace(
        asked, buttons=(*asked.buttons, (Button(label, told.at(understood.other, ask)),))
    )


def _day(ask: Ask, day: datetime | date) -> str:
    """Return `viernes 27 de noviembre`, or `mié 29 dic 2027` in another year."""
    local = ask.words.local(day) if isinstance(day, datetime) else day
    same = local.year == ask.words.local(ask.services.now()).year
    return ask.words.long_day(day) if same else ask.words.of_year(day)


def _offer(ask: Ask, told: Said, text: str, label: str, action: Action) -> Reply:
    other = Button(ask.words("approving.other_hour"), told.asks)
    return Reply(text, buttons=((Button(ask.words(label), action, Tone.PRIMARY), other),))

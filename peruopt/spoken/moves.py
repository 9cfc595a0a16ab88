"""Moving in words: which draft is meant, and where to: `lo del sábado`, `a las 9 de la noche`.

`mueve la del viernes al domingo` → (`mueve la del viernes`, `domingo`).  The day that follows
the article of a post tells which it is; what follows `a`, `al`, `para`, `to` says where it goes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from peruopt.errors import UserError
from peruopt.rules.letters import composed, plain
from peruopt.spoken.lexicon import STRUCK, blank, either, lexicon, number, number_pattern
from peruopt.spoken.moments import when


@dataclass(frozen=True, slots=True)
class Parted:
    """An order to move, taken apart."""

    what: str
    """Which draft: a number, its day, its dish, or nothing."""
    to: str
    """Where it goes: an hour, a day, both, `una hora más tarde`; empty where it was not said."""


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    days = either([*lexicon("weekdays"), "hoy", "mañana", "pasado mañana", "finde", "today"])
    english = either([*(d for d in lexicon("weekdays") if d.endswith("day")), "today", "tomorrow"])
    count = rf"(?P<n>{number_pattern()}|media|half an|half a)"
    unit = r"(?P<unit>horas?|minutos?|dias?|semanas?|hours?|hrs?|minutes?|mins?|days?|weeks?)"
    later = r"(?P<later>mas tarde|despues|luego|later|after)"
    sooner = r"(?P<sooner>mas temprano|antes|earlier|sooner|before)"
    return {
        "which": re.compile(
            rf"\b(?:lo|la|el|las|los|post|publicacion|propuesta|borrador|programad[oa])"
            rf" (?:del?|que (?:sale|salia|va|iba) (?:el )?)(?: (?:el )?dia| este)? ?"
            rf"\b(?:{days}|\d{{1,2}}(?: de [a-z]+)?)\b"
            rf"|\b(?:the |my |that )?{english}(?:['’]s)? (?:post|draft|one)\b"
            rf"|\b(?:post|draft|one) (?:on|of|from|for) {english}\b"
        ),
        "leads": re.compile(r"\b(?:al|a|para|pa|hasta|to|for|until|till)\b(?= )"),
        "shift": re.compile(
            rf"\b{count} {unit}(?: y (?P<half>media))?(?: (?:{later}|{sooner}))?\W*$"
        ),
        "earlier": re.compile(r"\b(?:adelant|bring|anticip)"),
        "delays": re.compile(
            r"\b(?:posterg|atras|retras|aplaz|postpon|delay|push|corr[ea]|demor)"
        ),
        "next_week": re.compile(r"^(?:la )?(?:proxima semana|semana que viene|next week)\W*$"),
    }


def parted(text: str, now: datetime, zone: ZoneInfo) -> Parted:
    """Take an order to move apart; raise UserError where a day that it goes to is none."""
    text = " ".join(composed(text).split())
    low, known = plain(text), _patterns()
    if (found := known["shift"].search(low)) and shifted(text) is not None:
        return Parted(text[: found.start()].strip(), text)
    which = [m.span() for m in known["which"].finditer(low)]
    left = blank(low, *which)
    named = " ".join(text[slice(*span)] for span in which)
    error: UserError | None = None
    for lead in known["leads"].finditer(left):
        to = left[lead.end() :].strip(f" {STRUCK}")
        try:
            fits = _goes(to, now, zone) or _goes(
                left[lead.start() :].strip(f" {STRUCK}"), now, zone
            )
        except UserError as wrong:
            error = error or wrong
            continue
        if fits:
            before = left[: lead.start()].replace(STRUCK, " ")
            return Parted(" ".join(f"{before} {named}".split()), fits)
    if error is not None:
        raise error
    if not which or known["leads"].search(left):
        return Parted(text, "")
    rest = left.replace(STRUCK, " ").strip()
    hour = when(rest, now=now, zone=zone)  # `move Saturday's post 9 pm`
    return Parted(named, rest if hour and hour.hour else "")


def _goes(to: str, now: datetime, zone: ZoneInfo) -> str:
    """Return the words if they begin with a day or an hour, and say nothing else."""
    to = to.strip(f" {STRUCK}")
    if _patterns()["next_week"].match(to):
        return to
    try:
        said = when(to, now=now, zone=zone)
    except UserError as wrong:
        if str(wrong) == "spoken.past":  # on which day is only known with the draft
            return to
        raise
    if said is None or re.search(r"\w", said.rest):
        return ""
    return to


def shifted(text: str) -> timedelta | None:
    """Return how far `una hora más tarde` or `posterga la 6 dos días` moves; None for neither."""
    low, known = plain(" ".join(text.split())), _patterns()
    if known["next_week"].match(low):
        return timedelta(days=7)
    found = known["shift"].search(low)
    if found is None:
        return None
    back = bool(found["sooner"]) or (not found["later"] and bool(known["earlier"].search(low)))
    if not (found["sooner"] or found["later"] or back or known["delays"].search(low)):
        return None
    count = 0.5 if found["n"][:4] in ("medi", "half") else float(number(found["n"]))
    count += 0.5 if found["half"] else 0.0
    kind = found["unit"][0]
    hours = {"h": 1.0, "m": 1 / 60, "d": 24.0, "s": 168.0, "w": 168.0}[kind]
    return timedelta(hours=count * hours) * (-1 if back else 1)

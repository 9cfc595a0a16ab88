"""The buttons of posts that did not go out as planned, where no card brings its own."""

from __future__ import annotations

from peruopt.chat.message import Action, Button, Tone
from peruopt.chat.words import Words
from peruopt.store import Notice

Rows = tuple[tuple[Button, ...], ...]
ALL = "todas"


def offered(notice: Notice, words: Words) -> Rows:
    """Return what can be answered to a notice."""
    kind, _, number = notice.about.partition(":")
    if notice.key == "publishing.missed_many":
        return for_all(words, see=True)
    if kind != "post":
        return ()
    if notice.key == "publishing.uncertain":
        return for_uncertain(number, words)
    if notice.key in ("publishing.missed", "publishing.failed"):
        return for_one(number, words)
    return ()


def for_uncertain(number: str, words: Words) -> Rows:
    """It is out, or it is not."""
    out = Button(words("publishing.is_out"), Action("salio", (number,)))
    return ((out, Button(words("publishing.is_not_out"), Action("nosalio", (number,)))),)


def for_one(number: str, words: Words) -> Rows:
    """Publish now, move, discard."""
    now = Button(words("missed.now"), Action("perdidas", ("ahora", number)), Tone.PRIMARY)
    move = Button(words("missed.move"), Action("perdidas", ("mover", number)))
    discard = Action("perdidas", ("descartar", number))
    return ((now, move), (Button(words("missed.discard"), discard, Tone.DANGER),))


def for_all(words: Words, *, see: bool = False) -> Rows:
    """The same for all that are past their hour."""
    now = Button(words("missed.all_now"), Action("perdidas", ("ahora", ALL)), Tone.PRIMARY)
    move = Button(words("missed.all_move"), Action("perdidas", ("mover", ALL)))
    discard = Action("perdidas", ("descartar", ALL))
    rows: Rows = ((now, move), (Button(words("missed.all_discard"), discard, Tone.DANGER),))
    return (*rows, (Button(words("missed.see"), Action("perdidas")),)) if see else rows

"""The buttons of posts that did not go out as planned, where no card brings its own."""

from __future__ import annotations

from collections.abc import Sequence

from peruopt.chat.message import Action, Button, Tone
from peruopt.chat.words import Words
from peruopt.store import Notice

Rows = tuple[tuple[Button, ...], ...]
ALL = "todas"
RESULTS = tuple(f"publishing.published{where}" for where in ("", "_plain", "_boxed"))


def offered(notice: Notice, words: Words) -> Rows:
    """Return what can be answered to a notice."""
    kind, _, number = notice.about.partition(":")
    if notice.key == "publishing.missed_many":
        return for_all(words, see=True)
    if kind != "post":
        return ()
    if is_result(notice):
        return () if notice.values.get("url") else ((see_published(words),),)
    if notice.key == "publishing.uncertain":
        return for_uncertain(number, words)
    if notice.key in ("publishing.uncertain_part", "publishing.uncertain_thread"):
        return for_uncertain(number, words, notice.values.get("next", ""))
    if notice.key in ("publishing.missed", "publishing.failed"):
        return for_one(number, words)
    if notice.key in ("publishing.missed_part", "publishing.failed_part"):
        return for_part(number, words)
    return ()


def is_result(notice: Notice) -> bool:
    """Whether it only says that a post is out: a short message, since its card changes, too."""
    return notice.key in RESULTS and notice.about.startswith("post:")


def together(notices: Sequence[Notice]) -> list[list[Notice]]:
    """Bring together what is one message: a draft that is out on several networks at once."""
    found: list[list[Notice]] = []
    for notice in notices:
        alike = next((one for one in found if is_result(notice) and _same(one[0], notice)), None)
        if alike is None:
            found.append([notice])
        else:
            alike.append(notice)
    return found


def _same(one: Notice, other: Notice) -> bool:
    same = one.values.get("id") == other.values.get("id")
    return same and (one.to, one.key, one.locale) == (other.to, other.key, other.locale)


def see_published(words: Words) -> Button:
    """Show what went out where there is no link that anybody could follow."""
    return Button(words("publishing.see"), Action("publicadas"))


def for_uncertain(number: str, words: Words, message: str = "") -> Rows:
    """It is out, or it is not; of a thread, that one message."""
    yes, no = words("publishing.is_out"), words("publishing.is_not_out")
    if message:
        yes, no = (words(f"card.{key}_part", next=message) for key in ("is_out", "not_out"))
    out = Button(yes, Action("salio", (number,)))
    return ((out, Button(no, Action("nosalio", (number,)))),)


def for_one(number: str, words: Words) -> Rows:
    """Publish now, move, discard."""
    now = Button(words("missed.now"), Action("perdidas", ("ahora", number)), Tone.PRIMARY)
    move = Button(words("missed.move"), Action("perdidas", ("mover", number)))
    discard = Action("perdidas", ("descartar", number))
    return ((now, move), (Button(words("missed.discard"), discard, Tone.DANGER),))


def for_part(number: str, words: Words) -> Rows:
    """Send the rest of a thread, or leave it as it is."""
    now = Button(words("card.go_on"), Action("perdidas", ("ahora", number)), Tone.PRIMARY)
    left = Action("perdidas", ("descartar", number))
    return ((now, Button(words("card.leave_part"), left, Tone.DANGER)),)


def for_all(words: Words, *, see: bool = False) -> Rows:
    """The same for all that are past their hour."""
    now = Button(words("missed.all_now"), Action("perdidas", ("ahora", ALL)), Tone.PRIMARY)
    move = Button(words("missed.all_move"), Action("perdidas", ("mover", ALL)))
    discard = Action("perdidas", ("descartar", ALL))
    rows: Rows = ((now, move), (Button(words("missed.all_discard"), discard, Tone.DANGER),))
    return (*rows, (Button(words("missed.see"), Action("perdidas")),)) if see else rows

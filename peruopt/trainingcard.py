"""A training in words, one message edited in place: step n of m, how long it takes, its end."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.courses import STEPS, Course, Outcome, lasts, minutes, step
from peruopt.ports import Training
from peruopt.recommending import ModelRun

FULL, EMPTY, CELLS = "▰", "▱", 10
BRIEF, ROUND = 90.0, 5
"""Seconds up to which a training is told in seconds, and to what they are rounded."""
WAITS = ("training.waiting", "training.elsewhere")
"""Notes of a training that tells no steps."""
_SERVES = {
    "counts_only": "training.serves_untested",
    "no_better_than_level": "training.serves_level",
}


def card(
    course: Course,
    training: Training,
    words: Words,
    *,
    before: Sequence[Course] = (),
    run: ModelRun | None = None,
    serving: bool = False,
) -> Reply:
    """Return the card; `before` are earlier trainings, `run` is what came of this one."""
    about = f"training:{course.id}"
    if course.outcome is not Outcome.OPEN:
        return Reply(
            _ended(course, words, run, serving=serving),
            title=words(f"training.title_{course.outcome}"),
            buttons=(_after(course, words),),
            about=about,
        )
    stop = Button(words("training.button_cancel"), Action("entrenar", ("cancelar",)))
    return Reply(
        "\n".join(_under_way(course, training, words, before)),
        title=words("training.title_first" if course.first else "training.title_open"),
        buttons=((stop,),),
        about=about,
    )


def _under_way(
    course: Course, training: Training, words: Words, before: Sequence[Course]
) -> list[str]:
    told = []
    if course.restarts:
        told.append(words("training.restarted"))
    if training.note in WAITS:
        told.append(words(training.note))
    else:
        at = step(training.share, training.note)
        what = words(f"training.step_{STEPS[at - 1]}")
        told.append(words("training.step", at=at, of=len(STEPS), what=what))
        told.append(bar(training.share, words))
    told.append(expected(course.posts, before, words))
    told.append(words("training.meanwhile", at=words.hour(course.began_at)))
    return told


def expected(posts: int, before: Sequence[Course], words: Words) -> str:
    """Say how long it takes: in seconds where it is hardly more than a minute."""
    first, last = lasts(posts, before)
    if last <= BRIEF:
        low, high = max(ROUND, round(first / ROUND) * ROUND), ceil(last / ROUND) * ROUND
        return words("training.expected_seconds", n=posts, low=low, high=high)
    low, high = minutes(posts, before)
    key = "expected" if low < high else "expected_one"
    return words(f"training.{key}", n=posts, low=low, high=high)


def bar(share: float, words: Words) -> str:
    """Return `▰▰▰▱▱▱▱▱▱▱ 30 %`."""
    full = min(CELLS, max(0, int(share * CELLS + 1e-9)))
    return f"{FULL * full}{EMPTY * (CELLS - full)} {words.percent(min(1.0, max(0.0, share)))}"


def took(seconds: float, words: Words) -> str:
    """Return `1 min 35 s`."""
    whole = max(1, round(seconds))
    if whole < 60:
        return words("training.took_seconds", n=whole)
    return words("training.took_minutes", minutes=whole // 60, seconds=whole % 60)


def _ended(course: Course, words: Words, run: ModelRun | None, *, serving: bool) -> str:
    if course.outcome is Outcome.DONE:
        told = words("training.done", n=course.posts, took=took(course.seconds or 1, words))
        if run is None:
            return told
        if run.serves:
            key = _SERVES.get(str(run.card.get("verdict")), "training.serves")
            return f"{told} {words(key)}"
        return f"{told} {words('training.lost' if serving else 'training.lost_to_usual')}"
    still = words("training.still" if serving else "training.still_prior")
    by = "by" if course.outcome is Outcome.CANCELLED and course.who else ""
    key = f"training.{course.outcome}{'_' + by if by else ''}"
    return f"{words(key, who=course.who)} {still}"


def _after(course: Course, words: Words) -> tuple[Button, ...]:
    if course.outcome is Outcome.DONE:
        return (
            Button(words("training.button_model"), Action("modelo")),
            Button(words("training.button_hours"), Action("horas")),
        )
    if course.outcome is Outcome.NOTHING:
        return (Button(words("training.button_import"), Action("importar")),)
    return (Button(words("training.button_again"), Action("entrenar")),)

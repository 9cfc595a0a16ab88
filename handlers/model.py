"""/modelo: the model card in plain words, and whole with its drawings as a file."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Upload
from peruopt.courses import Course
from peruopt.modelcard import lines
from peruopt.modelread import read
from peruopt.ports import Stage
from peruopt.recommending import Drift, ModelRun
from peruopt.restaurant import RANK, Role
from peruopt.work import knowing
from peruopt.work.holding import PAST, holds
from peruopt.work.training import shown


@dataclass(frozen=True, slots=True)
class Look:
    """What one transaction found."""

    runs: list[ModelRun]
    """Newest first."""
    serving: ModelRun | None
    posts: int
    course: Course | None
    drifts: list[Drift]
    damaged: bool
    """Whether the model that should serve cannot be read."""
    unread: str
    """What must be installed before the serving model can be read; empty where nothing."""


@register.command("modelo", alias="model", topic="model")
async def model(ask: Ask) -> Reply:
    """Answer with what the newest training learned, and whether it serves."""
    words = ask.words
    look = await asyncio.to_thread(_look, ask)
    training = await ask.services.trainer.wait(ask.restaurant.id or 0, 0.0)
    busy = training.stage is Stage.RUNNING
    if not look.runs:
        if busy and look.course:
            card = await shown(ask.services, ask.restaurant, words, look.course.id)
            if card:
                return card
        key = "training" if busy else "none" if look.posts else "nothing"
        return Reply(
            words(f"model.{key}", n=look.posts),
            title=words("model.title"),
            buttons=_train(ask) if look.posts and not busy else (),
        )
    newest = look.runs[0]
    if look.damaged and not busy:
        ask.services.trainer.start(ask.restaurant.id or 0)
        busy = True
    told = lines(
        read(newest), newest.made_at, look.serving, words, look.drifts, damaged=look.damaged
    )
    if look.unread:
        told = f"{words('model.meaning_gone', extra=look.unread)}\n\n{told}"
    if busy:
        told = f"{words('model.learning')}\n\n{told}"
    page = await asyncio.to_thread(_page, ask, look)
    row = (
        Button(words("model.button_hours"), Action("horas")),
        Button(words("model.button_hits"), Action("aciertos")),
        Button(words("model.button_published"), Action("publicadas")),
    )
    return Reply(
        told,
        title=words("model.title"),
        files=(page,),
        buttons=(row, *(() if busy else _train(ask))),
    )


def _train(ask: Ask) -> tuple[tuple[Button, ...], ...]:
    """Offer to learn now, to whom may."""
    if RANK[ask.person.role] < RANK[Role.OWNER]:
        return ()
    return ((Button(ask.words("model.button_train"), Action("entrenar")),),)


def _look(ask: Ask) -> Look:
    with ask.services.work(ask.restaurant.id or 0) as w:
        course = next(iter(w.courses.recent(1)), None)
        found = holds(w, ask.services.now())
        serving = w.models.serving()
        runs, posts = w.models.recent(PAST), w.posts.count()
        damaged = knowing.damaged(w)
    return Look(runs, serving, posts, course, found, damaged, _unread(serving))


def _unread(serving: ModelRun | None) -> str:
    """Name the package without which the model in service answers nothing, if it is missing."""
    from peruopt.learn.embedding import EXTRA, named
    from peruopt.learn.spec import embedder_of

    name = embedder_of(serving.card.get("spec_version")) if serving else ""
    return EXTRA if name and named(name) is None else ""


def _page(ask: Ask, look: Look) -> Upload:
    from peruopt.modelpage import Shown, page

    newest = look.runs[0]
    past = look.runs[::-1]
    shown = Shown(read(newest), newest, look.serving, past, look.drifts, look.damaged)
    content = page(shown, ask.restaurant.name, ask.words)
    return Upload(f"{ask.words('model.file')}.html", content)

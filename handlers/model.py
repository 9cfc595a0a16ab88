"""/modelo: the model card in plain words, and whole as a file."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Button, Reply, Upload
from peruopt.modelcard import lines, read
from peruopt.recommending import ModelRun
from peruopt.work import knowing


@register.command("modelo", alias="model", topic="model")
async def model(ask: Ask) -> Reply:
    """Answer with what the newest training learned, and whether it serves."""
    words = ask.words
    newest, serving, posts = await asyncio.to_thread(_read, ask)
    if newest is None:
        under_way = await knowing.training(ask.services, ask.restaurant.id or 0)
        key = "training" if under_way else "none" if posts else "nothing"
        return Reply(words(f"model.{key}", n=posts), title=words("model.title"))
    card = read(newest)
    page = await asyncio.to_thread(_page, ask, newest, serving)
    return Reply(
        lines(card, newest.made_at, serving, words),
        title=words("model.title"),
        files=(page,),
        buttons=(
            (
                Button(words("model.button_hours"), Action("horas")),
                Button(words("model.button_published"), Action("publicadas")),
            ),
        ),
    )


def _read(ask: Ask) -> tuple[ModelRun | None, ModelRun | None, int]:
    with ask.services.work(ask.restaurant.id or 0) as w:
        return w.models.newest(), w.models.serving(), w.posts.count()


def _page(ask: Ask, newest: ModelRun, serving: ModelRun | None) -> Upload:
    from peruopt.modelpage import page

    content = page(read(newest), newest, serving, ask.restaurant.name, ask.words)
    return Upload(f"{ask.words('model.file')}.html", content)

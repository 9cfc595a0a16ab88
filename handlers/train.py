"""`/entrenar`: learn from all posts now, told in one message that changes in place; or stop it."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import plain
from peruopt.chat.message import Reply
from peruopt.errors import UserError
from peruopt.ports import Stage
from peruopt.restaurant import Role
from peruopt.work.training import Asked, alive, begin, shown, stop

CANCEL = frozenset({"cancelar", "cancela", "parar", "para", "detener", "cancel", "stop"})


@register.command(
    "entrenar", alias="train", topic="training", role=Role.OWNER, menu=False, ahead=True
)
async def answer(ask: Ask) -> Reply:
    """Begin a training, show the one under way, or cancel it."""
    word = plain(ask.text.strip())
    if word in CANCEL:
        return await _cancel(ask)
    if word:
        raise UserError("training.bad", word=ask.text.strip()[:40])
    house_id, services = ask.person.restaurant_id, ask.services
    asked = await asyncio.to_thread(
        begin, services.work, house_id, services.now(), ask.person.called
    )
    if asked is None:
        raise UserError("training.no_posts")
    already = await _runs(ask, asked)
    if not already:
        services.trainer.start(house_id)
    elif asked.already:
        await ask.tell(Reply(ask.words("training.already")))
    card = await shown(services, ask.restaurant, ask.words, asked.course.id)
    assert card is not None
    return card


async def _runs(ask: Ask, asked: Asked) -> bool:
    """Whether it is under way: here, or in another process."""
    here = await ask.services.trainer.wait(ask.person.restaurant_id, 0.0)
    return here.stage is Stage.RUNNING or (
        asked.already and alive(asked.course, ask.services.now())
    )


async def _cancel(ask: Ask) -> Reply:
    house_id, services = ask.person.restaurant_id, ask.services
    # written down before the process is ended: what is cut off is not taken for a failure
    stopped = await asyncio.to_thread(
        stop, services.work, house_id, services.now(), ask.person.called
    )
    running = (await services.trainer.wait(house_id, 0.0)).stage is Stage.RUNNING
    await services.trainer.cancel(house_id)
    if stopped is None:
        return Reply(ask.words("training.stopped" if running else "training.none"))
    card = await shown(services, ask.restaurant, ask.words, stopped.id)
    assert card is not None
    return card

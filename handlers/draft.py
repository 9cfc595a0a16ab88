"""`/redactar`: three drafts for a dish, an idea or a photo."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import courtesy, idea_in
from peruopt.chat.message import Action, Reply
from peruopt.restaurant import Role
from peruopt.work import knowing
from peruopt.work.answering import cards
from peruopt.work.drafting import Idea, propose


@register.command("redactar", alias="draft", topic="draft", role=Role.EDITOR)
async def draft(ask: Ask) -> Reply | Sequence[Reply]:
    """Write, or ask what about; the most promising draft comes last, nearest the thumb."""
    text, uploads = idea_in(ask.text), ask.message.uploads
    if courtesy(text):  # a photo that came with thanks is no less a photo
        text = ""
    if not text and not uploads:
        return Reply(ask.words("draft.ask"), asks=Action("redactar"))
    picture = None
    if uploads:
        picture = await asyncio.to_thread(ask.services.pictures.put, uploads[0].content)
    if len(uploads) > 1:
        await ask.tell(Reply(ask.words("draft.first_photo", n=len(uploads))))
    await ask.tell(Reply(ask.words("draft.writing_photo" if picture else "draft.writing")))
    await _learned(ask)
    drafted = await propose(ask.services, ask.person, Idea(text, picture))
    if drafted.note:
        await ask.tell(Reply(ask.words(drafted.note)))
    return await cards(ask, drafted.ids)


async def _learned(ask: Ask) -> None:
    """Wait for a first training: without it there is no forecast to choose by."""

    def model() -> bool:
        with ask.services.work(ask.person.restaurant_id) as w:
            return w.models.serving() is not None

    house_id = ask.person.restaurant_id
    if not await knowing.training(ask.services, house_id) or await asyncio.to_thread(model):
        return
    await ask.tell(Reply(ask.words("draft.learning")))
    await ask.services.trainer.wait(house_id, knowing.PATIENCE)

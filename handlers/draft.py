"""`/redactar`: three drafts for a dish, an idea or photos."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from peruopt.chat.command import Ask, register
from peruopt.chat.intent import courtesy, idea_in
from peruopt.chat.message import Action, Reply
from peruopt.restaurant import Role
from peruopt.work import knowing
from peruopt.work.albums import Kept, fewer, keep
from peruopt.work.answering import cards, fewer_told
from peruopt.work.drafting import Idea, measured, propose


@register.command("redactar", alias="draft", topic="draft", role=Role.EDITOR)
async def draft(ask: Ask) -> Reply | Sequence[Reply]:
    """Write, or ask what about; the most promising draft comes last, nearest the thumb."""
    text, uploads = idea_in(ask.text), ask.message.uploads
    if courtesy(text):  # a photo that came with thanks is no less a photo
        text = ""
    if not text and not uploads:
        return Reply(ask.words("draft.ask"), asks=Action("redactar"))
    kept = Kept(())
    measured(text)  # before a photo is kept, and before anything is waited for
    if uploads:
        pictures, contents = ask.services.pictures, [upload.content for upload in uploads]
        kept = await asyncio.to_thread(keep, pictures, contents)
    await ask.tell(Reply(await asyncio.to_thread(_begun, ask, kept)))
    await _learned(ask)
    drafted = await propose(ask.services, ask.person, Idea(text, kept.keys))
    if drafted.note:
        await ask.tell(Reply(ask.words(drafted.note)))
    return await cards(ask, drafted.ids)


def _begun(ask: Ask, kept: Kept) -> str:
    """Say what is being done, and what becomes of several photos on each network."""
    words, count = ask.words, len(kept.keys)
    if count < 2:
        lines = [words("draft.writing_photo" if count else "draft.writing")]
    else:
        with ask.services.work(ask.person.restaurant_id) as w:
            networks = [c.network for c in w.channels.all() if c.publishes]
        lines = [words("draft.writing_photos", n=count)]
        lines += fewer_told(fewer(networks, count), words)
    lines += [words("draft.unreadable", n=kept.lost)] if kept.lost else []
    return "\n".join(lines)


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

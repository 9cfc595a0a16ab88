"""`/editar 12 texto nuevo`: a person's own words for a draft."""

from __future__ import annotations

import asyncio

from peruopt.chat.command import Ask, register
from peruopt.chat.message import Action, Reply
from peruopt.post import Draft
from peruopt.restaurant import Role
from peruopt.work.answering import card, numbered
from peruopt.work.deciding import OPEN, decided
from peruopt.work.editing import approved, rewrite
from peruopt.work.wording import joined


@register.command("editar", alias="edit", topic="edit", role=Role.EDITOR, menu=False)
async def edit(ask: Ask) -> Reply:
    """Show the text to be changed and wait for the new one, or take it."""
    number, text = numbered(ask, "editar")
    if text:
        await asyncio.to_thread(rewrite, ask.services, ask.person, number, text)
        return await card(ask, number, ask.words("edit.done", by=ask.person.called), touches=True)
    draft, withdraws = await asyncio.to_thread(_editable, ask, number)
    told = [ask.words("photo.approved")] if withdraws else []
    return Reply(
        "\n".join([*told, ask.words("edit.ask")]),
        title=ask.words("edit.title", id=str(number)),
        quote=joined(draft.text, draft.hashtags.split()),
        asks=Action("editar", (str(number),)),
    )


def _editable(ask: Ask, number: int) -> tuple[Draft, bool]:
    with ask.services.work(ask.person.restaurant_id) as w:
        draft, posts = w.drafts.get(number), w.posts.of_draft(number)
        if not any(post.state in OPEN for post in posts):
            raise decided(w, posts)
        return Draft.copy_of(draft), approved(posts)

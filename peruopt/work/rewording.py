"""Asking for changes: the writer answers with a new version of the draft; the reason is kept."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace

from peruopt.chat.intent import plain
from peruopt.chat.message import Address
from peruopt.errors import UserError
from peruopt.ports import Brief, Candidate, Services, Writing
from peruopt.post import Draft, Post
from peruopt.restaurant import Person, Role
from peruopt.store import Entry, UnitOfWork
from peruopt.work.briefs import brief as filled
from peruopt.work.deciding import OPEN, decided
from peruopt.work.desk import desk
from peruopt.work.discarding import open_to
from peruopt.work.editing import revise
from peruopt.work.leaving import drop
from peruopt.work.turning import excerpt
from peruopt.work.wording import adapted, joined

LONGEST = 500
_OVER = 9
_SHORT = r"(?:cort\w+|brev\w+|concis\w+|short\w*|brief\w*|concise|trim)"
_LONG = r"(?:larg[oa]\w*|extens\w+|detall\w+|ampli\w+|long\w*|detail\w*)"
_NOT = r"(?:muy|demasiado|un poco|menos|tan|too|less|so|that)"
_SHORTER = re.compile(
    rf"\b{_NOT} {_LONG}|\b(?<!muy )(?<!menos )(?<!tan )(?<!too ){_SHORT}|\b(?:menos|fewer|less) "
    r"(?:texto|palabras|words|text)|\b(?:a?cort|recort)a\w*"
)
_LONGER = re.compile(rf"\b{_NOT} {_SHORT}|\b{_LONG}|\balarga\w*")
_BARE_EMOJI = re.compile(r"\b(?:sin|quit\w+|no|without|remove)\b[^.]*\bemojis?\b")
_BARE_TAGS = re.compile(r"\b(?:sin|quit\w+|no|without|remove)\b[^.]*\b(?:hashtags?|etiquetas)\b")
_ONLY_BARE = re.compile(
    r"(?:(?:por favor|porfa\w*|please|y|ni|and|or|nor|haz\w+|pon\w+|dejal[oa]|que sea"
    r"|make it|l[oa]s|the|any|tantos|sin|quit\w+|no|without|remove|emojis?|hashtags?"
    r"|etiquetas)\b\W*)+"
)
_EMOJI = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf\ufe0f\u200d]+ ?")


async def reword(services: Services, person: Person, draft_id: int, wish: str) -> str:
    """Write the draft anew as `wish` asks; return the key of a note about the writing."""
    person.require(Role.EDITOR)
    if len(wish) > LONGEST:
        raise UserError("changes.long", n=len(wish), limit=LONGEST)
    draft, asked = await asyncio.to_thread(_asked, services, person, draft_id, wish)
    chosen, note = bared(draft, wish), ""
    if chosen is None:
        writing = await services.writer.write(asked, _OVER)
        chosen = fitting(writing, wish, asked.previous)
        if chosen is None:
            raise UserError("changes.nothing", id=str(draft_id))
        note = writing.note or ("" if chosen.writer == "gpt" else "changes.offline")

    def change(kept: Draft, posts: Sequence[Post]) -> None:
        kept.text, kept.hashtags = chosen.text, " ".join(chosen.hashtags)
        kept.writer, kept.why = chosen.writer, chosen.why
        kept.remark, kept.remark_by = wish, person.called
        for post in posts:
            post.text = adapted(kept, post.network)

    def keep() -> None:
        revise(services, person, draft_id, change, version=draft.version)
        with services.work(person.restaurant_id) as w:
            about, now = f"draft:{draft_id}", services.now()
            w.audit.add(Entry(now, person.called, "draft.changes_asked", about, wish))

    await asyncio.to_thread(keep)
    return note


def _asked(services: Services, person: Person, draft_id: int, wish: str) -> tuple[Draft, Brief]:
    with services.work(person.restaurant_id) as w:
        draft, posts = w.drafts.get(draft_id), w.posts.of_draft(draft_id)
        if not any(post.state in OPEN for post in posts):
            raise decided(w, posts)
        read = desk(w, services.now(), pictured=draft.picture is not None)
        asked = filled(w, read, draft.brief, draft.picture)
        previous = joined(draft.text, draft.hashtags.split())
        # a small change leaves most of the text as it was, which is no repetition here
        others = [text for text in asked.recent if text != previous]
        wanted = replace(asked, wish=wish, previous=previous, recent=others)
        return Draft.copy_of(draft), wanted


def bared(draft: Draft, wish: str) -> Candidate | None:
    """Return the very text without its emojis or hashtags, where nothing else is wished."""
    said = plain(wish)
    if not (_ONLY_BARE.fullmatch(said) and (_BARE_EMOJI.search(said) or _BARE_TAGS.search(said))):
        return None
    before = Candidate(draft.text, tuple(draft.hashtags.split()), draft.writer, draft.why)
    left = _without(before, said)
    if left == before:
        raise UserError("changes.already", id=str(draft.id))
    return left


def _without(candidate: Candidate, said: str) -> Candidate:
    if _BARE_EMOJI.search(said):
        candidate = replace(candidate, text=_EMOJI.sub("", candidate.text).strip())
    if _BARE_TAGS.search(said):
        candidate = replace(candidate, hashtags=())
    return candidate


def fitting(writing: Writing, wish: str, previous: str) -> Candidate | None:
    """Return the candidate that meets the wish best, and is not the text there is.

    GPT has read the wish; for the offline writer, the wishes that can be met by choosing and
    leaving out are met so.
    """
    fresh = [c for c in writing.candidates if previous not in (c.text, c.full)]
    if not fresh:
        return None
    said = plain(wish)
    chosen = fresh[0]
    if chosen.writer == "gpt":
        return chosen
    if _SHORTER.search(said):
        chosen = min(fresh, key=lambda c: len(c.text))
    elif _LONGER.search(said):
        chosen = max(fresh, key=lambda c: len(c.text))
    return _without(chosen, said)


def reject(
    services: Services, person: Person, draft_id: int, reason: str, chat: Address | None = None
) -> None:
    """Put a draft away, and say why to whoever asked for it."""
    person.require(Role.EDITOR)
    if len(reason) > LONGEST:
        raise UserError("changes.long", n=len(reason), limit=LONGEST)
    with services.work(person.restaurant_id) as w:
        draft, now = w.drafts.get(draft_id), services.now()
        for post in open_to(w, person, w.posts.of_draft(draft_id)):
            w.approvals.forget(post.id or 0)
            drop(w, post, now, person.called)
        draft.remark, draft.remark_by = reason, person.called
        about = f"draft:{draft_id}"
        w.audit.add(Entry(now, person.called, "draft.rejected", about, reason))
        _tell(w, draft, chat)


def _tell(w: UnitOfWork, draft: Draft, chat: Address | None) -> None:
    cards = w.cards.of(f"draft:{draft.id}")
    born = replace(cards[0], message=None) if cards else None
    if born and born != chat:
        told = {"id": str(draft.id), "by": draft.remark_by, "why": excerpt(draft.remark)}
        w.notices.add("changes.rejected_notice", told, f"draft:{draft.id}", to=[born])

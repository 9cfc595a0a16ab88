"""Where each post of a draft stands, in a sentence per network."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from peruopt.chat.words import Words
from peruopt.names import Names
from peruopt.people import Approval
from peruopt.post import Draft, Post, State
from peruopt.restaurant import Network
from peruopt.seen import boxed
from peruopt.spoken.clashing import other_day
from peruopt.work.deciding import WAITING
from peruopt.work.recording import BY_HAND
from peruopt.work.turning import link


def standing_lines(posts: Sequence[Post], words: Words, now: datetime) -> list[str]:
    """Say the state of every post, and why; of several that share it, once.

    A moment of another year than that of `now` says its year.
    """
    states = {post.state for post in posts}
    shared = len(states) == 1 and len({post.due_at for post in posts}) == 1
    lines: dict[str, None] = {}
    for post in posts:
        if states != {State.PROPOSED}:
            said = _state(post, words, now)
            name = "" if shared else f"{words(f'network.{post.network}')}: "
            lines[name + said] = None
        if post.state is State.SCHEDULED and post.thread:
            lines[words("card.thread", n=post.thread)] = None
        if post.reason and post.state is not State.MISSED:
            lines[_why(post, words)] = None
        if link(post):
            lines[link(post)] = None
    return list(lines)


def unconnected_lines(
    posts: Sequence[Post], unconnected: Collection[Network], words: Words
) -> list[str]:
    """Say which of the scheduled go to no network yet."""
    networks = {p.network for p in posts if p.state is State.SCHEDULED} & set(unconnected)
    if not networks:
        return []
    named = " + ".join(words(f"network.{network}") for network in sorted(networks))
    return [words("card.unconnected", networks=named)]


def agreed_lines(agreed: Sequence[Approval], words: Words, now: datetime) -> list[str]:
    """Say who has approved already, where another person's word is missing."""
    lines: dict[str, None] = {}
    for word in agreed:
        if word.due_at:
            at = words.dated(word.due_at, now)
            lines[words("card.agreed", by=word.who, at=at)] = None
        else:
            lines[words("card.agreed_now", by=word.who)] = None
    return list(lines)


def other_day_lines(
    draft: Draft, posts: Sequence[Post], offered: datetime | None, words: Words
) -> list[str]:
    """Say where a text speaks of another day than that on which it is to go out."""
    lines: dict[str, None] = {}
    for post in posts:
        scheduled = post.state is State.SCHEDULED
        at = post.due_at if scheduled else offered if post.state in WAITING else None
        if at is None:
            continue
        on = words.local(at).date()
        if said := other_day(post.text, on, words.local(draft.created_at).date()):
            key = "card.other_day" if scheduled else "card.other_day_offered"
            lines[words(key, said=said, day=words.long_day(on))] = None
    return list(lines)


def remark_lines(draft: Draft, words: Words) -> list[str]:
    """Say why the draft was rejected or written anew."""
    if not draft.remark:
        return []
    return [words("card.remark", by=draft.remark_by, said=draft.remark)]


def _state(post: Post, words: Words, now: datetime) -> str:
    moment = post.published_at if post.state is State.PUBLISHED else post.due_at
    at = words.dated(moment, now) if moment else ""
    key = f"card.is_{post.state}"
    if part := _part(post):
        told = {"out": post.out, "of": post.thread, "next": post.out + 1}
        return words(part, at=words.dated(post.retry_at, now) if post.retry_at else at, **told)
    if post.state is State.PUBLISHED and boxed(post):
        key = "card.is_boxed"
    if post.state is State.SCHEDULED and post.retry_at:
        return words("card.is_waiting", at=words.dated(post.retry_at, now))
    if post.state in (State.SCHEDULED, State.PUBLISHED) and post.approved_by:
        return words(f"{key}_by", at=at, by=Names.of(post.approved_by))
    return words(key, at=at, by="")


def part_line(post: Post, words: Words, now: datetime) -> str:
    """Say how much of a begun thread is out, and where."""
    return f"{_state(post, words, now)}\n{link(post)}".strip()


def _part(post: Post) -> str:
    """Return the sentence of a thread that is half out, or of which nobody knows."""
    if post.begun and post.state is not State.PUBLISHING:
        return f"card.part_{post.state}"
    doubt = post.state is State.UNCERTAIN and post.thread and post.reason != BY_HAND
    return "card.thread_uncertain" if doubt else ""


def _why(post: Post, words: Words) -> str:
    told = {"network": words(f"network.{post.network}"), "id": str(post.id)}
    return words(post.reason, **told) if words.has(post.reason) else words("card.unclear")

"""A draft's card: what it says, what it may expect, where it stands, and what can be pressed."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from peruopt.cardbuttons import buttons
from peruopt.cardlines import (
    agreed_lines,
    other_day_lines,
    remark_lines,
    standing_lines,
    unconnected_lines,
)
from peruopt.chat.message import Picture, Reply
from peruopt.chat.words import Words
from peruopt.people import Approval
from peruopt.post import Draft, Post, State
from peruopt.promises import forecast_lines, hour_line
from peruopt.recommending import Slot
from peruopt.restaurant import Network
from peruopt.rules.finding import Finding, Severity
from peruopt.seen import boxed
from peruopt.work.deciding import WAITING
from peruopt.work.wording import joined, split

_ENDED = frozenset({State.FAILED, State.MISSED, State.PUBLISHED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where a draft stands among those of its brief."""

    number: int = 1
    total: int = 1
    best: bool = False
    """Whether it promises most."""
    others: int = 0
    """How many of the others still wait."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What is known about a draft's chances."""

    slots: Sequence[Slot] = ()
    """Hours to offer, best first."""
    network: Network | None = None
    """Whose hours they are."""
    findings: Mapping[int, Sequence[Finding]] = field(default_factory=dict)
    """By post."""
    same_hour: datetime | None = None
    """What was approved before the text changed, if it is still to come."""
    agreed: Sequence[Approval] = ()
    """Words that wait for another person's."""
    unconnected: Collection[Network] = ()
    """Networks whose posts go to the outbox, for want of an account."""
    now: datetime | None = None
    """When the card is shown; as long as nothing else is said, when the draft was written."""
    learned: datetime | None = None
    """When the model was made that hour and forecast rest on, if newer posts are being learned."""
    gone_by: date | None = None
    """The day that it was written for, if that is over."""


def draft_card(
    draft: Draft,
    posts: Sequence[Post],
    outlook: Outlook,
    words: Words,
    *,
    place: Place | None = None,
    picture: Picture | None = None,
    page: int = 0,
) -> Reply:
    """Return the card, in whatever state the draft's posts are; `page` is of its buttons."""
    place = place or Place()
    waiting = [post for post in posts if post.state in WAITING]
    blocked = {post.id for post in waiting if _blocks(outlook, post)}
    proposed = all(post.state is State.PROPOSED for post in posts)
    lines = _gone_by(outlook, waiting, words)
    lines += [words("card.best")] if place.best and place.total > 1 and proposed else []
    lines += standing_lines(posts, words, outlook.now or draft.created_at)
    lines += unconnected_lines(posts, outlook.unconnected, words)
    lines += agreed_lines(outlook.agreed, words, outlook.now or draft.created_at)
    lines += remark_lines(draft, words)
    lines += [words("card.why", why=draft.why)] if draft.why and waiting else []
    clear = [p for p in posts if p.state is State.SCHEDULED or p in waiting]
    clear = [post for post in clear if post.id not in blocked] or waiting
    if clear:
        lines += forecast_lines(clear, words, alone=len(posts) == 1)
    if waiting and outlook.slots and len(blocked) < len(waiting):
        now = outlook.now or draft.created_at
        lines.append(hour_line(outlook.slots[0], outlook.network, words, now))
        if outlook.learned:
            lines.append(words("unseen.card", at=words.dated(outlook.learned, now)))
    if not outlook.gone_by:
        free = [post for post in posts if post.id not in blocked] or posts
        offered = outlook.slots[0].starts_at if outlook.slots else None
        lines += other_day_lines(draft, free, outlook.same_hour or offered, words)
    if waiting:
        lines += _carried(draft, waiting, words)
        lines += _pictured(draft, waiting, words)
        lines += _warnings(waiting, outlook, words)
    if not posts:
        lines.append(words("card.nowhere"))
    if posts and not proposed:  # a proposal says its number in its title
        lines.append(words("card.number", id=str(draft.id)))
    return Reply(
        "\n".join(lines),
        title=_title(draft, posts, place, words),
        quote=_quote(draft, posts),
        buttons=buttons(draft, posts, outlook, blocked, place, words, page),
        picture=picture,
        about=f"draft:{draft.id}",
    )


def _gone_by(outlook: Outlook, waiting: Sequence[Post], words: Words) -> list[str]:
    """Mark what was written for a day that is over."""
    if outlook.gone_by is None or not waiting:
        return []
    return [words("card.gone_by", day=words.long_day(outlook.gone_by))]


def networks(posts: Sequence[Post], words: Words) -> str:
    """Return `Facebook + Instagram`."""
    named = dict.fromkeys(words(f"network.{post.network}") for post in posts)
    return " + ".join(named)


def _title(draft: Draft, posts: Sequence[Post], place: Place, words: Words) -> str:
    where = networks(posts, words)
    states = {post.state for post in posts}
    if len(states) == 1 and posts[0].begun and states & _ENDED:
        return f"{words('card.title_part')} · {where}"
    if len(states) > 1:
        return words("card.mixed", networks=where)
    if not states or states == {State.PROPOSED}:
        key = "card.proposal" if place.total > 1 else "card.alone"
        told = words(key, id=str(draft.id), number=place.number, total=place.total)
        return f"{told} · {where}" if where else told
    state = "boxed" if all(boxed(post) for post in posts) else states.pop()
    return f"{words(f'card.title_{state}')} · {where}"


def _quote(draft: Draft, posts: Sequence[Post]) -> str:
    """Return the draft's words; of a draft that went to one network, those that went."""
    if len(posts) == 1:
        return posts[0].text
    return joined(draft.text, draft.hashtags.split())


def _carried(draft: Draft, posts: Sequence[Post], words: Words) -> list[str]:
    """Say where a network carries other words than the card shows."""
    if len(posts) < 2:
        return []
    lines: list[str] = []
    whole = draft.hashtags.split()
    for post in posts:
        text, tags = split(post.text)
        name = words(f"network.{post.network}")
        if text != draft.text:
            lines.append(words("card.own_text", network=name, text=text))
        elif len(tags) < len(whole):
            lines.append(words("card.fewer_tags", network=name, n=len(tags), of=len(whole)))
    return lines


def _pictured(draft: Draft, posts: Sequence[Post], words: Words) -> list[str]:
    """Say how many pictures go out together, and where fewer of them."""
    if not draft.more:
        return []
    lines = {words("card.pictures", n=len(draft.album)): None}
    for post in posts:
        if len(post.album) < len(draft.album):
            name = words(f"network.{post.network}")
            lines[words("album.fewer", network=name, limit=len(post.album))] = None
    return list(lines)


def _blocks(outlook: Outlook, post: Post) -> bool:
    return any(f.severity is Severity.BLOCK for f in outlook.findings.get(post.id or 0, ()))


def _warnings(posts: Sequence[Post], outlook: Outlook, words: Words) -> list[str]:
    """Say each finding once; what keeps a network back, says so."""
    lines: dict[str, None] = {}
    for post in posts:
        name = words(f"network.{post.network}")
        for finding in outlook.findings.get(post.id or 0, ()):
            said = words(finding.key, **(finding.values | {"network": name}))
            sign = {"block": "⛔", "warn": "⚠️", "info": "💡"}[finding.severity]
            lines[f"{sign} {said}"] = None
        if _blocks(outlook, post) and not all(_blocks(outlook, other) for other in posts):
            lines[words("card.held_back", network=name)] = None
    return list(lines)

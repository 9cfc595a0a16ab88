"""Cards of drafts as they are now: read, judged, drawn in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from peruopt.cards import Outlook, Place, draft_card
from peruopt.chat.message import Address, Picture, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.people import Approval
from peruopt.ports import Services
from peruopt.post import Draft, Post, State
from peruopt.restaurant import Network, Restaurant
from peruopt.spoken.aiming import Aim
from peruopt.store import UnitOfWork
from peruopt.work.approving import offered_key
from peruopt.work.briefs import aim_of
from peruopt.work.deciding import OPEN, WAITING, blocks, siblings
from peruopt.work.desk import Desk, Offered, desk
from peruopt.work.objecting import mind
from peruopt.work.pictures import size_of
from peruopt.work.policies import counting
from peruopt.work.starring import figure, starred
from peruopt.work.turning import copied
from peruopt.work.unseen import unseen


@dataclass(frozen=True, slots=True)
class Shown:
    """A draft, its posts and its place, read in one transaction."""

    draft: Draft
    posts: list[Post]
    place: Place
    agreed: tuple[Approval, ...]
    """Words that wait for another person's."""
    here: bool
    """Whether the card that was pressed shows this draft."""
    unconnected: frozenset[Network]
    """Networks on which its posts have no account to go out through."""


def show(
    services: Services,
    house: Restaurant,
    words: Words,
    ids: Sequence[int],
    source: Address | None = None,
    page: int = 0,
) -> list[Reply]:
    """Return the cards of the drafts; the one that was pressed, at `source`, in its own place."""
    assert house.id is not None
    with services.work(house.id) as w:
        found = [_read(w, services, draft_id, source) for draft_id in ids]
        waits = any(post.state in WAITING for shown in found for post in shown.posts)
        pictured = all(shown.draft.picture for shown in found)
        read = desk(w, services.now(), pictured=pictured) if waits else None
        learning = unseen(w, services.now()) if waits else None
    hours: dict[Aim, Offered] = {}
    replies: list[Reply] = []
    for shown in found:
        outlook = Outlook()
        if read and any(post.state in WAITING for post in shown.posts):
            aim = aim_of(shown.draft, house)
            if aim not in hours:
                hours[aim] = read.offer(services.recommender, aim)
            outlook = _outlook(services, read, shown, hours[aim])
            last = aim.until or aim.day
            if last and last < services.now().astimezone(house.zone).date():
                outlook = replace(outlook, gone_by=last)
        outlook = replace(
            outlook, now=services.now(), agreed=shown.agreed, unconnected=shown.unconnected
        )
        if learning:
            outlook = replace(outlook, learned=learning.until)
        picture = _picture(services, shown.draft)
        card = draft_card(
            shown.draft,
            shown.posts,
            outlook,
            words,
            place=shown.place,
            picture=picture,
            page=page,
        )
        replies.append(replace(card, replaces=source if shown.here else None))
    return replies


def show_about(services: Services, house: Restaurant, words: Words, about: str) -> Reply | None:
    """Return the card named as in `Reply.about`: `draft:12`, or the draft of `post:7`."""
    kind, _, number = about.partition(":")
    if kind not in ("draft", "post") or not number.isdecimal() or house.id is None:
        return None
    draft_id: int | None = int(number)
    if kind == "post":
        with services.work(house.id) as w:
            draft_id = w.posts.get(int(number)).draft_id
    return show(services, house, words, [draft_id])[0] if draft_id else None


def _read(w: UnitOfWork, services: Services, draft_id: int, source: Address | None) -> Shown:
    draft, now = w.drafts.get(draft_id), services.now()
    ids = [one.id or 0 for one in siblings(w, draft)]
    # in order of number, so that two who lock the same posts never wait for each other
    family = {one: [copied(post) for post in w.posts.of_draft(one)] for one in ids}
    open_ = [one for one in ids if any(p.state is State.PROPOSED for p in family[one])]
    others = sum(one != draft_id for one in open_)
    size = size_of(services.pictures, draft.album) if len(open_) > 1 else None
    promised = {
        one: figure(_clear(family[one], w.restaurant, size))
        for one in open_
        if all(post.state is State.PROPOSED for post in family[one])
    }
    place = Place(ids.index(draft_id) + 1, len(ids), starred(promised) == draft_id, others)
    here = source is not None and source in w.cards.of(f"draft:{draft_id}")
    posts = family[draft_id]
    still = [post for post in posts if post.state in OPEN]
    agreed = [a for a in counting(w, still, now) if a.version == draft.version]
    told = Draft.copy_of(draft)
    return Shown(told, posts, place, tuple(agreed), here, _unconnected(w, posts))


def _unconnected(w: UnitOfWork, posts: Sequence[Post]) -> frozenset[Network]:
    if w.restaurant.demo:  # where nothing goes out, as its own beginning says
        return frozenset()
    return frozenset(p.network for p in posts if w.credentials.of(p.channel_id) is None)


def _clear(
    posts: Sequence[Post], house: Restaurant, size: tuple[int, int] | None
) -> Sequence[Post]:
    """Return the posts whose forecast the card says: those that can go out as they are."""
    ways = {"threads": house.threads}
    return [post for post in posts if not blocks(post, house.locale, size, **ways)] or posts


def _outlook(services: Services, read: Desk, shown: Shown, offered: Offered) -> Outlook:
    size = size_of(services.pictures, shown.draft.album)
    waiting = [post for post in shown.posts if post.state in WAITING]
    due = [p.due_at for p in waiting if p.state is State.PROPOSED and p.due_at]
    # what is offered is logged with its chance, so that hours can be proven later
    assert read.house.id is not None
    with services.work(read.house.id) as w:
        minded = mind(w, shown.draft)
        for post in waiting:
            for slot in offered.slots:
                name, chance = offered_key(slot.starts_at), f"{slot.propensity:.6g}"
                w.attempts.put_note(post.id or 0, name, chance)
    return Outlook(
        offered.slots,
        network=offered.channel.network if offered.channel else None,
        findings={p.id or 0: minded.of(p, read.now, size) for p in waiting},
        same_hour=due[0] if due and due[0] > read.now else None,
    )


def _picture(services: Services, draft: Draft) -> Picture | None:
    if draft.picture is None:
        return None
    try:
        content = services.pictures.get(draft.picture)
    except (OSError, UserError):
        return None
    suffix = "png" if content.startswith(b"\x89PNG") else "jpg"
    return Picture(content, draft.alt, f"draft-{draft.id}.{suffix}")

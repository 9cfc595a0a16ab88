"""Giving posts their hour: approve, move, publish now.  One locked transaction each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from peruopt.chat.message import Address
from peruopt.dated import Dated
from peruopt.errors import AlreadyDecided, UserError
from peruopt.names import joined
from peruopt.ports import Services
from peruopt.post import Draft, Post, State
from peruopt.recommending import Basis, Forecast
from peruopt.restaurant import Network, Person, Role
from peruopt.store import Entry, UnitOfWork
from peruopt.work.deciding import OPEN, WAITING, blocks, decided
from peruopt.work.desk import Desk, desk
from peruopt.work.pictures import size_of
from peruopt.work.policies import Word, given, repeats
from peruopt.work.turning import copied, turn
from peruopt.work.wording import shape

FAR = timedelta(days=366)


class Crowded(UserError):
    """Another post goes out too near; the person may insist."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decided: these posts, at this hour."""

    draft_id: int
    at: datetime | None = None
    """Aware, UTC; None is now."""
    network: Network | None = None
    """Only what is for this one."""
    moves: bool = False
    """Whether posts that are scheduled already change their hour."""
    version: int | None = None
    """The version of the text that the person saw."""
    anyway: bool = False
    """Whether near neighbours have been pointed out."""
    chat: Address | None = None
    """Where it was said: what becomes of the posts is told there, too."""


@dataclass(frozen=True, slots=True)
class Approved:
    """What a person's word has led to."""

    at: datetime
    waits: bool = False
    """Whether the house asks for another person's word, too."""


def approve(services: Services, person: Person, choice: Choice) -> Approved:
    """Schedule what the choice names, for its hour, if the person's word is enough.

    Where the house asks for two, the first one's is kept until the second comes.

    Raises:
        AlreadyDecided: somebody else was faster; says who and when.
        Crowded: another post is too near, and the person has not insisted.
        UserError: the hour has passed, or nothing may go out as it is.
    """
    person.require(Role.APPROVER)
    house_id, now = person.restaurant_id, services.now()
    with services.work(house_id) as w:
        draft, posts = _chosen(w, choice, now)
        at = _hour(choice, now)
        read, copies = desk(w, now), [copied(post) for post in posts]
        album = draft.album
    size = size_of(services.pictures, album)
    judged = read.forecasts(services.recommender, copies, at)
    with services.work(house_id) as w:
        draft, posts = _chosen(w, choice, now)
        locale = w.restaurant.locale
        threads = w.restaurant.threads
        clear = [p for p in posts if not blocks(p, locale, size, threads=threads)]
        if not clear:
            raise _none_clear(w, choice)
        if not choice.anyway:
            _roomy(w, read, clear, at)
        word = Word(person, now, choice.at, choice.chat)
        if repeats(w, clear, word, draft):
            raise AlreadyDecided("approving.yours_already", id=str(choice.draft_id))
        waits = False
        for post in clear:
            deciders = given(w, post, word, draft)
            waits = waits or deciders is None
            if deciders:
                _schedule(w, services, post, joined(deciders), at, now)
                judge(post, judged.get(post.channel_id))
    return Approved(at, waits)


def _chosen(w: UnitOfWork, choice: Choice, now: datetime) -> tuple[Draft, list[Post]]:
    draft = w.drafts.get(choice.draft_id)
    posts = w.posts.of_draft(choice.draft_id)
    if choice.network is not None:
        posts = [post for post in posts if post.network == choice.network]
    if choice.version not in (None, draft.version):
        raise AlreadyDecided("approving.changed", id=str(choice.draft_id))
    wanted = [post for post in posts if post.state in (OPEN if choice.moves else WAITING)]
    if choice.at is None:  # pressed twice: what is due already needs no second push
        wanted = [p for p in wanted if p.state is not State.SCHEDULED or not _due(p, now)]
    if not wanted:
        raise decided(w, posts)
    return draft, wanted


def held_back(services: Services, house_id: int, choice: Choice) -> list[Network]:
    """Return the networks that are left to decide on, where none of them can go out as it is."""
    with services.work(house_id) as w:
        draft, house = w.drafts.get(choice.draft_id), w.restaurant
        album, locale, threads = draft.album, house.locale, house.threads
        posts = [copied(post) for post in w.posts.of_draft(choice.draft_id)]
    if choice.moves and any(post.state is State.SCHEDULED for post in posts):
        return []
    left = [post for post in posts if post.state in WAITING]
    size = size_of(services.pictures, album)
    if any(not blocks(post, locale, size, threads=threads) for post in left):
        return []
    return list(dict.fromkeys(post.network for post in left))


def _none_clear(w: UnitOfWork, choice: Choice) -> UserError:
    """What is left is blocked; if the rest was decided already, that is what to say."""
    others = [post for post in w.posts.of_draft(choice.draft_id) if post.state not in WAITING]
    if others and choice.network is None:
        return decided(w, others)
    return UserError("approving.blocked", id=str(choice.draft_id))


def _due(post: Post, now: datetime) -> bool:
    return post.due_at is not None and post.due_at <= now


def _hour(choice: Choice, now: datetime) -> datetime:
    if choice.at is None:
        return now
    told = {"id": str(choice.draft_id), "at": Dated(choice.at, now)}
    if choice.at <= now:
        raise UserError("approving.past", **told)
    if choice.at > now + FAR:
        raise UserError("approving.far", **told)
    return choice.at


def _roomy(w: UnitOfWork, read: Desk, posts: Sequence[Post], at: datetime) -> None:
    """Raise Crowded if one of the channels has another post near `at`."""
    space = read.house.spacing
    ours = {post.id for post in posts}
    for post in posts:
        near = [
            other.due_at
            for other in w.posts.going_out(at - space, at + space)
            if other.channel_id == post.channel_id and other.id not in ours and other.due_at
        ]
        past = w.posts.history(channel_id=post.channel_id, since=at - space, until=at + space)
        near += [other.published_at for other in past]
        near = [moment for moment in near if abs(moment - at) < space]
        if near:
            other = min(near, key=lambda moment: abs(moment - at))
            key = "approving.crowded_same" if other == at else "approving.crowded"
            raise Crowded(key, at=at, other=other, network=post.network)


def _schedule(
    w: UnitOfWork, services: Services, post: Post, by: str, at: datetime, now: datetime
) -> None:
    if post.state is State.SCHEDULED:  # a new hour is a new approval
        turn(w, post, State.PROPOSED, now, who=by)
    post.due_at, post.lease_until = at, None
    shape(post, threads=w.restaurant.threads)
    post.approve(by, at, now)
    offered = w.attempts.note(post.id or 0, offered_key(at))
    post.propensity = float(offered) if offered else None
    detail = at.isoformat()
    w.audit.add(Entry(now, by, "post.scheduled", f"post:{post.id}", detail))
    services.engine.schedule(w, post)


def offered_key(at: datetime) -> str:
    """Return the name of the note that keeps with which chance an hour was offered."""
    return f"offered:{at.isoformat()}"


def judge(post: Post, forecast: Forecast | None) -> None:
    """Keep a forecast with its post; where no model made it, only what is usual."""
    post.usual = post.expected = post.low = post.high = None
    if forecast and forecast.usual > 0:
        post.usual = forecast.usual
    if forecast and forecast.basis is Basis.MODEL:
        post.usual, post.expected = forecast.usual, forecast.expected
        post.low, post.high = forecast.low, forecast.high

"""Which drafts a person means: `la 4`, `la publicación del viernes`, `the friday post`."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from datetime import date, datetime

from peruopt.chat.command import Ask
from peruopt.chat.message import Action, Button
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.post import Draft, Post, State
from peruopt.restaurant import Network
from peruopt.rules.letters import plain
from peruopt.spoken.days import find_day
from peruopt.spoken.lexicon import blank, lexicon
from peruopt.store import UnitOfWork
from peruopt.work.deciding import OPEN, WAITING, decided
from peruopt.work.turning import copied

MOST = 300
_OWNED = re.compile(r"(?<=day)['’]s\b")
"""`Saturday's post` is the post of Saturday; elsewhere it may be Saturday's special."""


def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(lexicon("pointing")[name], re.VERBOSE)


@dataclass(frozen=True, slots=True)
class Meant:
    """A draft that a person may mean, with its posts that can still change."""

    draft: Draft
    posts: tuple[Post, ...]

    @property
    def number(self) -> int:
        """The number that people know it by."""
        return self.draft.id or 0

    @property
    def due_at(self) -> datetime | None:
        """When the first of its posts goes out."""
        return min((p.due_at for p in self.posts if _goes_out(p) and p.due_at), default=None)


@dataclass(frozen=True, slots=True)
class Pointed:
    """What was found, likeliest first, and whether anything said pointed at it."""

    found: tuple[Meant, ...]
    certain: bool
    number: int | None = None
    network: Network | None = None


async def pointed_at(ask: Ask, said: str) -> Pointed:
    """Return what the words mean here; raise where the draft of a number was decided already."""

    def read() -> Pointed:
        with ask.services.work(ask.person.restaurant_id) as w:
            there = pointed(w, said, ask.services.now())
            if there.number is not None and not there.found:
                raise decided(w, w.posts.of_draft(there.number))
            return there

    return await asyncio.to_thread(read)


async def held(ask: Ask, number: int, network: Network | None = None) -> Meant:
    """Return a draft with what of it can still change, on one network where one is named."""

    def read() -> Meant:
        with ask.services.work(ask.person.restaurant_id) as w:
            posts = _open(w, number, OPEN)
            wanted = tuple(post for post in posts if network in (None, post.network))
            return Meant(Draft.copy_of(w.drafts.get(number)), wanted)

    return await asyncio.to_thread(read)


def placed(meant: Meant, words: Words) -> str:
    """Say where and when a draft goes out."""
    going = [post for post in meant.posts if _goes_out(post)] or meant.posts
    where = " + ".join(dict.fromkeys(words(f"network.{post.network}") for post in going))
    when = words.when(meant.due_at) if meant.due_at else words("card.is_proposed")
    return f"{where}, {when}"


def calendar(words: Words) -> Button:
    """Return the way to everything that is scheduled."""
    return Button(words("pending.calendar"), Action("calendario"))


def lists(words: Words) -> tuple[tuple[Button, ...], ...]:
    """Return where to look when nothing is meant that we know."""
    return ((calendar(words), Button(words("help.pending"), Action("pendientes"))),)


def pointed(w: UnitOfWork, said: str, now: datetime) -> Pointed:
    """Return the drafts that the words may mean; all that is scheduled where they say little."""
    low = _OWNED.sub("", plain(said))
    network = next((n for n in Network if re.search(rf"\b{n.value}\b", low)), None)
    if found := _pattern("number").search(low):
        number = int(found["n"])
        draft = w.drafts.get(number)
        posts = _open(w, number, OPEN)
        meant = (Meant(Draft.copy_of(draft), posts),) if posts else ()
        return Pointed(meant, certain=True, number=number, network=network)
    going = _all(w, State.SCHEDULED)
    if _pattern("last").search(low):
        newest = sorted(going, key=lambda meant: _decided(meant, now), reverse=True)
        return Pointed(tuple(newest[:1]), certain=True, network=network)
    day, rest = _day(low, now.astimezone(w.restaurant.zone).date())
    names = set(re.findall(r"\w{4,}", rest)) - set(lexicon("pointing")["common"])
    names -= {n.value for n in Network}
    zone = w.restaurant.zone
    fits = [
        meant
        for meant in going
        if (day is None or (meant.due_at and meant.due_at.astimezone(zone).date() == day))
        and (network is None or any(post.network == network for post in meant.posts))
        and (not names or _names(meant, names))
    ]
    narrowed = bool(day or names or network)
    if not fits and names and day is None:  # nothing of it is scheduled: is it still proposed?
        fits = [meant for meant in _all(w, *WAITING) if _names(meant, names)]
    if fits and narrowed:
        return Pointed(tuple(fits), certain=True, network=network)
    return Pointed(tuple(going), certain=not narrowed and len(going) == 1, network=network)


def _goes_out(post: Post) -> bool:
    return post.state is State.SCHEDULED


def _open(w: UnitOfWork, draft_id: int, states: frozenset[State]) -> tuple[Post, ...]:
    return tuple(copied(post) for post in w.posts.of_draft(draft_id) if post.state in states)


def _all(w: UnitOfWork, *states: State) -> list[Meant]:
    """Return the drafts with posts in the states, the first to go out first."""
    posts = w.posts.in_states(*states, limit=MOST)
    numbers = sorted({post.draft_id for post in posts if post.draft_id})
    held = {number: _open(w, number, OPEN) for number in numbers}
    found = [
        Meant(Draft.copy_of(w.drafts.get(number)), held[number])
        for number in dict.fromkeys(post.draft_id for post in posts if post.draft_id)
    ]
    return [meant for meant in found if meant.posts]


def _decided(meant: Meant, now: datetime) -> float:
    said = [post.approved_at for post in meant.posts if post.approved_at]
    return max(said, default=now).timestamp()


def _day(low: str, today: date) -> tuple[date | None, str]:
    try:
        found = find_day(low, today)
    except UserError:
        return None, low
    return (found.on, blank(low, found.span)) if found else (None, low)


def _names(meant: Meant, names: set[str]) -> bool:
    told = plain(f"{meant.draft.dish} {meant.draft.brief} {meant.draft.text}")
    return any(name.rstrip("s") in told for name in names)

"""Which draft a wish without a number is for: the one replied to, or the one just looked at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from peruopt.chat.message import Address
from peruopt.post import Draft, Post, State
from peruopt.store import UnitOfWork
from peruopt.work.deciding import OPEN, WAITING, siblings
from peruopt.work.pointing import Meant
from peruopt.work.turning import copied

MOST = 300
NEWEST = 30
"""Open drafts among which one is looked for."""
REPLIED = 60
"""Drafts among whose cards a reply is looked for; who replies to an older one names its number."""
CARDS = 300
"""Cards of a chat among which the one that came last is looked for."""
OFFERED = 3
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Wished:
    """The draft that is surely meant, or those that may be."""

    number: int | None
    among: tuple[Meant, ...] = ()
    seen: bool = False
    """Whether what may be meant was shown in this chat."""
    kin: tuple[int, ...] = ()
    """All that were made for the same brief, decided ones too, in the order of their cards."""


@dataclass(frozen=True, slots=True)
class _Held:
    meant: Meant
    places: tuple[Address, ...]
    """Where this chat shows it."""
    turn: int
    """The greater, the later its card came into the chat."""

    @property
    def shown(self) -> tuple[float, float, float]:
        """When it was last shown, as the chat numbers its messages or as we do."""
        numbered = all(_NUMBER.fullmatch(at.message or "") for at in self.places)
        last = max(float(at.message or 0) for at in self.places) if numbered else 0.0
        return last, self.turn, self.meant.draft.created_at.timestamp()


def wished(w: UnitOfWork, source: Address) -> Wished:
    """Return the draft that somebody means who says nothing but what should be different."""
    if replied := _replied(w, source):
        return Wished(replied)
    here = replace(source, chat=_root(source))
    turns = {about: -n for n, about in enumerate(w.cards.newest(here, CARDS))}
    held = [_held(w, draft, posts, here, turns) for draft, posts in _open(w)]
    seen = sorted((one for one in held if one.places), key=lambda one: one.shown, reverse=True)
    if not seen:
        return Wished(None, tuple(one.meant for one in held[:OFFERED]))
    meant = tuple(sorted(_looked_at(seen), key=lambda meant: meant.number))
    kin = tuple(draft.id or 0 for draft in siblings(w, seen[0].meant.draft))
    goes_out = any(post.state is State.SCHEDULED for post in meant[0].posts)
    sure = None if len(meant) > 1 or goes_out else meant[0].number
    return Wished(sure, meant, seen=True, kin=kin)


def _looked_at(seen: Sequence[_Held]) -> list[Meant]:
    """Return what was looked at last: of those made together, the one shown again if any was."""
    newest = seen[0]
    made = newest.meant.draft.created_at
    batch = [one for one in seen if one.meant.draft.created_at == made]
    return [one.meant for one in ([newest] if len(newest.places) > 1 else batch)]


def _replied(w: UnitOfWork, source: Address) -> int | None:
    """Return the draft whose card was replied to, or in whose thread this was said."""
    chat, _, thread = source.chat.partition(":")
    message = source.message or thread
    if not message:
        return None
    card = Address(source.platform, chat, message)
    for draft in w.drafts.recent(REPLIED):
        if card in [replace(at, chat=_root(at)) for at in w.cards.of(f"draft:{draft.id}")]:
            return draft.id
    return None


def _root(at: Address) -> str:
    """Return the chat that holds it; a thread is `C1:170.1`, within its channel."""
    return at.chat.partition(":")[0]


def _open(w: UnitOfWork) -> list[tuple[Draft, tuple[Post, ...]]]:
    """Return the drafts that can still be changed, newest first; those that wait before others."""
    found: list[tuple[Draft, tuple[Post, ...]]] = []
    for states in (WAITING, OPEN - WAITING):
        posts = w.posts.in_states(*states, limit=MOST, latest=True)
        numbers = {post.draft_id for post in posts if post.draft_id}
        for number in sorted(numbers - {draft.id for draft, _ in found}, reverse=True)[:NEWEST]:
            held = [copied(p) for p in w.posts.of_draft(number) if p.state in OPEN]
            draft = Draft.copy_of(w.drafts.get(number))
            found.append((draft, tuple(held)))
    return found


def _held(
    w: UnitOfWork,
    draft: Draft,
    posts: tuple[Post, ...],
    here: Address,
    turns: Mapping[str, int],
) -> _Held:
    about = f"draft:{draft.id}"
    places = [
        at for at in w.cards.of(about) if (at.platform, _root(at)) == (here.platform, here.chat)
    ]
    return _Held(Meant(draft, posts), tuple(places), turns.get(about, -CARDS))

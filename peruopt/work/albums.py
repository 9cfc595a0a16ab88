"""Several pictures for one draft: a carousel, an album, as many as each network takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peruopt.errors import UserError
from peruopt.ports import Services
from peruopt.post import Draft, Post
from peruopt.publishers.albums import LARGEST, MOST
from peruopt.restaurant import Network, Person
from peruopt.results import Media
from peruopt.work.editing import revise


@dataclass(frozen=True, slots=True)
class Shown:
    """How many pictures the draft has now, and where fewer of them are shown."""

    count: int
    fewer: tuple[Network, ...] = ()


def add_pictures(
    services: Services, person: Person, draft_id: int, keys: Sequence[str], alt: str
) -> Shown:
    """Add pictures after those the draft has; each network gets the first that it takes."""
    counted = 0
    fewer: list[Network] = []

    def change(draft: Draft, posts: Sequence[Post]) -> None:
        nonlocal counted
        there = [draft.picture, *draft.more.split()] if draft.picture else []
        album = list(dict.fromkeys([*there, *keys]))
        if len(album) > LARGEST:
            raise UserError("album.many", n=len(album), limit=LARGEST)
        counted = len(album)
        draft.picture, draft.more, draft.alt = album[0], " ".join(album[1:]), draft.alt or alt
        draft.author_id = person.oneself or None
        for post in posts:
            most = MOST.get(post.network, LARGEST)
            if len(album) > most:
                fewer.append(post.network)
            post.picture, post.more = album[0], " ".join(album[1:most])
            post.alt, post.media = draft.alt, Media.ALBUM if post.more else Media.PHOTO

    revise(services, person, draft_id, change)
    return Shown(counted, tuple(dict.fromkeys(fewer)))

"""Several pictures for one draft: a carousel, an album, as many as each network takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from peruopt.errors import UserError
from peruopt.ports import Pictures, Services
from peruopt.post import Draft, Post
from peruopt.publishers.albums import LARGEST, MOST
from peruopt.restaurant import Network, Person
from peruopt.results import Media
from peruopt.work.editing import revise


@dataclass(frozen=True, slots=True)
class Kept:
    """Pictures that came, each once and in their order, and how many could not be read."""

    keys: tuple[str, ...]
    lost: int = 0


def keep(pictures: Pictures, contents: Iterable[bytes]) -> Kept:
    """Keep what can be read; raise UserError where nothing can, or where it is too much."""
    keys: dict[str, None] = {}
    lost: list[UserError] = []
    for content in contents:
        try:
            keys[pictures.put(content)] = None
        except UserError as error:
            lost.append(error)
    if lost and not keys:
        raise lost[0]
    limited(len(keys))
    return Kept(tuple(keys), len(lost))


def limited(count: int) -> None:
    """Raise UserError for more pictures than any network takes."""
    if count > LARGEST:
        raise UserError("album.many", n=count, limit=LARGEST)


def most(network: Network) -> int:
    """Return how many pictures a network shows in one post."""
    return MOST.get(network, LARGEST)


def fewer(networks: Iterable[Network], count: int) -> tuple[Network, ...]:
    """Return the networks that take fewer than so many."""
    return tuple(dict.fromkeys(one for one in networks if most(one) < count))


def show_in(post: Post, album: Sequence[str], alt: str) -> None:
    """Give a post the first of these pictures, as many as its network takes."""
    first, *more = album
    post.picture, post.more = first, " ".join(more[: most(post.network) - 1])
    post.alt, post.media = alt, Media.ALBUM if post.more else Media.PHOTO


def add_pictures(
    services: Services, person: Person, draft_id: int, keys: Sequence[str], alt: str
) -> int:
    """Add pictures after those the draft has; return how many it has now.

    Each network gets the first that it takes.
    """
    return _change(services, person, draft_id, keys, alt, after=True)


def illustrate(
    services: Services, person: Person, draft_id: int, keys: Sequence[str], alt: str
) -> int:
    """Give the draft these pictures, in place of those it has; return how many."""
    return _change(services, person, draft_id, keys, alt, after=False)


def _change(
    services: Services,
    person: Person,
    draft_id: int,
    keys: Sequence[str],
    alt: str,
    *,
    after: bool,
) -> int:
    count = 0

    def change(draft: Draft, posts: Sequence[Post]) -> None:
        nonlocal count
        there = [draft.picture, *draft.more.split()] if draft.picture and after else []
        album = list(dict.fromkeys([*there, *keys]))
        limited(len(album))
        count = len(album)
        draft.picture, draft.more = album[0], " ".join(album[1:])
        draft.alt = draft.alt if after and draft.alt else alt
        draft.author_id = person.oneself or None
        for post in posts:
            show_in(post, album, draft.alt)

    revise(services, person, draft_id, change, reason="card.changed_photo")
    return count

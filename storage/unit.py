"""The unit of work: every repository of one restaurant inside one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

from peruopt import store
from peruopt.errors import PeruoptError
from peruopt.restaurant import Restaurant
from storage.tables.house import RestaurantRow

if TYPE_CHECKING:
    from sqlmodel import Session

    from storage.database import Database

log = logging.getLogger(__name__)
REPOSITORIES = {
    "posts": "posts.Posts",
    "results": "results.Results",
    "drafts": "drafts.Drafts",
    "attempts": "attempts.Attempts",
    "channels": "house.Channels",
    "credentials": "credentials.Credentials",
    "people": "people.People",
    "rooms": "people.Rooms",
    "approvals": "people.Approvals",
    "cards": "talk.Cards",
    "conversations": "talk.Conversations",
    "notices": "notices.Notices",
    "models": "models.Models",
    "courses": "courses.Courses",
    "trends": "trends.Trends",
    "own_days": "days.OwnDays",
    "digests": "daily.Digests",
    "audit": "daily.Audit",
    "voices": "kitchen.Voices",
    "items": "kitchen.Items",
    "comments": "comments.Comments",
    "overrulings": "kitchen.Overrulings",
}
"""Where each is made; held to its protocol by tests/contract/storage."""


class Unit:
    """`peruopt.store.UnitOfWork`; a repository comes, with its tables, when it is first used."""

    posts: store.Posts
    results: store.Results
    drafts: store.Drafts
    attempts: store.Attempts
    channels: store.Channels
    credentials: store.Credentials
    people: store.People
    rooms: store.Rooms
    approvals: store.Approvals
    cards: store.Cards
    conversations: store.Conversations
    notices: store.Notices
    models: store.Models
    courses: store.Courses
    trends: store.Trends
    own_days: store.OwnDays
    digests: store.Digests
    audit: store.Audit
    voices: store.Voices
    items: store.Items
    comments: store.Comments
    overrulings: store.Overrulings

    def __init__(self, session: Session, restaurant_id: int) -> None:
        found = session.get(RestaurantRow, restaurant_id)
        if found is None:
            raise PeruoptError(f"there is no restaurant {restaurant_id}")
        self.session, self._number = session, restaurant_id
        self.restaurant: Restaurant = found
        self.hooks: list[Callable[[], object]] = []

    def __getattr__(self, name: str) -> object:
        """Make a repository; from then on it is an attribute like any other."""
        if name not in REPOSITORIES:
            raise AttributeError(name)
        file, _, kind = REPOSITORIES[name].partition(".")
        made = getattr(import_module(f"storage.repositories.{file}"), kind)
        found: object = made(self.session, self._number)
        setattr(self, name, found)
        return found

    def after_commit(self, call: Callable[[], object]) -> None:
        """Call it once the transaction is safely on disk."""
        self.hooks.append(call)


@contextmanager
def work(database: Database, restaurant_id: int) -> Iterator[Unit]:
    """Begin a unit of work; it commits when the block ends without an error."""
    with database.writing() as session:
        unit = Unit(session, restaurant_id)
        yield unit
    for call in unit.hooks:
        try:
            call()
        except Exception:
            # what is on disk stays true; the caller must not think it undone
            log.exception("a call after the commit failed")

"""The unit of work: every repository of one restaurant inside one transaction."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from peruopt import courses, credential, people, recommending, store
from peruopt.comments import comment
from peruopt.errors import PeruoptError
from peruopt.festive import own
from peruopt.menu import item
from peruopt.restaurant import Restaurant
from peruopt.rules import overruling
from peruopt.trends import trend
from peruopt.voice import card
from storage.repositories.attempts import Attempts
from storage.repositories.comments import Comments
from storage.repositories.courses import Courses
from storage.repositories.credentials import Credentials
from storage.repositories.daily import Audit, Digests
from storage.repositories.days import OwnDays
from storage.repositories.drafts import Drafts
from storage.repositories.house import Channels
from storage.repositories.kitchen import Items, Overrulings, Voices
from storage.repositories.models import Models
from storage.repositories.notices import Notices
from storage.repositories.people import Approvals, People, Rooms
from storage.repositories.posts import Posts
from storage.repositories.results import Results
from storage.repositories.talk import Cards, Conversations
from storage.repositories.trends import Trends
from storage.tables import RestaurantRow

if TYPE_CHECKING:
    from sqlmodel import Session

    from storage.database import Database

log = logging.getLogger(__name__)


class Unit:
    """`peruopt.store.UnitOfWork`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        found = session.get(RestaurantRow, restaurant_id)
        if found is None:
            raise PeruoptError(f"there is no restaurant {restaurant_id}")
        self.session = session
        self.restaurant: Restaurant = found
        self.hooks: list[Callable[[], object]] = []
        posts = Posts(session, restaurant_id)
        self.posts: store.Posts = posts
        self.results: store.Results = Results(session, restaurant_id, posts)
        self.drafts: store.Drafts = Drafts(session, restaurant_id)
        self.attempts: store.Attempts = Attempts(session, restaurant_id, posts)
        self.channels: store.Channels = Channels(session, restaurant_id)
        self.credentials: credential.Credentials = Credentials(session, restaurant_id)
        self.people: store.People = People(session, restaurant_id)
        self.rooms: people.Rooms = Rooms(session, restaurant_id)
        self.approvals: people.Approvals = Approvals(session, restaurant_id)
        self.cards: store.Cards = Cards(session, restaurant_id)
        self.conversations: store.Conversations = Conversations(session, restaurant_id)
        self.notices: store.Notices = Notices(session, restaurant_id)
        self.models: recommending.Models = Models(session, restaurant_id)
        self.courses: courses.Courses = Courses(session, restaurant_id)
        self.trends: trend.Trends = Trends(session, restaurant_id)
        self.own_days: own.OwnDays = OwnDays(session, restaurant_id)
        self.digests: store.Digests = Digests(session, restaurant_id)
        self.audit: store.Audit = Audit(session, restaurant_id)
        self.voices: card.Voices = Voices(session, restaurant_id)
        self.items: item.Items = Items(session, restaurant_id)
        self.comments: comment.Comments = Comments(session, restaurant_id)
        self.overrulings: overruling.Overrulings = Overrulings(session, restaurant_id)

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

"""The seam to storage: one short transaction on one restaurant, and the few questions across all.

Implemented by `storage`, over SQLite and PostgreSQL, and held to it by tests/contract.
Synchronous on purpose: nothing can be awaited inside a transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from peruopt.chat.message import Action, Address
from peruopt.comments.comment import Comments as Comments
from peruopt.courses import Courses as Courses
from peruopt.credential import Credentials as Credentials
from peruopt.festive.own import OwnDays as OwnDays
from peruopt.menu.item import Items as Items
from peruopt.notice import Notice as Notice
from peruopt.notice import Notices as Notices
from peruopt.people import Approvals as Approvals
from peruopt.people import Doorkeeper
from peruopt.people import Rooms as Rooms
from peruopt.post import Draft, Post, State
from peruopt.recommending import Models as Models
from peruopt.restaurant import Channel, Network, Person, Restaurant
from peruopt.results import Metrics, PastPost
from peruopt.rules.overruling import Overrulings as Overrulings
from peruopt.trends.trend import Trend as Trend
from peruopt.trends.trend import Trends as Trends
from peruopt.voice.card import Voices as Voices


class Posts(Protocol):
    """The posts of one restaurant, imported ones included."""

    def get(self, post_id: int) -> Post:
        """Return the post, locked until the transaction ends; raise UserError if there is none."""

    def add(self, post: Post) -> Post: ...

    def of_draft(self, draft_id: int) -> list[Post]:
        """Return the draft's posts, locked, in order of id."""

    def in_states(self, *states: State, limit: int = 100, latest: bool = False) -> list[Post]:
        """Return our own posts in any of `states`, earliest due first; `latest` turns it."""

    def going_out(self, since: datetime, until: datetime) -> list[Post]:
        """Return what is scheduled or being published between the two."""

    def upsert(self, posts: Sequence[PastPost], seen_at: datetime) -> tuple[int, int]:
        """Take in a batch of history; return (new, updated).

        The key is (channel, external id).  Channels are made as they come.  What is on record
        already and the same counts as neither.
        """

    def history(
        self,
        *,
        channel_id: int | None = None,
        network: Network | None = None,
        since: datetime | None = None,
        until: datetime | None = None,
        newest: int | None = None,
        unseen: bool = False,
    ) -> list[PastPost]:
        """Return published posts with their newest counts, oldest first.

        What nobody saw (`peruopt.seen`) is among them only where it is asked for.
        """

    def count(self, before: datetime | None = None) -> int:
        """Return how many posts people saw; where a moment is given, those on record by then."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The counts of a post at a moment."""

    at: datetime
    metrics: Metrics


class Results(Protocol):
    """Engagement over time."""

    def add(self, post_id: int, at: datetime, metrics: Metrics) -> None: ...
    def of(self, post_id: int) -> list[Snapshot]: ...
    def of_many(self, post_ids: Sequence[int]) -> dict[int, list[Snapshot]]:
        """Return the snapshots of some hundreds of posts in one go, each post's oldest first."""


class Drafts(Protocol):
    """Texts proposed."""

    def get(self, draft_id: int) -> Draft: ...
    def add(self, draft: Draft) -> Draft: ...
    def recent(self, count: int) -> list[Draft]:
        """Return the newest drafts, newest first."""


class Attempts(Protocol):
    """Every try to publish, append-only; at most one of a post is live."""

    def begin(self, post_id: int, at: datetime) -> int: ...
    def end(self, attempt_id: int, at: datetime, outcome: str) -> None: ...
    def live(self, post_id: int) -> int | None: ...
    def note(self, post_id: int, key: str) -> str | None:
        """Return a publisher's note on the post."""

    def put_note(self, post_id: int, key: str, value: str) -> None: ...


class Channels(Protocol):
    """The restaurant's accounts."""

    def all(self) -> list[Channel]: ...
    def get(self, channel_id: int) -> Channel: ...
    def find(self, network: Network, account: str) -> Channel | None: ...
    def add(self, channel: Channel) -> Channel: ...


class People(Protocol):
    """Who talks with us."""

    def all(self) -> list[Person]: ...
    def add(self, person: Person) -> Person: ...
    def get(self, person_id: int) -> Person: ...
    def owners(self) -> list[Person]:
        """Return the owners, locked until the transaction ends."""

    def remove(self, person_id: int) -> None:
        """Let the person go, with the chats that are theirs alone."""


class Cards(Protocol):
    """Where each draft and post is shown, so that all copies change together."""

    def add(self, about: str, at: Address) -> None: ...
    def of(self, about: str) -> list[Address]: ...
    def newest(self, chat: Address, count: int) -> list[str]:
        """Return what the newest cards in the chat are about, each once, newest first."""


class Conversations(Protocol):
    """Commands that wait for a person's next words; they survive a restart.

    What waits is asked of the directory: `awaited`.
    """

    def ask(self, person_id: int, chat: Address, action: Action, until: datetime) -> None: ...
    def answered(self, person_id: int, chat: Address) -> None: ...


class Digests(Protocol):
    """Days whose digest has been made; each once."""

    def claim(self, day: str, at: datetime) -> bool:
        """Return True for the first caller of that local day (YYYY-MM-DD)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the audit log."""

    at: datetime
    who: str
    what: str
    about: str
    detail: str = ""


class Audit(Protocol):
    """Who did what, when.  Append-only."""

    def add(self, entry: Entry) -> None: ...
    def newest(self, count: int) -> list[Entry]: ...


class UnitOfWork(Protocol):
    """One short transaction on one restaurant; commits when its block ends without an error."""

    posts: Posts
    results: Results
    drafts: Drafts
    attempts: Attempts
    channels: Channels
    credentials: Credentials
    people: People
    rooms: Rooms
    approvals: Approvals
    cards: Cards
    conversations: Conversations
    notices: Notices
    models: Models
    courses: Courses
    trends: Trends
    own_days: OwnDays
    digests: Digests
    audit: Audit
    voices: Voices
    items: Items
    comments: Comments
    overrulings: Overrulings

    @property
    def restaurant(self) -> Restaurant:
        """The restaurant; changes to it are kept."""

    def after_commit(self, call: Callable[[], object]) -> None:
        """Call it once the transaction is safely on disk."""


Work = Callable[[int], AbstractContextManager[UnitOfWork]]
"""`with work(restaurant_id) as w:` is the only entry to a restaurant's data."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Who is speaking, for which restaurant."""

    restaurant: Restaurant
    person: Person


class Directory(Doorkeeper, Protocol):
    """The few questions that concern all restaurants.  Each is its own transaction."""

    def first_time(self, platform: str, message_id: str, at: datetime) -> bool:
        """Return True unless this inbound message has been seen before."""

    def seats(self, platform: str, handle: str) -> list[Seat]:
        """Return every restaurant in which the person has a role."""

    def open(self, restaurant: Restaurant, owner: Person) -> Seat:
        """Found a restaurant with its owner."""

    def restaurants(self) -> list[Restaurant]: ...

    def bind(
        self, restaurant_id: int, chat: Address, *, handle: str = "", shared: bool = False
    ) -> None:
        """Send the restaurant's notices here, too; a shared chat now speaks for it alone."""

    def runs(self, until: datetime) -> list[tuple[int, int, datetime]]:
        """Return (restaurant, post, moment) of every post whose `runs_at` is due by `until`."""

    def lane(self, post_id: int, now: datetime) -> int | None:
        """Return the channel of a post that is due by `now`; None for any other."""

    def next_run(self) -> datetime | None:
        """Return the earliest `runs_at` of all."""

    def overdue(self, before: datetime) -> list[tuple[int, int]]:
        """Return (restaurant, post) of what was due by then and has been tried in vain so far."""

    def uncertain(self) -> Iterable[tuple[int, int]]:
        """Return (restaurant, post) of every post that may or may not be out."""

    def measurable(self, since: datetime) -> list[tuple[int, Post, int]]:
        """Return (restaurant, post, snapshots so far) of our own posts published since."""

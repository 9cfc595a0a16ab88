"""A post, from proposal to published, and the only moves it may make."""

import hashlib
from datetime import UTC, datetime
from enum import StrEnum
from types import MappingProxyType

from peruopt.errors import AlreadyDecided
from peruopt.names import Names
from peruopt.record import Record
from peruopt.restaurant import Network
from peruopt.results import Media


class State(StrEnum):
    """Where a post is on its way."""

    PROPOSED = "proposed"
    SCHEDULED = "scheduled"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    MISSED = "missed"
    CANCELLED = "cancelled"


MOVES = MappingProxyType(
    {
        State.PROPOSED: {State.SCHEDULED, State.CANCELLED},
        # back to PROPOSED when what was approved has changed since
        State.SCHEDULED: {State.PUBLISHING, State.CANCELLED, State.MISSED, State.PROPOSED},
        State.PUBLISHING: {State.PUBLISHED, State.SCHEDULED, State.FAILED, State.UNCERTAIN},
        # FAILED only by a person who has looked; SCHEDULED also where it is proven not sent
        State.UNCERTAIN: {State.PUBLISHED, State.SCHEDULED, State.FAILED},
        State.MISSED: {State.SCHEDULED, State.CANCELLED},
        State.FAILED: {State.SCHEDULED, State.CANCELLED},
        State.PUBLISHED: set[State](),
        State.CANCELLED: set[State](),
    }
)


class Draft(Record):
    """One text proposed for a brief.  Its posts, one per network, carry what becomes of it."""

    id: int | None = None
    restaurant_id: int
    brief: str
    """The dish or idea as the person put it."""
    dish: str = ""
    text: str
    hashtags: str = ""
    """Space-separated, each with its #."""
    picture: str | None = None
    """Key of the picture in the media store."""
    more: str = ""
    """Keys of further pictures, space-separated, in their order."""
    alt: str = ""
    writer: str = ""
    """Who wrote it: `gpt`, `template` or a person's name."""
    why: str = ""
    """What its writer wrote it for, in a sentence; nothing once a person has changed it."""
    author: str = ""
    author_id: int | None = None
    """`Person.oneself` of whoever asked for the text, or last changed it."""
    remark: str = ""
    """What was last said about it: why it was rejected, or what should change."""
    remark_by: str = ""
    locale: str = "es_PE"
    version: int = 1
    created_at: datetime

    @property
    def album(self) -> tuple[str, ...]:
        """Return the keys of all its pictures, in their order."""
        return (self.picture, *self.more.split()) if self.picture else ()


class Post(Record):
    """One text for one network.  `storage.tables.PostRow` adds the table."""

    id: int | None = None
    restaurant_id: int
    channel_id: int
    draft_id: int | None = None
    network: Network
    text: str
    media: Media = Media.TEXT
    picture: str | None = None
    more: str = ""
    """Keys of further pictures, space-separated: an album or a carousel."""
    alt: str = ""
    state: State = State.PROPOSED
    due_at: datetime | None = None
    retry_at: datetime | None = None
    """When a busy network may be asked again; `due_at` stays what was approved."""
    lease_until: datetime | None = None
    """While PUBLISHING: when the attempt must be presumed dead."""
    approved_by: str | None = None
    approved_at: datetime | None = None
    approved_fingerprint: str | None = None
    published_at: datetime | None = None
    external_id: str | None = None
    url: str = ""
    thread: int = 0
    """Of how many messages the thread is that was approved; 0 for a single post."""
    out: int = 0
    """How many of them are out."""
    reason: str = ""
    """Key of the sentence that says why it is FAILED, UNCERTAIN or MISSED."""
    imported: bool = False
    usual: float | None = None
    """Interactions usual for the account when the post was scheduled, with the forecast's
    median and 90 % interval in the same unit."""
    expected: float | None = None
    low: float | None = None
    high: float | None = None
    propensity: float | None = None
    """The chance with which its hour was chosen, logged so that hours can be proven later."""

    def move(self, to: State) -> None:
        """Change state, or raise AlreadyDecided with who got there first."""
        if to not in MOVES[self.state]:
            raise AlreadyDecided("error.already", state=self.state, by=Names.of(self.approved_by))
        self.state = to

    def approve(self, by: str, due_at: datetime, now: datetime) -> None:
        """Freeze exactly this text and picture for exactly this hour."""
        self.move(State.SCHEDULED)
        self.approved_by, self.approved_at, self.due_at = by, now, due_at
        self.retry_at, self.reason = None, ""
        self.approved_fingerprint = self.fingerprint

    @property
    def album(self) -> tuple[str, ...]:
        """Return the keys of all its pictures, in their order."""
        return (self.picture, *self.more.split()) if self.picture else ()

    @property
    def fingerprint(self) -> str:
        """What an approval approves: network, text, pictures, hour, and how it is cut."""
        due = self.due_at.astimezone(UTC).isoformat() if self.due_at else ""
        cut = (f"thread of {self.thread}",) if self.thread else ()
        told = "\n".join((self.network, due, " ".join(self.album), self.text, *cut))
        return hashlib.sha256(told.encode()).hexdigest()

    @property
    def begun(self) -> bool:
        """Whether some messages of its thread are out, and others are not."""
        return 0 < self.out < self.thread

    @property
    def runs_at(self) -> datetime | None:
        """When the engine should next look at it."""
        if self.state is State.SCHEDULED:
            return self.retry_at or self.due_at
        return self.lease_until if self.state is State.PUBLISHING else None

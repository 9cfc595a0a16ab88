"""Tables of a post's life: drafts, posts, attempts with their notes, results over time."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlmodel import Field

from peruopt.post import Draft, Post, State
from peruopt.record import Record
from peruopt.restaurant import Network
from peruopt.results import Media
from storage.types import UtcDateTime, choice


class Counts(Record):
    """The columns of `peruopt.results.Metrics`; wide, for a file may claim any number."""

    likes: int | None = Field(default=None, sa_type=BigInteger)
    comments: int | None = Field(default=None, sa_type=BigInteger)
    shares: int | None = Field(default=None, sa_type=BigInteger)
    saves: int | None = Field(default=None, sa_type=BigInteger)
    clicks: int | None = Field(default=None, sa_type=BigInteger)
    reach: int | None = Field(default=None, sa_type=BigInteger)
    views: int | None = Field(default=None, sa_type=BigInteger)


class DraftRow(Draft, table=True):
    """A text proposed."""

    __tablename__ = "drafts"
    # a number once shown on a card never means another draft
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id", index=True)
    created_at: datetime = Field(sa_type=UtcDateTime)


class PostRow(Counts, Post, table=True):
    """A post on record, with a copy of its newest counts so that history reads one table."""

    __tablename__ = "posts"
    __table_args__ = (
        UniqueConstraint("channel_id", "external_id", name="uq_posts_external"),
        Index("ix_posts_published", "restaurant_id", "published_at"),
        Index("ix_posts_network", "restaurant_id", "network", "published_at"),
        Index("ix_posts_channel", "restaurant_id", "channel_id", "published_at"),
        Index("ix_posts_own", "restaurant_id", "imported", "state", "due_at"),
        Index("ix_posts_state", "imported", "state", "published_at"),
        {"sqlite_autoincrement": True},
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    channel_id: int = Field(foreign_key="channels.id")
    draft_id: int | None = Field(default=None, foreign_key="drafts.id", index=True)
    network: Network = Field(sa_type=choice(Network))
    media: Media = Field(default=Media.TEXT, sa_type=choice(Media))
    state: State = Field(default=State.PROPOSED, sa_type=choice(State))
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    retry_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    lease_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    approved_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    counted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


LIVE = "ended_at IS NULL"


class AttemptRow(Record, table=True):
    """A try to publish.  Without an end it is live, and only one of a post may be."""

    __tablename__ = "attempts"
    __table_args__ = (
        Index(
            "uq_attempts_live",
            "post_id",
            unique=True,
            sqlite_where=text(LIVE),
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    post_id: int = Field(foreign_key="posts.id", index=True)
    began_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    outcome: str = ""


class ApprovalRow(Record, table=True):
    """One person's word for one post, and where it was given."""

    __tablename__ = "approvals"

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    post_id: int = Field(foreign_key="posts.id", index=True)
    human: int
    person_id: int
    who: str
    at: datetime = Field(sa_type=UtcDateTime)
    due_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    version: int
    platform: str = Field(default="", max_length=32)
    chat: str = ""
    spent: bool = False


class NoteRow(Record, table=True):
    """A publisher's note on a post: container and upload ids that outlive a crash."""

    __tablename__ = "notes"

    post_id: int = Field(foreign_key="posts.id", primary_key=True)
    key: str = Field(primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    value: str


class ResultRow(Counts, table=True):
    """The counts of a post at a moment."""

    __tablename__ = "results"
    __table_args__ = (UniqueConstraint("post_id", "at", name="uq_results_moment"),)

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    post_id: int = Field(foreign_key="posts.id")
    at: datetime = Field(sa_type=UtcDateTime)

"""The first schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

revision = "0001"
down_revision = None

MOMENT = sa.DateTime(timezone=True)


def must(name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any]) -> sa.Column[Any]:
    """Return a column that must be filled."""
    return sa.Column(name, kind, nullable=False)


def key(name: str, to: str) -> sa.Column[Any]:
    """Return a reference that must be filled."""
    return sa.Column(name, sa.Integer, sa.ForeignKey(to), nullable=False)


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "inbox",
        must("platform", sa.String(32)),
        must("message_id", sa.String),
        must("at", MOMENT),
        sa.PrimaryKeyConstraint("platform", "message_id"),
    )
    op.create_index("ix_inbox_at", "inbox", ["at"])
    op.create_table(
        "restaurants",
        sa.Column("id", sa.Integer, primary_key=True),
        must("name", sa.String),
        must("locale", sa.String),
        must("timezone", sa.String),
        must("voice", sa.String),
        must("city", sa.String),
        sa.Column("digest_at", sa.Time),
        must("opens", sa.Time),
        must("closes", sa.Time),
        must("spacing_minutes", sa.Integer),
        must("grace_minutes", sa.Integer),
        must("explore_share", sa.Float),
        must("demo", sa.Boolean),
    )
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("at", MOMENT),
        must("who", sa.String),
        must("what", sa.String),
        must("about", sa.String),
        must("detail", sa.String),
    )
    op.create_index("ix_audit_restaurant_id", "audit", ["restaurant_id"])
    op.create_table(
        "cards",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("about", sa.String),
        must("platform", sa.String(32)),
        must("chat", sa.String),
        must("message", sa.String),
        sa.UniqueConstraint(
            "restaurant_id", "about", "platform", "chat", "message", name="uq_cards_place"
        ),
    )
    op.create_index("ix_cards_chat", "cards", ["restaurant_id", "platform", "chat", "id"])
    op.create_table(
        "channels",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("network", sa.String(16)),
        must("account", sa.String),
        must("publishes", sa.Boolean),
        sa.UniqueConstraint("restaurant_id", "network", "account", name="uq_channels_account"),
    )
    op.create_table(
        "chats",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("platform", sa.String(32)),
        must("chat", sa.String),
        sa.UniqueConstraint("restaurant_id", "platform", "chat", name="uq_chats_chat"),
    )
    op.create_table(
        "digests",
        key("restaurant_id", "restaurants.id"),
        must("day", sa.String(10)),
        must("at", MOMENT),
        sa.PrimaryKeyConstraint("restaurant_id", "day"),
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("brief", sa.String),
        must("dish", sa.String),
        must("text", sa.String),
        must("hashtags", sa.String),
        sa.Column("picture", sa.String),
        must("alt", sa.String),
        must("writer", sa.String),
        must("author", sa.String),
        must("locale", sa.String),
        must("version", sa.Integer),
        must("created_at", MOMENT),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_drafts_restaurant_id", "drafts", ["restaurant_id"])
    op.create_table(
        "models",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("made_at", MOMENT),
        must("card", sa.JSON),
        must("serves", sa.Boolean),
        must("weights", sa.LargeBinary),
        must("sha256", sa.String(64)),
        must("held_out", sa.JSON),
    )
    op.create_index("ix_models_serving", "models", ["restaurant_id", "serves", "id"])
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("platform", sa.String(32)),
        must("chat", sa.String),
        must("key", sa.String),
        must("words", sa.JSON),
        must("about", sa.String),
        must("tries", sa.Integer),
        sa.Column("retry_at", MOMENT),
        sa.Column("told_at", MOMENT),
        sa.Column("given_up_at", MOMENT),
    )
    op.create_index("ix_notices_waiting", "notices", ["restaurant_id", "told_at"])
    op.create_table(
        "people",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("platform", sa.String(32)),
        must("handle", sa.String),
        must("name", sa.String),
        must("role", sa.String(16)),
        must("locale", sa.String),
        sa.UniqueConstraint("restaurant_id", "platform", "handle", name="uq_people_handle"),
    )
    op.create_index("ix_people_handle", "people", ["handle"])
    op.create_table(
        "trends",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("source", sa.String),
        must("topic", sa.String),
        must("url", sa.String),
        must("weight", sa.Float),
        must("seen_at", MOMENT),
        sa.UniqueConstraint("restaurant_id", "source", "topic", name="uq_trends_topic"),
    )
    op.create_index("ix_trends_seen", "trends", ["restaurant_id", "seen_at"])
    op.create_table(
        "conversations",
        key("person_id", "people.id"),
        must("platform", sa.String(32)),
        must("chat", sa.String),
        key("restaurant_id", "restaurants.id"),
        must("action", sa.String),
        must("until", MOMENT),
        sa.PrimaryKeyConstraint("person_id", "platform", "chat"),
    )
    op.create_table(
        "posts",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        key("channel_id", "channels.id"),
        sa.Column("draft_id", sa.Integer, sa.ForeignKey("drafts.id")),
        must("network", sa.String(16)),
        must("text", sa.String),
        must("media", sa.String(16)),
        sa.Column("picture", sa.String),
        must("alt", sa.String),
        must("state", sa.String(16)),
        sa.Column("due_at", MOMENT),
        sa.Column("retry_at", MOMENT),
        sa.Column("lease_until", MOMENT),
        sa.Column("approved_by", sa.String),
        sa.Column("approved_at", MOMENT),
        sa.Column("approved_fingerprint", sa.String),
        sa.Column("published_at", MOMENT),
        sa.Column("external_id", sa.String),
        must("url", sa.String),
        must("reason", sa.String),
        must("imported", sa.Boolean),
        sa.Column("usual", sa.Float),
        sa.Column("expected", sa.Float),
        sa.Column("low", sa.Float),
        sa.Column("high", sa.Float),
        sa.Column("propensity", sa.Float),
        sa.Column("likes", sa.BigInteger),
        sa.Column("comments", sa.BigInteger),
        sa.Column("shares", sa.BigInteger),
        sa.Column("saves", sa.BigInteger),
        sa.Column("clicks", sa.BigInteger),
        sa.Column("reach", sa.BigInteger),
        sa.Column("views", sa.BigInteger),
        sa.Column("counted_at", MOMENT),
        sa.UniqueConstraint("channel_id", "external_id", name="uq_posts_external"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_posts_channel", "posts", ["restaurant_id", "channel_id", "published_at"])
    op.create_index("ix_posts_draft_id", "posts", ["draft_id"])
    op.create_index("ix_posts_network", "posts", ["restaurant_id", "network", "published_at"])
    op.create_index("ix_posts_own", "posts", ["restaurant_id", "imported", "state", "due_at"])
    op.create_index("ix_posts_published", "posts", ["restaurant_id", "published_at"])
    op.create_index("ix_posts_state", "posts", ["imported", "state", "published_at"])
    op.create_table(
        "attempts",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        key("post_id", "posts.id"),
        must("began_at", MOMENT),
        sa.Column("ended_at", MOMENT),
        must("outcome", sa.String),
    )
    op.create_index("ix_attempts_post_id", "attempts", ["post_id"])
    op.create_index(
        "uq_attempts_live",
        "attempts",
        ["post_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "notes",
        key("post_id", "posts.id"),
        must("key", sa.String),
        key("restaurant_id", "restaurants.id"),
        must("value", sa.String),
        sa.PrimaryKeyConstraint("post_id", "key"),
    )
    op.create_table(
        "results",
        sa.Column("likes", sa.BigInteger),
        sa.Column("comments", sa.BigInteger),
        sa.Column("shares", sa.BigInteger),
        sa.Column("saves", sa.BigInteger),
        sa.Column("clicks", sa.BigInteger),
        sa.Column("reach", sa.BigInteger),
        sa.Column("views", sa.BigInteger),
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        key("post_id", "posts.id"),
        must("at", MOMENT),
        sa.UniqueConstraint("post_id", "at", name="uq_results_moment"),
    )
    op.create_table(
        "voices",
        key("restaurant_id", "restaurants.id"),
        must("card", sa.JSON),
        sa.PrimaryKeyConstraint("restaurant_id"),
    )
    op.create_table(
        "items",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("key", sa.String),
        must("name", sa.String),
        sa.Column("price", sa.Integer),
        must("section", sa.String),
        must("ingredients", sa.String),
        must("allergens", sa.String),
        must("season", sa.String),
        must("available", sa.Boolean),
        sa.Column("away_until", MOMENT),
        sa.UniqueConstraint("restaurant_id", "key", name="uq_items_key"),
    )
    op.create_table(
        "overrulings",
        key("draft_id", "drafts.id"),
        must("rule", sa.String(64)),
        must("found", sa.String),
        key("restaurant_id", "restaurants.id"),
        must("by", sa.String),
        must("at", MOMENT),
        must("reason", sa.String),
        sa.PrimaryKeyConstraint("draft_id", "rule", "found"),
    )

"""People by several doors, approvals by more than one; days, trends in full, trainings."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from alembic import op

if TYPE_CHECKING:
    from sqlalchemy.types import TypeEngine

revision = "0002"
down_revision = "0001"

MOMENT = sa.DateTime(timezone=True)


def must(name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any]) -> sa.Column[Any]:
    """Return a column that must be filled."""
    return sa.Column(name, kind, nullable=False)


def given(
    name: str, kind: type[TypeEngine[Any]] | TypeEngine[Any], default: Any
) -> sa.Column[Any]:
    """Return a column that must be filled, and is for what there is already."""
    return sa.Column(name, kind, nullable=False, server_default=default)


def key(name: str, to: str) -> sa.Column[Any]:
    """Return a reference that must be filled."""
    return sa.Column(name, sa.Integer, sa.ForeignKey(to), nullable=False)


def upgrade() -> None:
    """Add the tables, and the columns of those there are."""
    op.add_column("restaurants", given("approval", sa.String(16), "any"))
    op.add_column("restaurants", given("tags_below", sa.Boolean, sa.false()))
    op.add_column("restaurants", given("threads", sa.Boolean, sa.false()))
    op.add_column("restaurants", given("team_platform", sa.String, ""))
    op.add_column("restaurants", given("team_chat", sa.String, ""))
    op.add_column("people", sa.Column("human", sa.Integer))
    op.add_column("drafts", sa.Column("author_id", sa.Integer))
    op.add_column("drafts", given("more", sa.String, ""))
    op.add_column("drafts", given("why", sa.String, ""))
    op.add_column("posts", given("more", sa.String, ""))
    op.add_column("posts", given("thread", sa.Integer, "0"))
    op.add_column("posts", given("out", sa.Integer, "0"))
    op.add_column("drafts", given("remark", sa.String, ""))
    op.add_column("drafts", given("remark_by", sa.String, ""))
    op.add_column("chats", given("hears", sa.Boolean, sa.true()))
    op.add_column("chats", given("shared", sa.Boolean, sa.false()))
    op.add_column("chats", given("handle", sa.String, ""))
    op.add_column("chats", sa.Column("quiet_from", sa.Time))
    op.add_column("chats", sa.Column("quiet_until", sa.Time))
    op.add_column("chats", given("muted", sa.JSON, "[]"))
    op.create_index("ix_chats_place", "chats", ["platform", "chat"])
    op.create_table(
        "comments",
        key("restaurant_id", "restaurants.id"),
        must("external_id", sa.String),
        must("post", sa.String),
        must("text", sa.String),
        must("at", MOMENT),
        sa.PrimaryKeyConstraint("restaurant_id", "external_id"),
    )
    op.create_index("ix_comments_at", "comments", ["restaurant_id", "at"])
    op.create_table(
        "choices",
        must("platform", sa.String(32)),
        must("handle", sa.String),
        must("chat", sa.String),
        key("restaurant_id", "restaurants.id"),
        sa.PrimaryKeyConstraint("platform", "handle", "chat"),
    )
    op.create_table(
        "codes",
        must("digest", sa.String(64)),
        sa.Column("restaurant_id", sa.Integer, sa.ForeignKey("restaurants.id")),
        must("role", sa.String(16)),
        must("platform", sa.String(32)),
        must("made_at", MOMENT),
        must("expires_at", MOMENT),
        must("by", sa.String),
        sa.Column("human", sa.Integer),
        sa.Column("used_at", MOMENT),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_index("ix_codes_made_at", "codes", ["made_at"])
    op.create_table(
        "knocks",
        sa.Column("id", sa.Integer, primary_key=True),
        must("platform", sa.String(32)),
        must("handle", sa.String),
        must("at", MOMENT),
    )
    op.create_index("ix_knocks_at", "knocks", ["at"])
    op.create_index("ix_knocks_handle", "knocks", ["platform", "handle", "at"])
    op.create_table(
        "approvals",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        key("post_id", "posts.id"),
        must("human", sa.Integer),
        must("person_id", sa.Integer),
        must("who", sa.String),
        must("at", MOMENT),
        sa.Column("due_at", MOMENT),
        must("version", sa.Integer),
        must("platform", sa.String(32)),
        must("chat", sa.String),
        must("spent", sa.Boolean),
    )
    op.create_index("ix_approvals_post_id", "approvals", ["post_id"])
    op.create_table(
        "credentials",
        sa.Column("channel_id", sa.Integer, sa.ForeignKey("channels.id"), primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("way", sa.String(16)),
        must("external_id", sa.String),
        must("sealed", sa.String),
        must("problem", sa.String),
        sa.Column("expires_at", MOMENT),
        sa.Column("renew_at", MOMENT),
        must("warned", sa.Boolean),
        must("by", sa.String),
        must("at", MOMENT),
    )
    op.create_index("ix_credentials_restaurant_id", "credentials", ["restaurant_id"])
    _days_and_trends()


def _days_and_trends() -> None:
    op.create_table(
        "own_days",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("name", sa.String),
        must("rule", sa.String(32)),
        must("at", MOMENT),
        sa.UniqueConstraint("restaurant_id", "name", "rule", name="uq_own_days_name"),
        sqlite_autoincrement=True,
    )
    op.add_column("trends", given("dish", sa.String, ""))
    op.add_column("trends", given("title", sa.String, ""))
    op.add_column("trends", given("ours", sa.Boolean, sa.false()))
    op.add_column("trends", given("mentions", sa.Integer, "1"))
    op.add_column("trends", given("pace", sa.Float, "1"))
    op.add_column("trends", sa.Column("expires_at", MOMENT))
    op.create_table(
        "trend_days",
        key("restaurant_id", "restaurants.id"),
        must("topic", sa.String),
        must("day", sa.String(10)),
        must("mentions", sa.Integer),
        sa.PrimaryKeyConstraint("restaurant_id", "topic", "day"),
    )
    op.create_table(
        "trend_sources",
        key("restaurant_id", "restaurants.id"),
        must("source", sa.String),
        must("page", sa.Boolean),
        sa.Column("checked_at", MOMENT),
        must("outcome", sa.String),
        sa.PrimaryKeyConstraint("restaurant_id", "source"),
    )
    op.create_table(
        "courses",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("began_at", MOMENT),
        must("posts", sa.Integer),
        must("outcome", sa.String(16)),
        must("who", sa.String),
        must("first", sa.Boolean),
        must("runner", sa.String),
        must("restarts", sa.Integer),
        sa.Column("ended_at", MOMENT),
        sa.Column("seconds", sa.Float),
        sa.Column("run", sa.Integer),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_courses_outcome", "courses", ["restaurant_id", "outcome"])
    op.create_table(
        "drifts",
        sa.Column("id", sa.Integer, primary_key=True),
        key("restaurant_id", "restaurants.id"),
        must("kind", sa.String),
        must("at", MOMENT),
        must("account", sa.String),
        must("was", sa.Float),
        must("now", sa.Float),
        must("posts", sa.Integer),
    )
    op.create_index("ix_drifts_at", "drifts", ["restaurant_id", "at"])

"""The tables.  Domain types carry fields and rules; the rows add keys, types and indexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlmodel import SQLModel

from storage.tables.comments import CommentRow
from storage.tables.house import (
    ChannelRow,
    ChatRow,
    ChoiceRow,
    CodeRow,
    CredentialRow,
    KnockRow,
    OwnDayRow,
    PersonRow,
    RestaurantRow,
)
from storage.tables.kitchen import ItemRow, OverrulingRow, VoiceRow
from storage.tables.learning import ModelRow, TrendDayRow, TrendRow, TrendSourceRow
from storage.tables.posts import (
    ApprovalRow,
    AttemptRow,
    DraftRow,
    NoteRow,
    PostRow,
    ResultRow,
)
from storage.tables.talk import (
    CardRow,
    ConversationRow,
    DigestRow,
    EntryRow,
    InboxRow,
    NoticeRow,
)
from storage.tables.trainings import CourseRow, DriftRow

if TYPE_CHECKING:
    from sqlalchemy import Table

metadata = SQLModel.metadata


def table(row: type[SQLModel]) -> Table:
    """Return the table behind a row class, for statements on many rows at once."""
    return metadata.tables[str(row.__tablename__)]


__all__ = [
    "ApprovalRow",
    "AttemptRow",
    "CardRow",
    "ChannelRow",
    "ChatRow",
    "ChoiceRow",
    "CodeRow",
    "CommentRow",
    "ConversationRow",
    "CourseRow",
    "CredentialRow",
    "DigestRow",
    "DraftRow",
    "DriftRow",
    "EntryRow",
    "InboxRow",
    "ItemRow",
    "KnockRow",
    "ModelRow",
    "NoteRow",
    "NoticeRow",
    "OverrulingRow",
    "OwnDayRow",
    "PersonRow",
    "PostRow",
    "RestaurantRow",
    "ResultRow",
    "TrendDayRow",
    "TrendRow",
    "TrendSourceRow",
    "VoiceRow",
    "metadata",
    "table",
]

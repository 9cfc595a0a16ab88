"""Table of the places where cards are shown."""

from sqlalchemy import Index, UniqueConstraint
from sqlmodel import Field

from peruopt.record import Record


class CardRow(Record, table=True):
    """Where a draft or post is shown."""

    __tablename__ = "cards"
    __table_args__ = (
        UniqueConstraint(
            "restaurant_id", "about", "platform", "chat", "message", name="uq_cards_place"
        ),
        Index("ix_cards_chat", "restaurant_id", "platform", "chat", "id"),
    )

    id: int | None = Field(default=None, primary_key=True)
    restaurant_id: int = Field(foreign_key="restaurants.id")
    about: str
    platform: str = Field(max_length=32)
    chat: str
    message: str = ""
    """Empty where the chat has no message ids: NULLs would count as different copies."""

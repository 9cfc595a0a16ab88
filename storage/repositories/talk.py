"""What the talk must remember: cards, and commands that wait for an answer."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from peruopt.chat.message import Action, Address
from storage.sql import insert
from storage.tables.cards import CardRow
from storage.tables.talk import ConversationRow


class Cards:
    """`peruopt.store.Cards`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(self, about: str, at: Address) -> None:
        """Note one more place where `about` is shown."""
        self._session.execute(
            insert(self._session, CardRow)
            .values(
                restaurant_id=self._restaurant,
                about=about,
                platform=at.platform,
                chat=at.chat,
                message=at.message or "",
            )
            .on_conflict_do_nothing()
        )

    def of(self, about: str) -> list[Address]:
        """Return the places where `about` is shown, oldest first."""
        wanted = (
            select(CardRow)
            .where(CardRow.restaurant_id == self._restaurant, CardRow.about == about)
            .order_by(col(CardRow.id))
        )
        return [
            Address(card.platform, card.chat, card.message or None)
            for card in self._session.exec(wanted)
        ]

    def newest(self, chat: Address, count: int) -> list[str]:
        """Return what the newest `count` cards in the chat are about, each once, newest first.

        A card that changes in its place is as old as it was.
        """
        wanted = (
            select(CardRow.about)
            .where(
                CardRow.restaurant_id == self._restaurant,
                CardRow.platform == chat.platform,
                CardRow.chat == chat.chat,
            )
            .order_by(col(CardRow.id).desc())
            .limit(count)
        )
        return list(dict.fromkeys(self._session.exec(wanted)))


class Conversations:
    """`peruopt.store.Conversations`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def ask(self, person_id: int, chat: Address, action: Action, until: datetime) -> None:
        """Wait for the person's next words in the chat, in place of what waited before."""
        # not packed as a button is: a question has no 64 bytes to fit in
        said = json.dumps([action.name, *action.args])
        fresh = insert(self._session, ConversationRow).values(
            restaurant_id=self._restaurant,
            person_id=person_id,
            platform=chat.platform,
            chat=chat.chat,
            action=said,
            until=until,
        )
        self._session.execute(
            fresh.on_conflict_do_update(
                index_elements=["person_id", "platform", "chat"],
                set_={"action": said, "until": until},
            )
        )

    def answered(self, person_id: int, chat: Address) -> None:
        """Wait no more."""
        self._session.execute(
            delete(ConversationRow).where(
                col(ConversationRow.restaurant_id) == self._restaurant,
                col(ConversationRow.person_id) == person_id,
                col(ConversationRow.platform) == chat.platform,
                col(ConversationRow.chat) == chat.chat,
            )
        )

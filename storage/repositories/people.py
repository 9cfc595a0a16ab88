"""A restaurant's people, the rooms they talk in, and what they have approved."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, update
from sqlmodel import Session, col, select

from peruopt.chat.message import Address
from peruopt.errors import UserError
from peruopt.people import Approval, Room
from peruopt.restaurant import Person, Role
from storage.sql import insert
from storage.tables.house import ChatRow, ChoiceRow, PersonRow
from storage.tables.posts import ApprovalRow
from storage.tables.talk import ConversationRow


class People:
    """`peruopt.store.People`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def all(self) -> list[Person]:
        """Return everybody with a role, in the order in which they came."""
        wanted = select(PersonRow).where(PersonRow.restaurant_id == self._restaurant)
        found = self._session.exec(wanted.order_by(col(PersonRow.id))).all()
        return list(found)

    def add(self, person: Person) -> Person:
        """Keep the person; somebody already known by that handle is returned as they are."""
        told = person.model_dump(exclude={"id", "restaurant_id"})
        self._session.execute(
            insert(self._session, PersonRow)
            .values(**told, restaurant_id=self._restaurant)
            .on_conflict_do_nothing()
        )
        return self._session.exec(
            select(PersonRow).where(
                PersonRow.restaurant_id == self._restaurant,
                PersonRow.platform == person.platform,
                PersonRow.handle == person.handle,
            )
        ).one()

    def get(self, person_id: int) -> Person:
        """Return the person; raise UserError if the restaurant has no such one."""
        found = self._session.get(PersonRow, person_id)
        if found is None or found.restaurant_id != self._restaurant:
            raise UserError("storage.no_person", id=person_id)
        return found

    def owners(self) -> list[Person]:
        """Return the owners, locked until the transaction ends."""
        wanted = select(PersonRow).where(
            PersonRow.restaurant_id == self._restaurant, PersonRow.role == Role.OWNER
        )
        found = self._session.exec(wanted.order_by(col(PersonRow.id)).with_for_update()).all()
        return list(found)

    def remove(self, person_id: int) -> None:
        """Let the person go, with the chats that are theirs alone."""
        gone = self.get(person_id)
        for row, handle in ((ChatRow, ChatRow.handle), (ChoiceRow, ChoiceRow.handle)):
            self._session.execute(
                delete(row).where(
                    col(row.restaurant_id) == self._restaurant,
                    col(row.platform) == gone.platform,
                    col(handle) == gone.handle,
                )
            )
        self._session.execute(
            delete(ConversationRow).where(col(ConversationRow.person_id) == person_id)
        )
        self._session.delete(gone)
        self._session.flush()


class Rooms:
    """`peruopt.people.Rooms`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def all(self) -> list[Room]:
        """Return the chats in the order in which they came."""
        wanted = select(ChatRow).where(ChatRow.restaurant_id == self._restaurant)
        return [room_of(row) for row in self._session.exec(wanted.order_by(col(ChatRow.id)))]

    def at(self, chat: Address) -> Room | None:
        """Return what is known of a chat."""
        found = self._row(chat)
        return room_of(found) if found else None

    def put(self, room: Room) -> None:
        """Keep the room, or bring it up to date."""
        self.meet(room.at, room.handle)
        row = self._row(room.at)
        assert row is not None
        row.hears, row.shared, row.handle = room.hears, room.shared, room.handle
        row.quiet_from, row.quiet_until = room.quiet_from, room.quiet_until
        row.muted = list(room.muted)
        self._session.flush()

    def meet(self, chat: Address, handle: str) -> None:
        """Note that somebody's own chat exists; what is known of it stays."""
        self._session.execute(
            insert(self._session, ChatRow)
            .values(
                restaurant_id=self._restaurant,
                platform=chat.platform,
                chat=chat.chat,
                hears=False,
                shared=False,
                handle=handle,
                muted=[],
            )
            .on_conflict_do_nothing()
        )

    def _row(self, chat: Address) -> ChatRow | None:
        return self._session.exec(
            select(ChatRow).where(
                ChatRow.restaurant_id == self._restaurant,
                ChatRow.platform == chat.platform,
                ChatRow.chat == chat.chat,
            )
        ).first()


def room_of(row: ChatRow) -> Room:
    """Return a row as the house knows it."""
    return Room(
        Address(row.platform, row.chat),
        row.hears,
        row.shared,
        row.handle,
        row.quiet_from,
        row.quiet_until,
        tuple(row.muted),
    )


class Approvals:
    """`peruopt.people.Approvals`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def add(self, approval: Approval) -> None:
        """Keep it, in the place of the same human's earlier one that led nowhere yet."""
        self._session.execute(
            delete(ApprovalRow).where(
                *self._open(approval.post_id), col(ApprovalRow.human) == approval.human
            )
        )
        at = approval.chat
        self._session.add(
            ApprovalRow(
                restaurant_id=self._restaurant,
                post_id=approval.post_id,
                human=approval.human,
                person_id=approval.person_id,
                who=approval.who,
                at=approval.at,
                due_at=approval.due_at,
                version=approval.version,
                platform=at.platform if at else "",
                chat=at.chat if at else "",
                spent=approval.spent,
            )
        )
        self._session.flush()

    def of(self, post_ids: Sequence[int]) -> list[Approval]:
        """Return all of these posts', oldest first."""
        wanted = select(ApprovalRow).where(
            ApprovalRow.restaurant_id == self._restaurant,
            col(ApprovalRow.post_id).in_(post_ids),
        )
        return [
            Approval(
                row.post_id,
                row.human,
                row.person_id,
                row.who,
                row.at,
                row.due_at,
                row.version,
                Address(row.platform, row.chat) if row.chat else None,
                row.spent,
            )
            for row in self._session.exec(wanted.order_by(col(ApprovalRow.id)))
        ]

    def spend(self, post_id: int) -> None:
        """A decision has been taken: what was said leads to it, and counts no more."""
        self._session.execute(update(ApprovalRow).where(*self._open(post_id)).values(spent=True))

    def forget(self, post_id: int) -> None:
        """The post has changed: what was said of it counts no more."""
        self._session.execute(delete(ApprovalRow).where(*self._open(post_id)))

    def _open(self, post_id: int) -> tuple[ColumnElement[bool], ...]:
        return (
            col(ApprovalRow.restaurant_id) == self._restaurant,
            col(ApprovalRow.post_id) == post_id,
            col(ApprovalRow.spent).is_(False),
        )

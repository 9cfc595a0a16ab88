"""What a house says and serves: its voice, its menu, its word against a rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict

from sqlmodel import Session, col, delete, select

from peruopt.menu.item import Item
from peruopt.rules.overruling import Overruling
from peruopt.voice.card import VoiceCard
from storage.sql import insert
from storage.tables.kitchen import ItemRow, OverrulingRow, VoiceRow


class Voices:
    """`peruopt.voice.card.Voices`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def said(self) -> VoiceCard:
        """Return what the owner has said."""
        row = self._session.get(VoiceRow, self._restaurant)
        return VoiceCard.unpacked(row.card) if row else VoiceCard()

    def keep(self, card: VoiceCard) -> None:
        """Replace it."""
        row = insert(self._session, VoiceRow).values(
            restaurant_id=self._restaurant, card=card.packed()
        )
        changed = {"card": row.excluded.card}
        self._session.execute(
            row.on_conflict_do_update(index_elements=["restaurant_id"], set_=changed)
        )
        self._session.expire_all()


class Items:
    """`peruopt.menu.item.Items`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def all(self) -> list[Item]:
        """Return every dish in the order in which it came."""
        wanted = select(ItemRow).where(ItemRow.restaurant_id == self._restaurant)
        rows = self._session.exec(wanted.order_by(col(ItemRow.id)))
        return [Item(**row.model_dump(exclude={"restaurant_id", "key"})) for row in rows]

    def put(self, items: Sequence[Item]) -> tuple[int, int]:
        """Add dishes, or change those with the same key."""
        known = {item.key: item for item in self.all()}
        new = changed = 0
        for item in {item.key: item for item in items}.values():
            told = asdict(item)
            told.pop("id")
            if (old := known.get(item.key)) is None:
                self._session.add(ItemRow(**told, key=item.key, restaurant_id=self._restaurant))
                new += 1
                continue
            row = self._session.get_one(ItemRow, old.id)
            for name, value in told.items():
                setattr(row, name, value)
            changed += asdict(old) != asdict(item) | {"id": old.id}
        self._session.flush()
        return new, changed

    def remove(self, keys: Iterable[str]) -> int:
        """Take dishes off the menu."""
        wanted = set(keys)
        gone = delete(ItemRow).where(
            col(ItemRow.restaurant_id) == self._restaurant, col(ItemRow.key).in_(wanted)
        )
        count = sum(item.key in wanted for item in self.all())
        self._session.execute(gone)
        return count


class Overrulings:
    """`peruopt.rules.overruling.Overrulings`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def of(self, draft_id: int) -> list[Overruling]:
        """Return what was decided about a draft."""
        wanted = select(OverrulingRow).where(
            OverrulingRow.restaurant_id == self._restaurant, OverrulingRow.draft_id == draft_id
        )
        return [
            Overruling(row.draft_id, row.rule, row.found, row.by, row.at, row.reason)
            for row in self._session.exec(wanted.order_by(col(OverrulingRow.rule)))
        ]

    def add(self, overruling: Overruling) -> None:
        """Keep it in place of an earlier word."""
        row = insert(self._session, OverrulingRow).values(
            **asdict(overruling), restaurant_id=self._restaurant
        )
        changed = {name: row.excluded[name] for name in ("by", "at", "reason")}
        self._session.execute(
            row.on_conflict_do_update(index_elements=["draft_id", "rule", "found"], set_=changed)
        )

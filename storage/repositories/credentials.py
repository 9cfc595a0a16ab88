"""What opens a restaurant's channels."""

from __future__ import annotations

from dataclasses import asdict

from sqlmodel import Session, col, delete, select

from peruopt.credential import Credential
from peruopt.errors import UserError
from storage.tables.credentials import CredentialRow
from storage.tables.house import ChannelRow


class Credentials:
    """`peruopt.credential.Credentials`."""

    def __init__(self, session: Session, restaurant_id: int) -> None:
        self._session, self._restaurant = session, restaurant_id

    def of(self, channel_id: int) -> Credential | None:
        """Return the channel's, locked until the transaction ends."""
        row = self._row(channel_id)
        return _read(row) if row else None

    def all(self) -> list[Credential]:
        """Return every channel's."""
        wanted = select(CredentialRow).where(CredentialRow.restaurant_id == self._restaurant)
        rows = self._session.exec(wanted.order_by(col(CredentialRow.channel_id)))
        return [_read(row) for row in rows]

    def keep(self, credential: Credential) -> None:
        """Replace the channel's."""
        channel = self._session.get(ChannelRow, credential.channel_id)
        if channel is None or channel.restaurant_id != self._restaurant:
            raise UserError("storage.no_channel", id=credential.channel_id)
        row = self._row(credential.channel_id)
        if row is None:
            row = CredentialRow(**asdict(credential), restaurant_id=self._restaurant)
        else:
            for name, value in asdict(credential).items():
                setattr(row, name, value)
        self._session.add(row)
        self._session.flush()

    def drop(self, channel_id: int) -> None:
        """Forget them."""
        self._session.flush()
        self._session.execute(
            delete(CredentialRow).where(
                col(CredentialRow.channel_id) == channel_id,
                col(CredentialRow.restaurant_id) == self._restaurant,
            )
        )
        self._session.expire_all()

    def _row(self, channel_id: int) -> CredentialRow | None:
        wanted = select(CredentialRow).where(
            CredentialRow.channel_id == channel_id,
            CredentialRow.restaurant_id == self._restaurant,
        )
        return self._session.exec(wanted.with_for_update()).first()


def _read(row: CredentialRow) -> Credential:
    return Credential(**row.model_dump(exclude={"restaurant_id"}))

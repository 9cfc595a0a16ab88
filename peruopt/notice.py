"""What chats must still be told, and its storage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from peruopt.chat.message import Address


@dataclass(frozen=True, slots=True)
class Notice:
    """Something a chat must be told.  Kept until it has been."""

    id: int
    to: Address
    key: str
    values: Mapping[str, str]
    about: str = ""
    """The card to show with it."""
    locale: str = "es_PE"
    tries: int = 0
    given_up: bool = False
    """Its chat stayed closed; it is kept to be seen."""


class Notices(Protocol):
    """What must still be told."""

    def add(
        self,
        key: str,
        values: Mapping[str, str],
        about: str = "",
        to: Sequence[Address] | None = None,
    ) -> None:
        """Tell every chat that hears the house, or those in `to`; `key` is a sentence."""

    def waiting(self, now: datetime) -> list[Notice]:
        """Return what may be told now: quiet chats are left in peace."""

    def stuck(self, count: int) -> list[Notice]:
        """Return what was tried in vain and is still to be told, newest first."""

    def told(self, notice_id: int, at: datetime) -> None:
        """Note it; what was given up lately in the same chat is to be told again."""

    def failed(self, notice_id: int, retry_at: datetime) -> None: ...
    def give_up(self, notice_id: int, at: datetime) -> None:
        """Try no more; it is kept to be seen."""

    def gave_up_on(self, chat: Address) -> bool:
        """Whether something for this chat has been given up and it has not opened since."""

"""What somebody sees before saying anything: what waits, the calendar, this week's numbers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from peruopt.chat.command import Ask, Register
from peruopt.chat.message import Address, Message, Reply
from peruopt.chat.words import Words
from peruopt.errors import UserError
from peruopt.ports import Services

SHOWN = (("pendientes", ""), ("calendario", ""), ("resumen", "7d"))


@dataclass(frozen=True, slots=True)
class Home:
    """Asks the same commands that a person would."""

    services: Services
    register: Register
    platform: str = "slack"

    async def replies(self, handle: str) -> Sequence[Reply]:
        """Return the answers for a person; none for a stranger."""
        seats = await asyncio.to_thread(self.services.directory.seats, self.platform, handle)
        if not seats:
            return []
        person, house = seats[-1].person, seats[-1].restaurant
        words = Words(person.locale, house.timezone)
        now = self.services.now()
        shown: list[Reply] = []

        here = Address(self.platform, handle)

        async def tell(reply: Reply) -> Address:
            shown.append(reply)
            return here

        for name, text in SHOWN:
            message = Message("home", now, here, handle)
            ask = Ask(message, text, person, house, words, self.services, tell)
            try:
                said = await self.register.commands[name].handler(ask)
            except UserError as error:
                said = Reply(words.error(error))
            shown.extend([said] if isinstance(said, Reply) else said)
        return shown

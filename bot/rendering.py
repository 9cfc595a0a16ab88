"""Cards by name (`draft:12`, `training:3`, `digest:2026-11-24`), for notices and other copies."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

from peruopt.chat.message import Reply
from peruopt.chat.words import Words
from peruopt.ports import Services
from peruopt.restaurant import Restaurant


@dataclass(frozen=True, slots=True)
class Renderer:
    """Reads the store anew each time: a card says what is true now."""

    services: Services

    async def render(self, house: Restaurant, words: Words, about: str) -> Reply | None:
        """Return the card, or None where the name is of no card."""
        # each kind brings much of the house along, and nobody has asked for one at start
        assert house.id is not None
        if about.startswith("digest:"):
            from handlers.digest import compose

            return await compose(self.services, house.id, words)
        if about.startswith("training:"):
            from peruopt.work.training import shown

            return await shown(self.services, house, words, int(about.partition(":")[2] or 0))
        from peruopt.work.showing import show_about

        return await asyncio.to_thread(show_about, self.services, house, words, about)

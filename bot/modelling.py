"""The model card of the house that the page stands in."""

from __future__ import annotations

from dataclasses import dataclass

from bot.showcase import PAGE
from peruopt.chat.words import Words
from peruopt.ports import Services

BACK = "/"
"""Where the page's chat is."""


@dataclass(frozen=True, slots=True)
class Ficha:
    """Reads it anew each time."""

    services: Services

    def page(self, words: Words) -> bytes:
        """Return the whole card as a page; without a model, one that says so."""
        from peruopt.modelpage import empty
        from peruopt.work.holding import model_page

        directory = self.services.directory
        houses = {house.id: house for house in directory.restaurants()}
        number = directory.chosen(PAGE.platform, PAGE.chat, PAGE.chat)
        house = houses.get(number or max(houses, key=lambda i: i or 0, default=None))
        if house is None or house.id is None:
            return empty("", words, BACK)
        found = model_page(self.services.work, house.id, self.services.now(), words, BACK)
        return found or empty(house.name, words, BACK)

"""Which dish a post is about: the first that it names, of the menu or of those all know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from peruopt.menu.item import Item
from peruopt.menu.lexicon import lexicon
from peruopt.menu.naming import counted, stems
from peruopt.writers.dishes import dishes


class Spotter:
    """Knows the house's dishes by their own names, and the others by those they go by."""

    def __init__(self, items: Iterable[Item]) -> None:
        self._alone: set[str] = set()
        """One-word names as they may be written."""
        self._names = defaultdict[str, dict[tuple[str, ...], str]](dict)
        words = lexicon()["spotting"]
        common: list[str] = words["common"]
        self._not_after: dict[str, list[str]] = words["no_dish_after"]
        for dish in dishes().values():
            for name in (dish.name, *dish.also):
                if name not in common:
                    self._learn(name, dish.name)
        for item in items:  # after the others: the house calls its dish what it calls it
            self._learn(item.name, item.name)

    def _learn(self, name: str, shown: str) -> None:
        told, words = tuple(stems(name)), counted(name)
        if len(words) == 1:
            self._alone |= {words[0], f"{words[0]}s", f"{words[0]}es"}
        if told:
            self._names[told[0]][told] = shown

    def first(self, text: str) -> str | None:
        """Return the dish that `text` names first; of names that begin alike, the longest."""
        said, words = stems(text), counted(text)
        for start, word in enumerate(said):
            known = self._names.get(word)
            if known and (found := self._longest(known, said, words, start)):
                return found
        return None

    def _longest(
        self,
        known: dict[tuple[str, ...], str],
        said: Sequence[str],
        words: Sequence[str],
        start: int,
    ) -> str | None:
        fits = [name for name in known if tuple(said[start : start + len(name)]) == name]
        if (said[start],) in fits and words[start] not in self._alone:
            fits.remove((said[start],))  # Juan is no juane
        if not fits:
            return None
        name = max(fits, key=len)
        before = said[start - 1] if start else ""
        if len(name) == 1 and before in self._not_after.get(name[0], ()):
            return None
        return known[name]

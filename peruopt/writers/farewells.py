"""Which of the house's closings may stand under a post: none that is about another dish."""

from __future__ import annotations

import re
from functools import cache

from peruopt.rules.letters import plain
from peruopt.writers.dishes import Dish, dishes
from peruopt.writers.subject import Subject
from peruopt.writers.vocabulary import words


def fits(end: str, subject: Subject) -> bool:
    """Whether a closing says nothing of food, or only of the food that the post is about.

    `Limón al momento, como debe ser` closes many posts of a cevichería, and no lomo saltado.
    """
    told = set(re.findall(r"\w{3,}", plain(end))) & _food()
    return told <= _own(subject)


def _own(subject: Subject) -> set[str]:
    said = f"{subject.idea} {subject.name}"
    if subject.dish is not None:
        said += " " + _said_of(subject.dish)
    return set(re.findall(r"\w{3,}", plain(said)))


def _said_of(dish: Dish) -> str:
    lines = (line for said in dish.lines.values() for line in said.values())
    return " ".join((dish.name, *dish.also, *lines))


@cache
def _food() -> frozenset[str]:
    """Return the words for food: ingredients, and the dishes that are called by one word."""
    names = (plain(name) for dish in dishes().values() for name in (dish.name, *dish.also))
    single = {name for name in names if " " not in name} - set(words("ambiguous"))
    return frozenset(words("ingredients")) | single

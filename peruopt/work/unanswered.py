"""A file about which something is still asked, named where an answer finds no history."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from peruopt.chat.message import Action, Button, Reply
from peruopt.chat.words import Words
from peruopt.ports import Services
from peruopt.restaurant import RANK, Person, Role

READS = frozenset({"resumen", "horas", "modelo", "publicadas", "aciertos", "entrenar", "exportar"})
"""Commands that tell of what was imported."""


def reminded(
    services: Services, person: Person, name: str, said: Sequence[Reply], words: Words
) -> Sequence[Reply]:
    """Return what a command said, with a word on the file that waits in place of a history."""
    if name not in READS or not said or RANK[person.role] < RANK[Role.OWNER]:
        return said
    waiting = services.shelf.waiting(person.restaurant_id)
    if waiting is None:
        return said
    with services.work(person.restaurant_id) as w:
        if w.posts.count():
            return said
    key, question = waiting
    clause = "imported.waiting_network" if question == "network" else "imported.waiting"
    *before, last = said
    told = words(clause, name=services.shelf.name(key))
    button = Button(words("imported.go_on"), Action("importar", (key,)))
    text = "\n\n".join(part for part in (last.text, told) if part)
    return [*before, replace(last, text=text, buttons=((button,), *last.buttons))]

"""What each command answers.  One file, one command, its buttons beside it."""

from __future__ import annotations

import json
import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

from peruopt.chat.command import Command, Later, Register, register
from peruopt.restaurant import Role

INDEX = Path(__file__).with_name("index.json")
"""What each file registers; written by `make docs`."""
Index = dict[str, list[dict[str, Any]]]


def load() -> Register:
    """Register every command; its file is imported when it is first called, so we start quickly.

    A file that is not in the index is imported at once: a new one needs no line here.
    """
    known: Index = json.loads(INDEX.read_text("utf-8"))
    for file in _files():
        if file not in known:
            import_module(file)
        for said in known.get(file, []):
            handler = Later(file, said.pop("handler"))
            register.expect(Command(**said | {"role": Role(said["role"]), "handler": handler}))
    return register


def index() -> Index:
    """Import every file, and return what each registers.

    Raises ValueError where `load` has been told something else of a command.
    """
    found: Index = {file: [] for file in _files()}
    for file in found:
        import_module(file)
    for command in {c.name: c for c in register.commands.values()}.values():
        if not isinstance(command.handler, Later):  # its file is there
            fields = {name: getattr(command, name) for name in Command.__slots__}
            said = fields | {"handler": command.handler.__name__}
            found[command.handler.__module__].append(said)
    return found


def _files() -> list[str]:
    return [f"{__name__}.{module.name}" for module in pkgutil.iter_modules(__path__)]

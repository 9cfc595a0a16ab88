"""What each command answers.  One file, one command, its buttons beside it."""

from __future__ import annotations

import pkgutil
from importlib import import_module

from peruopt.chat.command import Register, register


def load() -> Register:
    """Import every handler file, so that each has registered; a new file needs no line here."""
    for module in pkgutil.iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    return register

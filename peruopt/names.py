"""Who did something together: kept as one text, said as a person would."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

_BETWEEN = " + "


@dataclass(frozen=True, slots=True)
class Names:
    """One name or several; the words choose the verb's form by how many there are."""

    each: tuple[str, ...]

    @classmethod
    def of(cls, kept: str | None) -> Names:
        """Read what `joined` has kept."""
        return cls(tuple(name for name in (kept or "").split(_BETWEEN) if name))


def joined(names: Iterable[str]) -> str:
    """Return several names as they are kept."""
    return _BETWEEN.join(names)

"""One line of the doctor's report."""

from __future__ import annotations

from dataclasses import dataclass

from peruopt.errors import UserError

GOOD, BAD, ODD = "✅", "❌", "⚠️"


@dataclass(frozen=True, slots=True)
class Check:
    """A sign, a sentence and its values."""

    sign: str
    key: str
    values: dict[str, object]

    @property
    def good(self) -> bool:
        """Whether all is well."""
        return self.sign == GOOD

    @property
    def bad(self) -> bool:
        """Whether something does not work; what is neither is worth a look."""
        return self.sign == BAD


def fine(key: str, **values: object) -> Check:
    """Return a line about what works."""
    return Check(GOOD, key, values)


def wrong(key: str, **values: object) -> Check:
    """Return a line about what does not."""
    return Check(BAD, key, values)


def odd(key: str, **values: object) -> Check:
    """Return a line about what works and is worth a look."""
    return Check(ODD, key, values)


def refused(error: UserError) -> Check:
    """Return a line about what an error says does not work."""
    return wrong(error.key, **error.values)

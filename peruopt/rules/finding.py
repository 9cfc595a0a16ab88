"""What a rule has to say about a text."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs."""

    BLOCK = "block"
    """The network would refuse it, or cut it."""
    WARN = "warn"
    """A person should decide; the law may be at stake."""
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One rule, why it speaks, and the text as it would be after mending."""

    rule: str
    """A short stable name, `x.length` or `law.alcohol`."""
    severity: Severity
    key: str
    """The sentence for people, in the locale topic `rules`."""
    values: dict[str, object] = field(default_factory=dict)
    mended: str | None = None
    """The text (without the separate hashtags) that would satisfy the rule."""
    mended_hashtags: tuple[str, ...] | None = None
    """The separate hashtags that would satisfy it, when they are what is wrong."""

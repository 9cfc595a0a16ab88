"""A person's word against a finding: kept with its reason, for exactly what it was said of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from peruopt.rules.finding import Finding, Severity

MAY = ("law.", "menu.", "voice.")
"""Rules that a person may overrule; what a network refuses stays refused."""
NEVER = frozenset({"law.blank"})
"""A clause that nobody filled in is no matter of opinion."""


@dataclass(frozen=True, slots=True)
class Overruling:
    """Who decided otherwise, about what, and why."""

    draft_id: int
    rule: str
    found: str
    """The words that the rule pointed at: other words are another matter."""
    by: str
    at: datetime
    reason: str


class Overrulings(Protocol):
    """What people have decided against a rule."""

    def of(self, draft_id: int) -> list[Overruling]: ...
    def add(self, overruling: Overruling) -> None:
        """Keep it; a later word on the same rule and draft replaces the earlier."""


def pointed(finding: Finding) -> str:
    """Return the words that a finding is about."""
    return str(finding.values.get("found", finding.values.get("word", "")))


def overruled(findings: Sequence[Finding], said: Sequence[Overruling]) -> list[Finding]:
    """Return the findings as they stand after what people decided."""
    known = {(word.rule, word.found): word for word in said}
    return [_settled(finding, known.get((finding.rule, pointed(finding)))) for finding in findings]


def _settled(finding: Finding, word: Overruling | None) -> Finding:
    if word is None or not may(finding.rule):
        return finding
    values: dict[str, object] = {"by": word.by, "reason": word.reason, "rule": finding.rule}
    return replace(
        finding,
        severity=Severity.INFO,
        key="overrule.decided",
        values=values,
        mended=None,
        mended_hashtags=None,
    )


def may(rule: str) -> bool:
    """Whether a person may overrule the rule."""
    return rule.startswith(MAY) and rule not in NEVER

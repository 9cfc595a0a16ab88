"""Raffles and contests: until when, how, for whom."""

from __future__ import annotations

from peruopt.rules.finding import Finding, Severity
from peruopt.rules.lawbook import BLANK, any_of, clauses, law, spans, spared
from peruopt.rules.letters import plain

_ASKED = ("until", "how", "who")


def check(text: str, locale: str) -> Finding | None:
    """Return what the text of a raffle leaves open; nothing where all is said."""
    low = plain(text)
    if BLANK in text:
        return None
    exempt = spans("raffle", "never", low)
    mentions = (m for m in any_of("raffle", "mentions").finditer(low) if not spared(m, exempt))
    mention = next(mentions, None)
    if mention is None:
        return None
    missing = [what for what in _ASKED if not any_of("raffle", what).search(low)]
    if not missing:
        return None
    offered = clauses("raffle", locale)
    mended = f"{text.rstrip()}\n\n{' '.join(offered[what] for what in missing)}"
    found = text[mention.start() : mention.end()].strip()
    values: dict[str, object] = {"law": law()["raffle"]["law"], "found": found}
    return Finding("law.raffle", Severity.WARN, "rules.raffle", values, mended)

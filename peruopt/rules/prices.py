"""Prices: whole, taxes and charges included, and in soles."""

from __future__ import annotations

from peruopt.rules.finding import Finding, Severity
from peruopt.rules.lawbook import BLANK, any_of, clauses, law, spans, spared
from peruopt.rules.letters import plain


def taxes(text: str, locale: str) -> Finding | None:
    """A price beside which something more has to be paid (Ley 29571 art. 4.1)."""
    low = plain(text)
    exempt = spans("price", "never", low)
    found = (m for m in any_of("price", "extra").finditer(low) if not spared(m, exempt))
    if BLANK in text or not any_of("price", "priced").search(low):
        return None
    if (mention := next(found, None)) is None:
        return None
    said = text[mention.start() : mention.end()].strip()
    values: dict[str, object] = {"law": law()["price"]["whole"], "found": said}
    before = text[: mention.start()].rstrip(" (,")
    after = text[mention.end() :].lstrip(")")
    mended = f"{before} ({clauses('price', locale)['whole']}){after}"
    return Finding("law.taxes", Severity.WARN, "rules.taxes", values, mended)


def currency(text: str, locale: str) -> Finding | None:
    """A price in foreign money without soles and the rate beside it (Ley 29571 art. 6.1)."""
    low = plain(text)
    mention = any_of("price", "foreign").search(low)
    if BLANK in text or mention is None:
        return None
    if any_of("price", "soles").search(low) and any_of("price", "rate").search(low):
        return None
    said = text[mention.start() : mention.end()].strip()
    values: dict[str, object] = {"law": law()["price"]["soles_too"], "found": said}
    mended = f"{text.rstrip()}\n\n{clauses('price', locale)['soles']}"
    return Finding("law.currency", Severity.WARN, "rules.currency", values, mended)

"""What Peruvian law asks of a restaurant's post: alcohol, promotions, prices, raffles.

A reminder, not legal advice: it looks for words, and a person may overrule it.
"""

from __future__ import annotations

import re

from peruopt.rules import prices, raffles
from peruopt.rules.finding import Finding, Severity
from peruopt.rules.lawbook import BLANK, any_of, law, spans, spared
from peruopt.rules.letters import composed, plain

_NEAR = 60  # characters before a mention in which a cooking word makes it an ingredient


def wording() -> str:
    """Return the sentence that Ley 28681 asks for, to the letter."""
    return str(law()["alcohol"]["wording"])


def check(text: str, locale: str = "es_PE") -> list[Finding]:
    """Return what the law asks of `text`, each with the mended text."""
    text = composed(text)
    found = (
        _blank(text),
        _alcohol(text),
        _promotion(text, locale),
        raffles.check(text, locale),
        prices.currency(text, locale),
        prices.taxes(text, locale),
    )
    return [finding for finding in found if finding]


def names_alcohol(text: str) -> str | None:
    """Return the words in `text` that offer an alcoholic drink, or None."""
    text = composed(text)
    low = plain(text)
    exempt = spans("alcohol", "never", low) + spans("alcohol", "town", low)
    for mention in any_of("alcohol", "drinks").finditer(low):
        if not spared(mention, exempt) and not _dry(mention, low):
            return _original(text, mention)
    for mention in any_of("alcohol", "kitchen").finditer(low):
        if not spared(mention, exempt) and not _dry(mention, low) and not _cooked(mention, low):
            return _original(text, mention)
    return None


def _alcohol(text: str) -> Finding | None:
    if plain(wording()) in re.sub(r"\s+", " ", plain(text)) or not (found := names_alcohol(text)):
        return None
    values: dict[str, object] = {
        "law": law()["alcohol"]["law"],
        "found": found,
        "wording": wording(),
    }
    mended = f"{text.rstrip()}\n\n{wording()}"
    return Finding("law.alcohol", Severity.WARN, "rules.alcohol", values, mended)


def _promotion(text: str, locale: str) -> Finding | None:
    if BLANK in text:
        return None
    low = plain(text)
    exempt = spans("promotion", "never", low)
    offers = (m for m in any_of("promotion", "offers").finditer(low) if not spared(m, exempt))
    offer = next(offers, None)
    if offer is None:
        return None
    missing = [w for w in ("duration", "units") if not any_of("promotion", w).search(low)]
    if not missing:
        return None
    clause = law()["promotion"]["clause"]["en" if locale.startswith("en") else "es"]
    mended = f"{text.rstrip()}\n\n{' '.join(clause[what] for what in missing)}"
    key = "rules.promotion" if len(missing) > 1 else f"rules.promotion_{missing[0]}"
    values = {"law": law()["promotion"]["law"], "found": _original(text, offer)}
    return Finding("law.promotion", Severity.WARN, key, values, mended)


def _blank(text: str) -> Finding | None:
    """A clause we offered and nobody filled in must not go out."""
    return Finding("law.blank", Severity.BLOCK, "rules.blank") if BLANK in text else None


def _sentence_before(mention: re.Match[str], low: str) -> str:
    return re.split(r"[.!?\n]", low[: mention.start()])[-1]


def _dry(mention: re.Match[str], low: str) -> bool:
    after = re.split(r"[.!?\n](?!\d)", low[mention.end() : mention.end() + 40])[0]
    before = _sentence_before(mention, low)
    return bool(
        any_of("alcohol", "free").search(after[:30])
        or any_of("alcohol", "free").search(before[-16:])
        or any_of("alcohol", "refused").search(before)
    )


def _cooked(mention: re.Match[str], low: str) -> bool:
    before = _sentence_before(mention, low)[-_NEAR:]
    at_the = re.search(r"\b(?:al|a la|en)\s*$", before) or re.match(
        r"(?:al|en)\b", mention.group()
    )
    return bool(at_the or any_of("alcohol", "cooking").search(before))


def _original(text: str, mention: re.Match[str]) -> str:
    return text[mention.start() : mention.end()].strip()

"""Hits and misses in words a person understands."""

from __future__ import annotations

from datetime import datetime
from math import exp

from peruopt.chat.words import Words
from peruopt.hits import DRAWN, FEWEST, Gap, Hits

SOME = 10
"""Results from which on a share is more than an anecdote."""


def lines(
    hits: Hits,
    words: Words,
    *,
    after: datetime | None,
    by: datetime | None,
    share: float,
    tried: float | None = None,
) -> str:
    """Return the card's text; `after` is when the next result comes, `by` when a proof might.

    `tried` is the share of past posts that fell inside, in the backtest of the model in service.
    """
    parts = [_inside(hits, words)] if hits.judged else [_nothing(after, words)]
    if not hits.judged and tried is not None:
        parts.append(words("hits.meanwhile", n=round(tried * 100)))
    if hits.off is not None and len(hits.judged) >= FEWEST:
        parts.append(_off(hits, words))
    parts.append(words("hits.hours"))
    parts.append(_confounded(hits, words))
    parts.append(_proven(hits, words, by, share))
    return "\n\n".join(part for part in parts if part)


def _nothing(after: datetime | None, words: Words) -> str:
    return words("hits.nothing_until", when=after) if after else words("hits.nothing")


def _inside(hits: Hits, words: Words) -> str:
    many = len(hits.judged)
    told = words("hits.inside", n=many, inside=hits.inside)
    if many < SOME:
        return f"{told} {words('hits.inside_few')}"
    return f"{told} {words('hits.inside_low' if hits.too_few else 'hits.inside_fair')}"


def _off(hits: Hits, words: Words) -> str:
    assert hits.off is not None
    told = words(
        "hits.off",
        off=words.percent(hits.off - 1),
        low=words.number(100 / hits.off),
        high=words.number(100 * hits.off),
    )
    if hits.off_usual is None:
        return told
    other = words.percent(hits.off_usual - 1)
    better = "off_better" if hits.off < hits.off_usual else "off_worse"
    return f"{told} {words(f'hits.{better}', off=other)}"


def span(gap: Gap, words: Words) -> dict[str, str]:
    """Return a gap as words take it."""
    return {
        name: words.percent(exp(x) - 1, signed=True)
        for name, x in (("lift", gap.value), ("low", gap.low), ("high", gap.high))
    }


def _confounded(hits: Hits, words: Words) -> str:
    gap = hits.confounded
    if gap is None:
        return words("hits.confounded_none", n=FEWEST)
    told = words("hits.confounded", ours=gap.ours, theirs=gap.theirs, **span(gap, words))
    return f"{told} {words('hits.confounded_why')}"


def _proven(hits: Hits, words: Words, by: datetime | None, share: float) -> str:
    gap = hits.proven
    if gap is not None:
        told = words("hits.proven", ours=gap.ours, theirs=gap.theirs, **span(gap, words))
        verdict = "open" if not gap.sure else "better" if gap.low > 0 else "worse"
        return f"{told} {words(f'hits.proven_{verdict}')}"
    if share <= 0:
        return words("hits.lot_off")
    advised, drawn = hits.drawn
    told = words("hits.lot", ours=advised, theirs=drawn, n=DRAWN)
    if by is None:
        return told
    return f"{told} {words('hits.lot_by', when=words.month(by))}"


def headline(hits: Hits, words: Words) -> str:
    """Return the line above the picture."""
    return words("hits.headline", inside=hits.inside, n=len(hits.judged))


def alt(hits: Hits, words: Words) -> str:
    """Return the picture in words."""
    above = sum(o.verdict == "above" for o in hits.judged)
    below = sum(o.verdict == "below" for o in hits.judged)
    told = [words("hits.alt", n=len(hits.judged), inside=hits.inside, above=above, below=below)]
    for name, gap in (("confounded", hits.confounded), ("proven", hits.proven)):
        if gap:
            told.append(words("hits.alt_gap", what=words(f"hits.gap_{name}"), **span(gap, words)))
    return " ".join(told)

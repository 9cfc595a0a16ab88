"""A summary in words: the lines of the card, and the chart's alt text."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peruopt.charts import Panel
from peruopt.chat.words import Words
from peruopt.reasons import BLOCK, Reason, Trait
from peruopt.summary import Judged, Period, Summary, Tally, told

EXCERPT = 110
MANY = 4.0
"""From here on a person counts times, not per cent."""
SAME = 0.03
"""A difference below this is no difference."""


def dates(period: Period, words: Words) -> str:
    """Return `lun 16 nov al dom 22 nov`."""
    last = period.end if not period.past else period.end - period.end.resolution
    start, end = words.day(period.start), words.day(last)
    first, year = (words.local(at).year for at in (period.start, last))
    if period.past or first != year:  # a week of another year is not one of this
        end = words.of_year(last)
    if first != year:
        start = words.of_year(period.start)
    if words.local(period.start).date() == words.local(last).date():
        return end
    return words("summary.dates", start=start, end=end)


def lines(
    summary: Summary,
    words: Words,
    now: datetime,
    *,
    best: list[Reason],
    worst: list[Reason],
) -> str:
    """Return the card's text; `best` and `worst` are the reasons found for those posts."""
    found = [_numbers(summary, words)]
    if summary.period.past:
        when = dates(summary.period, words)
        found.insert(0, words("summary.past", n=summary.period.days, dates=when))
    if len(summary.networks) > 1:
        found.append("\n".join(_networks(summary, words)))
    if summary.best:
        found.append(_post("best", summary.best, best, words, now))
    if summary.worst:
        found.append(_post("worst", summary.worst, worst, words, now))
    told_of = [*(best if summary.best else ()), *(worst if summary.worst else ())]
    if any(reason.trait in (Trait.HOURS, Trait.WEEKDAY) for reason in told_of):
        found.append(words("summary.why_raw"))
    if summary.best:
        found.append(words("summary.caution"))
    if summary.usual is not None or summary.best:
        found.append(words("summary.usual_is"))
    return "\n\n".join(found)


def _numbers(summary: Summary, words: Words) -> str:
    now, before, days = summary.now, summary.before, summary.period.days
    found = [words("summary.posts", n=now.posts, before=before.posts)]
    if now.interactions is None:
        found.append(words("summary.interactions_unknown"))
    else:
        change = _change(now.interactions, before.interactions, days, words)
        found.append(words("summary.interactions", n=now.interactions, change=change))
    if now.each is not None:
        found.append(_each(summary, words))
    found += _seen(now, before, days, words)
    if summary.young:
        found.append(words("summary.young", n=summary.young))
    return "\n".join(found)


def _each(summary: Summary, words: Words) -> str:
    each = words.number(summary.now.each or 0.0)
    if summary.ratio is None or summary.usual is None:
        return words("summary.each_alone", each=each)
    lift = summary.ratio - 1.0
    if len({(j.post.network, j.post.account) for j in summary.judged}) > 1:
        # a middle over accounts of different size says nothing
        return words("summary.each_mixed", lift=words.percent(lift, signed=True))
    kind = "each_same" if abs(lift) < SAME else "each" if lift > 0 else "each_under"
    share = words.percent(lift, signed=True)
    return words(f"summary.{kind}", each=each, lift=share, usual=summary.usual)


def _seen(now: Tally, before: Tally, days: int, words: Words) -> list[str]:
    if now.reach is None and now.views is None:
        return [words("summary.seen_unknown")]
    found = []
    for name in ("reach", "views"):
        count: int | None = getattr(now, name)
        if count is not None:
            change = _change(count, getattr(before, name), days, words)
            found.append(words(f"summary.{name}", n=count, change=change))
    if now.rate is not None:
        rate, told_of = words.percent(now.rate, 1), {"n": now.rated, "posts": now.posts}
        if before.rate is None:
            found.append(words("summary.rate_first", rate=rate, **told_of))
        else:
            was = words.percent(before.rate, 1)
            found.append(words("summary.rate", rate=rate, before=was, **told_of))
    return found


def _change(count: int, before: int | None, days: int, words: Words) -> str:
    if not before:
        return words("summary.change_none", n=days)
    return words("summary.change", lift=words.percent(count / before - 1, signed=True), n=days)


def _networks(summary: Summary, words: Words) -> list[str]:
    found = []
    for network, (now, _, ratio) in summary.networks.items():
        share = "" if ratio is None else words.percent(ratio - 1, signed=True)
        count = now.interactions
        found.append(
            words(
                "summary.network_line",
                network=words(f"network.{network}"),
                n=now.posts,
                interactions="–" if count is None else words("summary.earned", n=count),
                usual=share and words("summary.network_usual", lift=share),
            )
        )
    return found


def _post(kind: str, judged: Judged, why: Sequence[Reason], words: Words, now: datetime) -> str:
    post = judged.post
    text = " ".join(post.text.split()) or words("summary.no_text")
    return words(
        f"summary.{kind}",
        when=words.dated(post.published_at, now),
        network=words(f"network.{post.network}"),
        text=text if len(text) <= EXCERPT else text[: EXCERPT - 1].rstrip() + "…",
        count=words("summary.earned", n=post.metrics.interactions),
        lift=_against(judged, words, worst=kind == "worst"),
        why=_why(why, words),
    )


def _against(judged: Judged, words: Words, *, worst: bool) -> str:
    """Say how far a post is from the usual; the weakest of a good week may be above it."""
    lift, usual = (judged.ratio or 1.0) - 1.0, judged.usual
    own = "_own" if judged.own else ""
    if lift >= MANY - 1:
        return words(f"summary.against_times{own}", times=words.number(lift + 1), usual=usual)
    key = "against_even_so" if worst and lift >= SAME else "against"
    return words(f"summary.{key}{own}", lift=words.percent(lift, signed=True), usual=usual)


def _why(why: Sequence[Reason], words: Words) -> str:
    if not why:
        return words("summary.why_not")
    told_of = words("summary.and").join(_reason(reason, words) for reason in why)
    return words("summary.why", reasons=told_of)


def _reason(reason: Reason, words: Words) -> str:
    kind = "more" if reason.lift > 0 else "less"
    values: dict[str, object] = {
        "lift": words(f"summary.{kind}", lift=words.percent(abs(reason.lift))),
        "n": reason.posts,
    }
    if reason.trait is Trait.HOURS:
        values |= {"from_": f"{reason.value}:00", "to": f"{int(reason.value) + BLOCK}:00"}
    elif reason.trait is Trait.WEEKDAY:
        values["day"] = words(f"summary.on_{reason.value}")
    elif reason.trait is Trait.MEDIA:
        values["media"] = words(f"media.{reason.value}s")
    else:
        values["tag"] = reason.value
    return words(f"summary.why_{reason.trait}", **values)


def alt(period: Period, panels: Sequence[Panel], words: Words) -> str:
    """Return the chart in words."""
    told_of = " ".join(_panel(panel, words) for panel in panels)
    return words("summary.alt", dates=dates(period, words), panels=told_of)


def _panel(panel: Panel, words: Words) -> str:
    counts = [j.post.metrics.interactions for j in panel.posts if told(j.post.metrics)]
    network = words(f"network.{panel.posts[0].post.network}") if panel.posts else panel.name
    if not counts:
        return words("summary.alt_none", network=network)
    within = ""
    if band := panel.band:
        above, below = (sum(c > band.high for c in counts), sum(c < band.low for c in counts))
        within = words(
            "summary.alt_band",
            low=band.low,
            middle=band.middle,
            high=band.high,
            above=above,
            below=below,
        )
    return words(
        "summary.alt_panel",
        network=network,
        n=len(counts),
        low=min(counts),
        high=max(counts),
        band=within,
    )

"""Recommended hours in words: the lines of the card, the map's headline and its alt text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from peruopt.chat.words import Words
from peruopt.mealtimes import Meal
from peruopt.promises import lift
from peruopt.recommending import Hour, Known, Signal, Slot, SlotRules
from peruopt.restaurant import Restaurant
from peruopt.work.knowing import WINDOW
from peruopt.work.unseen import Unseen

FEWEST = 40
"""Posts of the account below which its hours are the network's, whatever model there is."""
OLD = timedelta(days=90)
"""After so long without a post it is said that what the hours rest on has faded."""
YEARS = 24
"""Months from which on a person counts years."""
MONTH = timedelta(days=365.25) / 12
STRENGTH = {Signal.NONE: 0, Signal.WEAK: 1, Signal.CLEAR: 2}


@dataclass(frozen=True, slots=True)
class Advice:
    """A week's hours for one account, and what they rest on."""

    known: Known
    week: Sequence[Hour]
    slots: Sequence[Slot]
    """Best first."""

    meals: Sequence[Meal] = ()
    """What is suggested instead where no hour stands out; `slots` are theirs then."""
    rules: SlotRules = field(default_factory=SlotRules)
    day: date | None = None
    """The one day that was asked about."""
    unseen: Unseen | None = None
    """What is being learned just now, and is in none of this."""
    read: int = 0
    """How many posts of the account the model in service has read."""

    @property
    def vague(self) -> bool:
        """Whether no hour stands out."""
        return not self.own or self.signal is Signal.NONE

    @property
    def network(self) -> str:
        """Key of the network's name."""
        return f"network.{self.known.network}"

    @property
    def posts(self) -> int:
        """How many posts of the account the hours rest on."""
        return max(len(self.known.history), sum(h.posts for h in self.week))

    @property
    def own(self) -> bool:
        """Whether the hours are the account's own, and not just what is usual on its network."""
        return self.known.model is not None and self.posts >= FEWEST

    @property
    def age(self) -> timedelta:
        """How long ago the account's newest post went out, as far as is known."""
        if self.known.now is None or not self.known.history:
            return timedelta(0)
        return self.known.now - self.known.history[-1].published_at

    @property
    def best(self) -> Slot | None:
        """The first slot that was not chosen at random and of which something is known."""
        chosen = [s for s in self.slots if not s.explores]
        return next((s for s in chosen if s.signal is not Signal.NONE), next(iter(chosen), None))

    @property
    def peak(self) -> Hour | None:
        """The hour of the day's work that the evidence holds for the best, free or not."""
        opens, closes = self.rules.opens, self.rules.closes

        def within(hour: int) -> bool:
            return opens <= hour <= closes if opens <= closes else not closes < hour < opens

        told = [h for h in self.week if h.signal is not Signal.NONE and within(h.hour)]
        return max(told, key=lambda h: (STRENGTH[h.signal], h.expected), default=None)

    @property
    def signal(self) -> Signal:
        """The strongest signal among the slots that were not chosen at random."""
        told = [s.signal for s in self.slots if not s.explores]
        return max(told, key=STRENGTH.__getitem__, default=Signal.NONE)


def ordered(slots: Sequence[Slot]) -> list[Slot]:
    """Put hours of which nothing is known behind the others, and last one on trial at most."""
    found = sorted(slots, key=lambda s: (s.explores, s.signal is Signal.NONE, -s.expected))
    chosen = sum(not slot.explores for slot in found)
    return found[: chosen + 1]


def lines(advice: Advice, house: Restaurant, words: Words) -> str:
    """Return the card's text."""
    if not advice.slots:
        opens, closes = f"{house.opens:%H:%M}", f"{house.closes:%H:%M}"
        return words("hours.full", opens=opens, closes=closes, minutes=house.spacing_minutes)
    if advice.vague:
        return _suggested(advice, words)
    ranked = [_line(rank, slot, words) for rank, slot in enumerate(advice.slots, 1)]
    best = [line for line, slot in zip(ranked, advice.slots, strict=True) if not slot.explores]
    trials = [line for line, slot in zip(ranked, advice.slots, strict=True) if slot.explores]
    parts = [
        _taken(advice, words),
        "\n".join(best),
        honest(advice, words),
        _learning(advice, words),
    ]
    parts = [part for part in (*parts, words("hours.about")) if part]
    if trials:
        parts.append("\n".join([*trials, words("hours.trial_why")]))
    return "\n\n".join(parts)


def _taken(advice: Advice, words: Words) -> str:
    """Say where a better hour than those offered is: a post goes out there, or close to it."""
    peak, best = advice.peak, advice.best
    if peak is None or best is None or advice.day or best.expected >= peak.expected:
        return ""
    now = advice.known.now
    near = [at for at in advice.rules.taken if _beside(peak, at, advice.rules.spacing, words)]
    if now is None or not near:
        return ""
    when, share = words.spoken(_some(peak, words)), lift(peak.expected, words)
    return words("hours.peak_taken", when=when, lift=share)


def _beside(hour: Hour, at: datetime, spacing: timedelta, words: Words) -> bool:
    """Whether a moment is too close to an hour of the week."""
    apart = abs((words.local(at).replace(tzinfo=None) - _naive(hour)).total_seconds())
    week = timedelta(days=7).total_seconds()
    return min(apart % week, week - apart % week) < spacing.total_seconds()


def _naive(hour: Hour) -> datetime:
    monday = datetime(2024, 1, 1)  # noqa: DTZ001 -- a Monday of no place
    return monday + timedelta(days=hour.weekday, hours=hour.hour)


def _some(hour: Hour, words: Words) -> datetime:
    """Return a moment in that hour of the week, to be named by its weekday."""
    return _naive(hour).replace(tzinfo=ZoneInfo(words.timezone))


def _learning(advice: Advice, words: Words) -> str:
    """Say what is being learned just now, and until when the hours hold."""
    if advice.unseen is None or advice.known.now is None:
        return ""
    return advice.unseen.said(words, advice.known.now)


def _suggested(advice: Advice, words: Words) -> str:
    """Say once that no hour stands out, and when people decide what to eat."""
    parts = [honest(advice, words)]
    if advice.meals:
        told = [
            words(f"hours.meal_{meal.name}", rank=rank, when=words.when(meal.slot.starts_at))
            for rank, meal in enumerate(advice.meals, 1)
        ]
        parts.append("\n".join([words("hours.meals"), *told]))
        parts.append(words("hours.meals_why"))
    return "\n\n".join(parts)


def _line(rank: int, slot: Slot, words: Words) -> str:
    """Return one hour; how much it brings is not said where nothing is known of it."""
    trial = "trial_" if slot.explores else ""
    if slot.signal is Signal.NONE:
        return words(f"hours.{trial}unknown", rank=rank, when=words.when(slot.starts_at))
    return words(
        f"hours.{trial}slot",
        rank=rank,
        when=words.when(slot.starts_at),
        lift=lift(slot.expected, words),
        low=lift(slot.low, words),
        high=lift(slot.high, words),
        signal=words(f"hours.signal_{slot.signal}"),
    )


def honest(advice: Advice, words: Words) -> str:
    """Return the sentence that says how far the hours can be trusted."""
    network = words(advice.network)
    if not advice.posts:
        return words("hours.honest_empty", network=network)
    if advice.known.model is None and advice.posts >= FEWEST:
        return words("hours.honest_unlearned", network=network)
    if advice.vague and (learning := _learning(advice, words)):  # no verdict before it is done
        return learning
    kind = advice.signal if advice.own else "prior"
    chosen = [slot for slot in advice.slots if not slot.explores]
    every = "_all" if kind is Signal.CLEAR and all(s.signal is kind for s in chosen) else ""
    said = words(f"hours.honest_{kind}{every}", n=advice.posts, network=network)
    old = " " + _faded(advice.age, words) if advice.own and advice.age >= OLD else ""
    newest = len(advice.known.history)
    read = " " + words("hours.newest", n=newest) if WINDOW <= newest >= advice.posts else ""
    alone = advice.read - advice.posts if advice.own else 0
    first = " " + words("hours.first", n=alone) if alone > 0 else ""
    return f"{words(f'hours.is_{kind}')} {said}{first}{read}{old}"


def _faded(age: timedelta, words: Words) -> str:
    months = round(age / MONTH)
    key = "faded_years" if months >= YEARS else "faded"
    return words(f"hours.{key}", n=months // 12 if months >= YEARS else months)


def headline(advice: Advice, words: Words) -> str:
    """Return the one line above the map."""
    best = advice.best
    if best is None:
        return words("hours.headline_full")
    if advice.vague and advice.unseen:
        return words("unseen.headline")
    if not advice.own:
        return words("hours.headline_prior")
    peak = advice.peak
    if advice.vague or peak is None:
        share, when = lift(best.expected, words), words.spoken(best.starts_at)
        return words(f"hours.headline_{best.signal}", when=when, lift=share)
    share, when = lift(peak.expected, words), words.spoken(_some(peak, words))
    return words(f"hours.headline_{peak.signal}", when=when, lift=share)


def alt(advice: Advice, house: Restaurant, words: Words) -> str:
    """Return the map in words."""
    slots = [_alt_slot(rank, slot, words) for rank, slot in enumerate(advice.slots, 1)]
    busy = [h for h in sorted(advice.week, key=lambda h: -h.posts)[:3] if h.posts]
    days = ", ".join(f"{words.weekday(h.weekday)} {h.hour}:00" for h in busy)
    posted = words("hours.alt_posted", days=days) if days else words("hours.alt_never")
    told = {"city": house.city, "headline": headline(advice, words), "posted": posted}
    if advice.vague:
        return words("hours.alt_vague", slots="; ".join(slots) or "–", **told)
    told_of = [h for h in advice.week if h.signal is not Signal.NONE and h.expected < 0]
    worst = sorted(told_of, key=lambda h: (not h.posts, -STRENGTH[h.signal], h.expected))[:3]
    return words(
        "hours.alt",
        slots="; ".join(slots) or "–",
        worst=", ".join(_hour(h, words) for h in worst) or "–",
        sure=sum(h.signal is not Signal.NONE for h in advice.week),
        **told,
    )


def _alt_slot(rank: int, slot: Slot, words: Words) -> str:
    when = words.spoken(slot.starts_at)
    if slot.explores:
        return f"{words('hours.trial')}, {when}"
    if slot.signal is Signal.NONE:
        return f"{rank}, {when}"
    share = lift(slot.expected, words)
    return words("hours.alt_slot", rank=rank, when=when, lift=share)


def _hour(hour: Hour, words: Words) -> str:
    share = lift(hour.expected, words)
    return words("hours.alt_hour", day=words.weekday(hour.weekday), hour=hour.hour, lift=share)

"""What is known when a draft is judged: its channels, their history, the hours taken."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from peruopt.mealtimes import at_meals
from peruopt.post import Post
from peruopt.recommending import (
    Basis,
    Forecast,
    Known,
    Proposal,
    Recommender,
    Signal,
    Slot,
    SlotRules,
)
from peruopt.restaurant import Channel, Restaurant
from peruopt.rules.networks import LIMITS
from peruopt.spoken.aiming import Aim
from peruopt.store import UnitOfWork
from peruopt.work.knowing import WINDOW, accounts, known, rules

WEEK = timedelta(days=7)
ANY_DAY = Aim("")
OFFERED = 2
"""Hours on a card: as many as are chosen, so that their chances are the true ones."""
EVENING = 21
"""From this hour on, a post about the day comes too late for who would still come."""
_SOON = timedelta(minutes=15)
"""An hour that is nearer than this is no hour to offer."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Read in one transaction; everything after it is pure."""

    house: Restaurant
    channels: tuple[Channel, ...]
    """Those that publish, the one with most history first."""
    known: dict[int, Known]
    rules: dict[int, SlotRules]
    now: datetime
    silent: frozenset[int] = frozenset()
    """Channels on which the draft cannot go out as it is: they want a picture."""

    def forecasts(self, recommender: Recommender, posts: Sequence[Post], at: datetime) -> Judged:
        """Return what each post may expect at `at`, by the post's channel."""
        return self.compare(recommender, [posts], at)[0]

    def compare(
        self, recommender: Recommender, drafts: Sequence[Sequence[Post]], at: datetime
    ) -> list[Judged]:
        """Return the same for the posts of several drafts, asking once per channel."""
        found: list[Judged] = [{} for _ in drafts]
        for channel_id, about in self.known.items():
            asked = [(i, p) for i, posts in enumerate(drafts) for p in posts]
            asked = [(i, post) for i, post in asked if post.channel_id == channel_id]
            proposals = [Proposal(post.text, post.media, at) for _, post in asked]
            told = recommender.score(about, proposals) if proposals else []
            for (i, _), forecast in zip(asked, told, strict=True):
                found[i][channel_id] = forecast
        return found

    def offer(self, recommender: Recommender, aim: Aim = ANY_DAY) -> Offered:
        """Return the best hours of the week, best first; of the day aimed at, or in time.

        They are those of the network that is most sure of its own.
        """
        heard = [c for c in self.channels if key(c) not in self.silent] or list(self.channels)
        if not heard:
            return Offered()
        # without a model no hour of a network stands out, and the first speaks for it
        asked = [c for c in heard if c is heard[0] or self.known[key(c)].model is not None]
        offers = [Offered(tuple(self._hours(recommender, c, aim)), c) for c in asked]
        return max(offers, key=lambda offered: offered.evidence)

    def _hours(self, recommender: Recommender, channel: Channel, aim: Aim) -> list[Slot]:
        about, rules = self.known[key(channel)], self.rules[key(channel)]
        soon = self.now + _SOON
        week, zone = recommender.week(about), self.house.zone
        for first, last in _spans(aim, soon.astimezone(zone).date()):
            told = hours_between((first, last), self.house, recommender, about, rules, soon)
            if not told:
                continue
            begins = max(soon, datetime.combine(first, time(), zone).astimezone(UTC))
            moved = at_meals(_told_first(told)[:OFFERED], week, begins, rules, zone)
            kept = [s for s in moved if first <= s.starts_at.astimezone(zone).date() <= last]
            return kept or _told_first(told)[:OFFERED]
        slots = recommender.slots(about, soon, OFFERED, rules)
        return _told_first(at_meals(slots, week, soon, rules, zone))


@dataclass(frozen=True, slots=True)
class Offered:
    """Hours for a draft, and the network of which they are known."""

    slots: tuple[Slot, ...] = ()
    """Best first."""
    channel: Channel | None = None

    @property
    def evidence(self) -> tuple[int, float]:
        """How sure its best hour is; of two that are as sure, what it brings at the least."""
        told = [s for s in self.slots if not s.explores and s.signal is not Signal.NONE]
        return max(((_SURE[slot.signal], slot.low) for slot in told), default=(0, 0.0))


_SURE = {Signal.NONE: 0, Signal.WEAK: 1, Signal.CLEAR: 2}


def _told_first(slots: Sequence[Slot]) -> list[Slot]:
    """Put hours of which nothing is known behind those of which something is."""
    return sorted(slots, key=lambda slot: slot.signal is Signal.NONE and not slot.explores)


def _spans(aim: Aim, today: date) -> list[tuple[date, date]]:
    """Return the first and last days to look for an hour in, those to prefer first.

    Who offers something until Saturday is better read before it than on the day itself.
    """
    if aim.day is not None:
        return [(aim.day, aim.day)]
    if aim.until is None or aim.until > today + WEEK:
        return []
    lasts = (aim.until - timedelta(days=1), aim.until)
    return [(today, last) for last in lasts if today <= last]


def over(day: date, house: Restaurant, now: datetime) -> bool:
    """Whether the hours of `day` are past in which one may still be told of it as ahead."""
    last = EVENING - 1
    if house.opens.hour <= house.closes.hour:
        last = min(last, house.closes.hour)
    return now + _SOON > datetime.combine(day, time(last), house.zone)


def hours_of(
    day: date,
    house: Restaurant,
    recommender: Recommender,
    about: Known,
    rules: SlotRules,
    after: datetime,
) -> list[Slot]:
    """Return the hours of a local day, best first."""
    return hours_between((day, day), house, recommender, about, rules, after)


def hours_between(
    days: tuple[date, date],
    house: Restaurant,
    recommender: Recommender,
    about: Known,
    rules: SlotRules,
    after: datetime,
) -> list[Slot]:
    """Return the hours of local days, best first; who chose the day gets none by chance."""
    first, last = days
    begins = datetime.combine(first, time(), house.zone).astimezone(UTC)
    calm = replace(rules, explore_share=0.0)
    slots = recommender.slots(about, max(after, begins - timedelta(seconds=1)), 7 * 24, calm)
    hours = [(s, s.starts_at.astimezone(house.zone)) for s in slots]
    of_day = [(s, at.hour) for s, at in hours if first <= at.date() <= last]
    return [s for s, hour in of_day if hour < EVENING] or [s for s, _ in of_day]


Judged = dict[int, Forecast]


def key(channel: Channel) -> int:
    """Return the id of a channel on record."""
    assert channel.id is not None
    return channel.id


def desk(w: UnitOfWork, now: datetime, *, pictured: bool = True) -> Desk:
    """Read what judging a draft needs.

    Without a picture, networks that ask for one come last: the hours offered are those of a
    network on which the draft can go out.
    """
    channels = tuple(c for c in accounts(w) if c.publishes)
    about = {key(c): _known(w, c, now) for c in channels}
    channels = tuple(
        sorted(
            channels,
            key=lambda c: (
                LIMITS[c.network].needs_picture and not pictured,
                -len(about[key(c)].history),
            ),
        )
    )
    within = {key(c): rules(w, c, about[key(c)], now) for c in channels}
    going = w.posts.going_out(now - w.restaurant.spacing, now + 3 * WEEK)
    ours = {c.id for c in channels}
    taken = {p.due_at for p in going if p.due_at and p.channel_id in ours}
    taken.update(at for each in within.values() for at in each.taken)
    silent = [c for c in channels if LIMITS[c.network].needs_picture and not pictured]
    return Desk(
        w.restaurant.model_copy(),
        tuple(c.model_copy() for c in channels),
        about,
        {number: replace(each, taken=tuple(sorted(taken))) for number, each in within.items()},
        now,
        frozenset(key(c) for c in silent),
    )


def _known(w: UnitOfWork, channel: Channel, now: datetime) -> Known:
    """Return what is known of a channel; a nameless one continues the network's busiest account.

    The outbox publishes under no account's name, and a history comes with one: for the house
    both are its Facebook.
    """
    own = known(w, channel, now)
    if channel.account:
        return own
    others = [c for c in accounts(w, channel.network) if c.account]
    if not others:
        return own
    named = known(w, others[0], now)
    both = sorted((*named.history, *own.history), key=lambda post: post.published_at)
    return replace(named, history=tuple(both[-WINDOW:]))


def summed(forecasts: Sequence[Forecast]) -> Forecast | None:
    """Return what a draft may expect over the channels that a model can speak of, if any."""
    known = [f for f in forecasts if f.basis is Basis.MODEL]
    if not known:
        return None
    return Forecast(
        usual=sum(f.usual for f in known),
        expected=sum(f.expected for f in known),
        low=sum(f.low for f in known),
        high=sum(f.high for f in known),
        basis=Basis.MODEL,
    )


def gain(expected: float, usual: float) -> float:
    """Return how many times the usual is expected."""
    return (expected + 1) / (usual + 1)

"""Taking in a history: look the file over, ask what only a person knows, keep what is good."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from peruopt.restaurant import Network
from peruopt.results import PastPost
from peruopt.sources.asking import Question, Refused, said
from peruopt.store import Entry, UnitOfWork, Work
from peruopt.work.owning import account_of

if TYPE_CHECKING:
    from peruopt.sources.survey import Survey

BATCH = 1000
REFUSED_KEPT = 200
ASSUMED = frozenset({"account"})
"""Questions with a harmless answer: the inferred one is taken, and said."""
Progress = Callable[[float], None]
Account = tuple[Network, str]


@dataclass(slots=True)
class Ingested:
    """What became of a file."""

    survey: Survey
    new: int = 0
    updated: int = 0
    same: int = 0
    duplicates: int = 0
    refused: list[Refused] = field(default_factory=list)
    """The first two hundred; `refusals` counts them all."""
    refusals: int = 0
    accounts: Counter[Account] = field(default_factory=Counter)
    first: datetime | None = None
    last: datetime | None = None

    @property
    def kept(self) -> int:
        """How many good rows there were."""
        return self.accounts.total()


def ingest(
    work: Work,
    restaurant_id: int,
    path: Path,
    name: str,
    answered: Mapping[str, str],
    *,
    who: str,
    now: datetime,
    progress: Progress = lambda _: None,
) -> Ingested | Question:
    """Take in the file, or return the first question that must be answered before.

    Each thousand rows is its own transaction, so a long file does not hold up a publication.

    Raises UserError for what is no table of posts, or whose dates cannot be trusted.
    """
    from peruopt.sources.reading import read
    from peruopt.sources.survey import survey

    with work(restaurant_id) as w:
        timezone = w.restaurant.timezone
    answers = said(answered)
    seen = survey(path, name, default_zone=timezone, now=now, answers=answers,
                  progress=lambda share: progress(share * 0.4))  # fmt: skip
    open_ = [q for q in seen.questions if q.key not in answered]
    if asked := next((q for q in open_ if q.key not in ASSUMED), None):
        return asked
    if answers.account is None and not seen.accounts:
        with work(restaurant_id) as w:
            account = account_of(w, seen, path)
        if isinstance(account, Question):
            return account
        seen = replace(seen, plan=replace(seen.plan, account=account))
    done = Ingested(seen)
    rows = read(path, seen, lambda share: progress(0.4 + share * 0.6))
    good = _good(rows, done)
    while batch := tuple(islice(good, BATCH)):
        with work(restaurant_id) as w:
            if not done.accounts:
                _name_channels(w, batch)
            new, updated = w.posts.upsert(batch, now)
        done.accounts.update((post.network, post.account) for post in batch)
        done.new, done.updated = done.new + new, done.updated + updated
        done.same += len(batch) - new - updated
        time.sleep(0)  # let a waiting transaction have its turn
    done.duplicates = rows.duplicates
    with work(restaurant_id) as w:
        _publish_through(w, done.accounts)
        w.audit.add(Entry(now, who, "import", name[:120], f"{done.new} + {done.updated}"))
    return done


def _good(rows: Iterator[PastPost | Refused], done: Ingested) -> Iterator[PastPost]:
    for row in rows:
        if isinstance(row, Refused):
            done.refusals += 1
            if len(done.refused) < REFUSED_KEPT:
                done.refused.append(row)
            continue
        at = row.published_at
        done.first = min(done.first or at, at)
        done.last = max(done.last or at, at)
        yield row


def _name_channels(w: UnitOfWork, posts: tuple[PastPost, ...]) -> None:
    """Give the nameless channel of a network the account that its history comes with."""
    channels = w.channels.all()
    for (network, account), _ in Counter((p.network, p.account) for p in posts).most_common():
        on = [c for c in channels if c.network is network]
        nameless = next((c for c in on if not c.account), None)
        if nameless and all(c.account != account for c in on):
            nameless.account = account


def _publish_through(w: UnitOfWork, accounts: Counter[Account]) -> None:
    """Publish where the house has a history: its busiest account on each network.

    Channels that only stood in for an unknown account step back.
    """
    channels = w.channels.all()
    for (network, account), _ in accounts.most_common():
        on = [c for c in channels if c.network is network]
        if not any(c.publishes and c.account for c in on):
            for channel in on:
                channel.publishes = channel.account == account
    for channel in channels:
        if not channel.account:
            channel.publishes = False

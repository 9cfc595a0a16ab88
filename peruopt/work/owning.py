"""Whose posts a file holds when it does not say: the house's own account, or a new one."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from peruopt.results import PastPost
from peruopt.sources.asking import Choice, Question
from peruopt.store import UnitOfWork

if TYPE_CHECKING:
    from peruopt.sources.survey import Survey

LOOKED = 300
"""Posts of the file that are compared with what is on record."""
ENOUGH = 0.1
"""The share of them that must be known already; a dish's name alone is no proof."""


def account_of(w: UnitOfWork, seen: Survey, path: Path) -> str | Question:
    """Return the account, or the question where the house has one and the file seems another's.

    A file's name is a hint and no more: next month's export of the same account has another.
    """
    network, guess = seen.plan.network, seen.plan.account
    names = [c.account for c in w.channels.all() if c.network is network and c.account]
    if not names:
        return guess
    if same := next((name for name in names if name.casefold() == guess.casefold()), None):
        return same
    if found := _by_posts(w, seen, path):
        return found
    if any(question.key == "account" for question in seen.questions) and len(names) == 1:
        return names[0]  # not even the file's name speaks against it
    choices = dict.fromkeys((*sorted(names), guess))
    return Question(
        "account",
        "importing.ask_which",
        tuple(Choice(name) for name in choices),
        names[0],
        {"name": seen.name},
        free=True,
    )


def _by_posts(w: UnitOfWork, seen: Survey, path: Path) -> str | None:
    """Return the account that has the same posts on record."""
    from peruopt.sources.reading import read

    rows = (row for row in read(path, seen) if isinstance(row, PastPost))
    posts = {(post.published_at, post.text) for post in islice(rows, LOOKED)}
    if not posts:
        return None
    moments = [at for at, _ in posts]
    last = max(moments) + timedelta(seconds=1)
    known = w.posts.history(network=seen.plan.network, since=min(moments), until=last)
    shared = Counter(post.account for post in known if (post.published_at, post.text) in posts)
    account, hits = shared.most_common(1)[0] if shared else (None, 0)
    return account if hits >= ENOUGH * len(posts) else None

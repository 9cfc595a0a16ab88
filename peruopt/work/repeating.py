"""The same words twice on one account: noticed, and said once."""

from __future__ import annotations

from datetime import datetime, timedelta

from peruopt.post import State
from peruopt.store import UnitOfWork
from peruopt.work.turning import told

BACK = timedelta(days=30)
"""For so long followers remember a text."""
MOST = 500
_TOLD = "twice_told"


def notice_twice(w: UnitOfWork, now: datetime) -> int:
    """Tell of each scheduled post whose words its account has said, or is to say before it."""
    accounts = {(c.network, c.account): c.id for c in w.channels.all()}
    known: dict[tuple[int | None, str], datetime] = {}
    for past in w.posts.history(since=now - BACK):
        known[accounts.get((past.network, past.account)), _words(past.text)] = past.published_at
    said = 0
    for post in w.posts.in_states(State.SCHEDULED, limit=MOST):
        if post.due_at is None or post.id is None:
            continue
        before = known.setdefault((post.channel_id, _words(post.text)), post.due_at)
        if before == post.due_at or w.attempts.note(post.id, _TOLD):
            continue
        w.attempts.put_note(post.id, _TOLD, before.isoformat())
        values = told(post) | {"other_at": before.isoformat()}
        w.notices.add("repeating.twice", values, f"post:{post.id}")
        said += 1
    return said


def _words(text: str) -> str:
    return " ".join(text.casefold().split())

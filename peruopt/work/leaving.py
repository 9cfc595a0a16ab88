"""Letting go of a post: cancelled where nothing is out; a begun thread stays as it is."""

from __future__ import annotations

from datetime import datetime

from peruopt.post import Post, State
from peruopt.progress import PROGRESS, progress
from peruopt.store import UnitOfWork
from peruopt.work.turning import turn

ON_THE_WAY = {
    State.FAILED: (State.SCHEDULED, State.PUBLISHING),
    State.MISSED: (State.SCHEDULED, State.PUBLISHING),
    State.SCHEDULED: (State.PUBLISHING,),
}
"""What lies between where a post stands and PUBLISHED."""
LEFT = "publishing.left"


def drop(w: UnitOfWork, post: Post, now: datetime, who: str) -> bool:
    """Let go of a locked post; return whether part of it is out, and stays."""
    if not post.begun:
        turn(w, post, State.CANCELLED, now, who=who)
        return False
    for step in ON_THE_WAY.get(post.state, ()):
        post.move(step)
    known = progress(w.attempts.note(post.id or 0, PROGRESS))
    post.published_at = known.began_at if known else now
    turn(w, post, State.PUBLISHED, now, who=who, reason=LEFT)
    return True

"""Which of a draft's posts still wait for a person, and who decided about the others."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from peruopt.errors import AlreadyDecided
from peruopt.names import Names
from peruopt.post import Draft, Post, State
from peruopt.rules.finding import Finding, Severity
from peruopt.seen import boxed
from peruopt.store import UnitOfWork
from peruopt.work.wording import findings

WAITING = frozenset({State.PROPOSED, State.MISSED, State.FAILED})
"""Somebody has to say what becomes of them."""
OPEN = WAITING | {State.SCHEDULED}
"""They can still be changed."""
_LOOK_BACK = 1000
_TELLING = (State.SCHEDULED, State.PUBLISHING, State.UNCERTAIN, State.PUBLISHED, State.CANCELLED)


def decided(w: UnitOfWork, posts: Sequence[Post]) -> AlreadyDecided:
    """Return the error that tells who decided about these posts, and when."""
    ranked = sorted(posts, key=lambda p: _TELLING.index(p.state) if p.state in _TELLING else 9)
    if not ranked:
        return AlreadyDecided("approving.already_plain", state=State.CANCELLED)
    post = ranked[0]
    by, at = post.approved_by, post.approved_at
    if post.state is State.CANCELLED or not by:
        by, at = _from_log(w, post)
    told = {"id": str(post.draft_id or ""), "state": post.state, "by": Names.of(by), "at": at}
    if not by or not at:
        return AlreadyDecided("approving.already_plain", **told)
    state = "boxed" if boxed(post) else post.state
    return AlreadyDecided(f"approving.already_{state}", due=post.due_at or at, **told)


def _from_log(w: UnitOfWork, post: Post) -> tuple[str, datetime | None]:
    about = f"post:{post.id}"
    for entry in w.audit.newest(_LOOK_BACK):
        if entry.about == about and entry.what == f"post.{post.state}":
            return entry.who, entry.at
    return "", None


def blocks(
    post: Post, locale: str, size: tuple[int, int] | None, *, threads: bool
) -> list[Finding]:
    """Return what keeps a post from going out as it is."""
    found = findings(post, locale, size, threads=threads)
    return [finding for finding in found if finding.severity is Severity.BLOCK]


def siblings(w: UnitOfWork, draft: Draft) -> list[Draft]:
    """Return the drafts of the same brief, in order, this one included."""
    told = {d.id or 0: d for d in w.drafts.recent(100) if _same_brief(d, draft)}
    told[draft.id or 0] = draft
    return [told[number] for number in sorted(told)]


def _same_brief(one: Draft, other: Draft) -> bool:
    if one.id == other.id:
        return True
    near = abs((one.created_at - other.created_at).total_seconds()) < 12 * 3600
    same = one.brief == other.brief and (bool(one.brief) or one.picture == other.picture)
    return near and same

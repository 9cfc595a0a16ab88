"""What came of an attempt, written down in one transaction with its notice and audit line."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from peruopt.errors import Busy, ByHand, PublishError, Rejected, Unauthorized
from peruopt.ports import Receipt, Services
from peruopt.post import Post, State
from peruopt.progress import PROGRESS, SEEN, progress
from peruopt.rules.threads import cut
from peruopt.seen import boxed
from peruopt.store import Entry, UnitOfWork
from peruopt.work.leaving import ON_THE_WAY
from peruopt.work.missing import late, miss
from peruopt.work.telling import audience
from peruopt.work.turning import ENGINE, link, sentence, telling, told, turn

LOOKING = "publishing.looking"
ASKED = "publishing.asked"
BY_HAND = "publishing.by_hand_why"
"""The reasons of an UNCERTAIN post: nobody has been asked; a person has; it is theirs to do."""
SENT_AT = "sent_at"
"""The note that says when the newest attempt began."""
ASK_FROM = "ask_from"
"""The note that says from when on a person may be asked about an UNCERTAIN post."""
LEASE = timedelta(seconds=30)
"""How long after its last sign of life an attempt is presumed dead."""
PATIENCE = timedelta(seconds=40)
"""A network may take a moment to show what it has; only then is a person asked."""
LEAST_WAIT = timedelta(seconds=5)
LOOK_EVERY = timedelta(minutes=15)
WORTH_SAYING = timedelta(minutes=1)
"""A post that will be later than this by a network's fault is spoken of."""
_TOLD = "waiting_told"
_NAMES = {Receipt: "published", Busy: "busy", Rejected: "rejected", Unauthorized: "unauthorized"}
_NAMES |= {ByHand: "by_hand"}


def record(
    services: Services,
    restaurant_id: int,
    claimed: Post,
    attempt: int,
    outcome: Receipt | PublishError,
) -> None:
    """Write down what the attempt came to, unless somebody has meanwhile settled the post."""
    assert claimed.id is not None
    with services.work(restaurant_id) as w:
        post, now = w.posts.get(claimed.id), services.now()
        advance(w, post)
        live = w.attempts.live(claimed.id) == attempt
        if live:
            w.attempts.end(attempt, now, _NAMES.get(type(outcome), "uncertain"))
        if isinstance(outcome, Receipt):
            receive(w, post, outcome, now)
        elif post.state is State.UNCERTAIN or (live and post.state is State.PUBLISHING):
            _refused(w, post, outcome, now)


def receive(
    w: UnitOfWork, post: Post, receipt: Receipt, now: datetime, *, who: str = ENGINE
) -> None:
    """Note that the post is out: the truth, however late it comes."""
    if post.state is State.PUBLISHED:
        if receipt.external_id not in ("", post.external_id):
            w.audit.add(Entry(now, who, "post.out_twice", f"post:{post.id}", receipt.url))
        return
    known = progress(w.attempts.note(post.id or 0, PROGRESS)) if post.thread else None
    seen_late = post.state is not State.PUBLISHING
    began = w.attempts.note(post.id or 0, SENT_AT) if seen_late else None
    post.published_at = datetime.fromisoformat(began) if began else now
    if known:  # a person's word carries no link, and the first message went out before the last
        receipt = replace(receipt, external_id=known.external_id, url=known.url)
        post.published_at = known.began_at
    post.external_id, post.url = receipt.external_id or None, receipt.url
    post.out = post.thread
    if post.state in (State.PROPOSED, State.CANCELLED):  # decided otherwise, but too late
        w.audit.add(Entry(now, who, "post.out_anyway", f"post:{post.id}", receipt.url))
        key = "publishing.out_anyway"
        w.notices.add(key, told(post), f"post:{post.id}", to=audience(w, post, key))
        return
    for step in ON_THE_WAY.get(post.state, ()):
        post.move(step)
    where = "" if link(post) else "_boxed" if boxed(post) else "_plain"
    turn(w, post, State.PUBLISHED, now, who=who, tell=f"publishing.published{where}")


def advance(w: UnitOfWork, post: Post) -> None:
    """Note on a locked post how much of its thread is out, as its publisher and people know."""
    if not post.thread or post.id is None:
        return
    seen = int(w.attempts.note(post.id, SEEN) or 0)
    known = progress(w.attempts.note(post.id, PROGRESS))
    post.out = max(known.out if known else 0, seen)
    if known:
        post.external_id, post.url = known.external_id or None, known.url


def doubt(w: UnitOfWork, post: Post, now: datetime, *, died: bool = False) -> None:
    """Nobody knows whether the post is out: look at once, then again, then ask.

    `died`: whoever was sending it gave its last sign of life when it extended its lease.
    """
    assert post.id is not None
    advance(w, post)
    attempt = w.attempts.live(post.id)
    if attempt is not None:
        w.attempts.end(attempt, now, "uncertain")
    alive = min(post.lease_until - LEASE, now) if died and post.lease_until else now
    w.attempts.put_note(post.id, ASK_FROM, (alive + PATIENCE).isoformat())
    turn(w, post, State.UNCERTAIN, now, reason=LOOKING)


def _refused(w: UnitOfWork, post: Post, outcome: PublishError, now: datetime) -> None:
    if isinstance(outcome, Busy):
        turn(w, post, State.SCHEDULED, now)
        post.retry_at = max(outcome.retry_at, now + LEAST_WAIT)
        if late(post, w.restaurant.grace, post.retry_at):
            miss(w, [post], now)
        else:
            say_waiting(w, post)
    elif isinstance(outcome, (Rejected, Unauthorized)):
        lapsed = isinstance(outcome, Unauthorized)
        default = "publishing.unauthorized" if lapsed else "publishing.rejected"
        reason = sentence(outcome, default)
        turn(w, post, State.FAILED, now, reason=reason, tell="publishing.failed")
    elif isinstance(outcome, ByHand):
        full = "\n\n".join(cut(post.text)) if post.thread else post.text
        values = told(post) | {"full": full, "link": outcome.link}
        turn(w, post, State.UNCERTAIN, now, reason=BY_HAND)
        key = "publishing.by_hand"
        w.notices.add(key, values, f"post:{post.id}", to=audience(w, post, key))
        post.lease_until = now + LOOK_EVERY
    elif post.state is State.PUBLISHING:
        doubt(w, post, now)


def say_waiting(w: UnitOfWork, post: Post) -> None:
    """Tell once for each approved hour that the network keeps a post waiting, and until when."""
    if post.due_at and post.retry_at and post.retry_at > post.due_at + WORTH_SAYING:
        say_late(w, post, "publishing.waiting")


def say_late(w: UnitOfWork, post: Post, key: str) -> bool:
    """Tell once for each approved hour that a post is late; False where it is known."""
    if post.id is None or post.due_at is None:
        return False
    hour = post.due_at.isoformat()
    if w.attempts.note(post.id, _TOLD) == hour:
        return False
    w.attempts.put_note(post.id, _TOLD, hour)
    key = telling(key, post)
    until = {"until_at": (post.due_at + w.restaurant.grace).isoformat()}
    w.notices.add(key, told(post) | until, f"post:{post.id}", to=audience(w, post, key))
    return True

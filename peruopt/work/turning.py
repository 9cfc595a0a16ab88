"""One way to change what a post is: move it, note who did it, tell whoever needs to know."""

from __future__ import annotations

from datetime import datetime

from peruopt.chat.words import Words
from peruopt.post import Post, State
from peruopt.results import PastPost
from peruopt.store import Entry, UnitOfWork
from peruopt.work.telling import audience

ENGINE = "peruopt"
"""Who acts in the audit log when nobody pressed anything."""
EXCERPT = 60
_OF_PART = frozenset(
    f"publishing.{what}" for what in ("failed", "missed", "uncertain", "waiting", "slow")
)


def turn(
    w: UnitOfWork,
    post: Post,
    to: State,
    at: datetime,
    *,
    who: str = ENGINE,
    reason: str = "",
    tell: str = "",
) -> None:
    """Move a locked post; `reason` and `tell` are keys of sentences."""
    post.move(to)
    post.reason = reason
    if to is not State.PUBLISHING:
        post.lease_until = None
    if to is not State.SCHEDULED:
        post.retry_at = None
    w.audit.add(Entry(at, who, f"post.{to}", f"post:{post.id}", reason))
    if tell:
        tell = telling(tell, post)
        w.notices.add(tell, told(post), f"post:{post.id}", to=audience(w, post, tell))


def telling(key: str, post: Post) -> str:
    """Return the key of the sentence that is true: a thread that is half out has its own."""
    if post.begun and key in _OF_PART:
        return f"{key}_part"
    whole = not post.thread or key != "publishing.uncertain"
    return key if whole else f"{key}_thread"


def told(post: Post) -> dict[str, str]:
    """Return a post as the words of a notice; what is a key or ends in `_at` is said locally."""
    return {
        "id": str(post.draft_id or post.id),
        "network": f"network.{post.network}",
        "text": excerpt(post.text),
        "due_at": post.due_at.isoformat() if post.due_at else "",
        "url": link(post),
        "why": post.reason,
        "out": str(post.out),
        "of": str(post.thread),
        "next": str(post.out + 1),
    }


def link(post: Post | PastPost) -> str:
    """Return where anybody can open the post; a file of this machine is no such place."""
    return post.url if post.url.startswith(("https://", "http://")) else ""


def excerpt(text: str) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= EXCERPT else line[: EXCERPT - 1].rstrip() + "…"


def sentence(error: Exception, otherwise: str) -> str:
    """Return the key an error carries if it is one of ours, never what a network wrote."""
    key = str(error)
    ours = key.startswith(("publishing.", "networks.", "redes."))
    return key if ours and Words().has(key) else otherwise


def copied(post: Post) -> Post:
    """Return the post as plain data, to be read after its transaction has ended."""
    return Post.copy_of(post)

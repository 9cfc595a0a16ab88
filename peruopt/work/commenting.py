"""Comments taken in, and how the guests of a time feel."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from peruopt.chat.message import Upload
from peruopt.chat.words import Words
from peruopt.ports import Services
from peruopt.restaurant import Person, Role
from peruopt.sentiment.mood import mood
from peruopt.sentiment.scoring import Label, LearnedSentiment
from peruopt.store import Entry, UnitOfWork
from peruopt.work.turning import excerpt

if TYPE_CHECKING:
    from peruopt.comments.reading import Read

WINDOW = timedelta(days=30)
LEAST = 3
"""Fewer complaints under a post are nobody's pattern."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a file of comments."""

    read: Read
    new: int


@dataclass(frozen=True, slots=True)
class Said:
    """What guests wrote in a time."""

    texts: tuple[str, ...]
    since: datetime
    until: datetime
    past: bool = False
    """The time ended before today, because nothing newer is on record."""
    sore: str = ""
    """The text of the post that drew most complaints, if any drew several."""
    complaints: int = 0


def take_in(services: Services, person: Person, upload: Upload) -> Taken:
    """Keep the comments of a file; raise UserError for one that holds none."""
    person.require(Role.EDITOR)
    now = services.now()
    with services.work(person.restaurant_id) as w:
        zone = w.restaurant.timezone
    from peruopt.comments.reading import read_comments

    read = read_comments(upload, now, zone)
    with services.work(person.restaurant_id) as w:
        new = w.comments.add(read.comments)
        detail = f"{upload.name[:80]}: {new}/{len(read.comments)}"
        w.audit.add(Entry(now, person.called, "comments.imported", "", detail))
    return Taken(read, new)


def said(w: UnitOfWork, now: datetime, window: timedelta = WINDOW) -> Said | None:
    """Return what was written in the last `window`, or in that of the newest comment."""
    newest = w.comments.latest()
    if newest is None:
        return None
    past = newest < now - window
    until = newest + timedelta(seconds=1) if past else now + timedelta(seconds=1)
    found = w.comments.between(until - window, until)
    texts = tuple(each.text for each in found)
    labels = LearnedSentiment().labels(list(texts))
    sore = Counter(
        each.post
        for each, label in zip(found, labels, strict=True)
        if each.post and label is Label.NEGATIVE
    )
    post, count = sore.most_common(1)[0] if sore else ("", 0)
    text = _post_text(w, post) if count >= LEAST else ""
    return Said(texts, until - window, until, past, text, count if text else 0)


def mood_between(w: UnitOfWork, since: datetime, until: datetime, words: Words) -> str:
    """Say in a few lines how guests felt then; nothing where nobody wrote."""
    return mood([each.text for each in w.comments.between(since, until)], words)


def _post_text(w: UnitOfWork, key: str) -> str:
    for post in reversed(w.posts.history(newest=500)):
        if key in (post.external_id, post.url) or (post.url and key.rstrip("/") == post.url):
            return excerpt(post.text)
    return ""

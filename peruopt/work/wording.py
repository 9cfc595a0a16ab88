"""A draft's words as each network carries them, and hashtags told from text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from peruopt.post import Draft, Post
from peruopt.restaurant import Network
from peruopt.rules import law
from peruopt.rules.finding import Finding
from peruopt.rules.networks import HASHTAG, LIMITS, check
from peruopt.rules.threads import cut, fits, threaded

WRITERS = frozenset({"gpt", "template"})
_TAIL = re.compile(r"(?:(?:^|\s+)#\w+)+\s*$")


def split(full: str) -> tuple[str, tuple[str, ...]]:
    """Tell the text from the hashtags that close it."""
    tail = _TAIL.search(full)
    tags = tuple(HASHTAG.findall(tail.group())) if tail else ()
    if tail is None or len(tags) != len(tail.group().split()):
        return full.strip(), ()
    return full[: tail.start()].rstrip(), tags


def joined(text: str, hashtags: Sequence[str]) -> str:
    """Text and hashtags, as they are posted."""
    return "\n\n".join(part for part in (text, " ".join(hashtags)) if part)


def adapted(draft: Draft, network: Network) -> str:
    """Return the draft's words for `network`.

    What we wrote keeps to the number of hashtags that reads well there; what a person wrote
    goes out as it is.
    """
    tags = draft.hashtags.split()
    if draft.writer in WRITERS:
        inside = len(HASHTAG.findall(draft.text))
        tags = tags[: max(0, LIMITS[network].usual_hashtags - inside)]
    return joined(draft.text, tags)


def findings(
    post: Post, locale: str, size: tuple[int, int] | None = None, *, threads: bool
) -> list[Finding]:
    """Return all that the network and the law have to say about a post.

    `threads` is whether the house wants them; a thread that has begun is past all objection.
    """
    if post.begun:
        return []
    text, tags = split(post.text)
    has_picture = post.picture is not None
    found = check(text, tags, post.network, post.media, has_picture, size if has_picture else None)
    if post.network is Network.X:
        found = threaded(text, tags, post.text, found) if threads else _unthreaded(found)
    return found + lawful(text, tags, locale)


def _unthreaded(found: Sequence[Finding]) -> list[Finding]:
    """Say of what is too long for X that there are threads."""
    return [replace(f, key="rules.length_x") if f.rule == "x.length" else f for f in found]


def shape(post: Post, *, threads: bool) -> None:
    """Note into how many messages the post is cut, before it is approved so."""
    if not post.begun:
        cuts = threads and post.network is Network.X and not fits(post.text)
        post.thread, post.out = len(cut(post.text)) if cuts else 0, 0


def lawful(text: str, hashtags: Sequence[str], locale: str) -> list[Finding]:
    """Return what the law asks of text and hashtags; it is mended in the text."""
    found = law.check(text, locale)
    known = {finding.rule for finding in found}
    for finding in law.check(joined(text, hashtags), locale) if hashtags else ():
        if finding.rule in known:
            continue
        clause = (finding.mended or "").rpartition("\n\n")[2]
        found.append(replace(finding, mended=f"{text}\n\n{clause}" if clause else None))
    return found

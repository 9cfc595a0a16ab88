"""Whose posts these are: network and account, by column, address or file name."""

from __future__ import annotations

import re
from pathlib import PurePath
from urllib.parse import unquote

from peruopt.restaurant import Network
from peruopt.sources.vocabulary import plain, words

HOST = re.compile(r"https?://(?:[\w-]+\.)*?((?:[\w-]+)\.\w+)/@?([^/?#]+)(/[^?#]*)?", re.IGNORECASE)
NOT_ACCOUNTS = frozenset(
    {"p", "reel", "reels", "tv", "stories", "watch", "photo", "photo.php", "permalink.php", "i",
     "story.php", "groups", "share", "events", "video.php", "videos", "posts", "notes", "c", "s"}
)  # fmt: skip


def url_network(url: str) -> Network | None:
    """Return the network of a post's address."""
    found = HOST.match(url)
    name = words()["hosts"].get(found[1].lower()) if found else None
    return Network(name) if name else None


def url_account(url: str) -> str:
    """Return the account that a post's address names, or nothing."""
    found = HOST.match(url)
    if found is None or not found[3] or found[1].lower() not in words()["hosts"]:
        return ""
    name = unquote(found[2])
    return "" if name.lower() in NOT_ACCOUNTS or len(name) > 60 else name


def named_network(name: str) -> Network | None:
    """Return the network that a file name mentions."""
    parts = plain(PurePath(name).name).split()
    for network, names in words()["networks"].items():
        if any(part in names for part in parts[:-1] or parts):
            return Network(network)
    return None


def named_account(name: str) -> str:
    """Return what is left of a file name once the usual words are gone."""
    stem = PurePath(name).name.split(".")[0]
    parts = [part for part in re.split(r"[^\w]+|_", stem) if part]
    generic = set(words()["generic"])
    networks = {n for names in words()["networks"].values() for n in names}
    kept = [
        part
        for part in parts
        if plain(part) not in generic | networks and not re.search(r"\d", part)
    ]
    return "_".join(kept)[:60]

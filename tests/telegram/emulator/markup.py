"""Telegram's HTML, read as strictly as Telegram reads it."""

from __future__ import annotations

import html
import re

TAGS = {"b", "strong", "i", "em", "u", "s", "code", "pre", "blockquote", "tg-spoiler", "a"}
TOKEN = re.compile(r"<(/?)([^>]*)>|<|&(#?\w+;)?|[^<&]+")
NAMED = {"lt;", "gt;", "amp;", "quot;"}


class Refusal(Exception):
    """An answer that is not ok."""

    def __init__(self, code: int, description: str, **parameters: object) -> None:
        super().__init__(description)
        self.code, self.description, self.parameters = code, description, parameters


def units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def read(source: str) -> tuple[str, list[tuple[str, str]]]:
    """Return the plain words, and each styled stretch with its tag."""
    words, open_tags, styled = "", [], []
    for token in TOKEN.finditer(source):
        said = token[0]
        if said.startswith("<"):
            tag = (token[2] or "").strip().split(" ")[0].lower()
            where = len(source[: token.start()].encode())
            if tag not in TAGS:
                raise _unread(f'Unsupported start tag "{tag}" at byte offset {where}')
            if token[1]:
                if not open_tags or open_tags[-1][0] != tag:
                    raise _unread(f"Unmatched end tag at byte offset {where}")
                _, start = open_tags.pop()
                styled.append((tag, words[start:]))
            else:
                open_tags.append((tag, len(words)))
        elif said.startswith("&") and (token[3] in NAMED or (token[3] or "").startswith("#")):
            words += html.unescape(said)
        else:
            words += said
    if open_tags:
        raise _unread(f"Can't find end tag corresponding to start tag {open_tags[-1][0]}")
    return words.strip(), styled


def _unread(why: str) -> Refusal:
    return Refusal(400, f"Bad Request: can't parse entities: {why}")

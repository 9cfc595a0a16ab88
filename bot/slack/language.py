"""What a person typed, read back from Slack's markup; and our words, made safe for it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.slack.emoji import coded, spelled_out

Json = Mapping[str, Any]
MARK = re.compile(r"<([^<>]*)>")


def escaped(text: str) -> str:
    """Return text that Slack shows as it is, and in which nobody is called."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescaped(text: str) -> str:
    """Undo Slack's escaping."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def plain(text: str) -> str:
    """Return the words of a marked-up text."""
    return spelled_out(unescaped(MARK.sub(lambda found: _unmarked(found[1]), text)))


def typed(text: str, blocks: Sequence[Json], me: str) -> str:
    """Return what was typed, without the mention of us.

    The blocks are read where they are rich text: they know emoji that the text only names.
    """
    rich = [block for block in blocks if block.get("type") == "rich_text"]
    said = rich_words(rich, me) if rich and len(rich) == len(blocks) else ""
    return (said or plain(re.sub(rf"<@{re.escape(me)}(\|[^>]*)?>", "", text))).strip()


def rich_words(blocks: Iterable[Json], me: str = "") -> str:
    """Return the words of rich text blocks."""
    return "\n".join(_parts(block.get("elements"), me) for block in blocks).strip()


def _parts(elements: object, me: str) -> str:
    told = ""
    for part in elements if isinstance(elements, list) else ():
        kind = str(part.get("type", ""))
        if kind == "rich_text_list":
            items = part.get("elements")
            lines = [_parts([item], me) for item in (items if isinstance(items, list) else ())]
            told += "".join(f"• {line.rstrip()}\n" for line in lines)
        elif kind.startswith("rich_text_"):
            told += _parts(part.get("elements"), me)
            told += "" if told.endswith("\n") or kind == "rich_text_section" else "\n"
        else:
            told += _element(part, kind, me)
    return told


def _element(part: Json, kind: str, me: str) -> str:
    if kind == "text":
        return unescaped(str(part.get("text", "")))
    if kind == "emoji":
        name = f":{part.get('name', '')}:"
        return coded(str(part.get("unicode", ""))) or spelled_out(name)
    if kind == "link":
        return unescaped(str(part.get("text") or part.get("url", "")))
    if kind == "user":
        return "" if part.get("user_id") == me else f"@{part.get('user_id', '')}"
    if kind == "channel":
        return f"#{part.get('channel_id', '')}"
    return f"@{part.get('range', '')}" if kind == "broadcast" else str(part.get("fallback", ""))


def _unmarked(inside: str) -> str:
    target, _, label = inside.partition("|")
    if target.startswith(("@", "#")):
        return target[0] + (label.lstrip("@#") or target[1:])
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    if label and target.partition(":")[2] == label:  # an e-mail address, a telephone number
        return label
    return label if label and target.endswith(f"//{label}") else target

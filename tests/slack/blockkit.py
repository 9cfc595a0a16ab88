"""Block Kit's limits, as Slack enforces them: what is wrong with blocks, and what people see."""

from __future__ import annotations

import re

TEXT_TYPES = ("plain_text", "mrkdwn")
INPUTS = ("plain_text_input", "datepicker", "timepicker", "file_input")
WHOLE = 11_000  # where `msg_blocks_too_long` was seen to begin


def problems(blocks: list, files: dict, *, most: int = 50, modal: bool = False) -> list[str]:
    """Return Slack's complaints; none where the blocks are fine."""
    if not isinstance(blocks, list) or not blocks:
        return ["blocks: empty"]
    found = [f"more than {most} blocks"] if len(blocks) > most else []
    names = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(names)) < len(names):
        found.append("block_id is not unique")
    for at, block in enumerate(blocks):
        if len(block.get("block_id", "")) > 255:
            found.append(f"/{at}: block_id is long")
        found += [f"/{at}: {told}" for told in _block(block, files, modal=modal)]
    return found


def letters(value: object) -> int:
    """Count every text in the blocks."""
    if isinstance(value, dict):
        own = len(value["text"]) if isinstance(value.get("text"), str) else 0
        return own + sum(letters(v) for v in value.values())
    return sum(map(letters, value)) if isinstance(value, list) else 0


def _block(block: dict, files: dict, *, modal: bool):
    kind = block.get("type")
    if kind == "header":
        yield from _text(block.get("text"), 150, ("plain_text",))
    elif kind == "section":
        yield from _text(block.get("text"), 3000)
    elif kind == "rich_text":
        yield from _rich(block.get("elements"))
    elif kind == "image":
        if not 0 < len(block.get("alt_text", "")) <= 2000:
            yield "alt_text"
        file = files.get(block.get("slack_file", {}).get("id", ""))
        if file is None or not file.ready or not file.is_image:
            yield "invalid slack file"
    elif kind == "actions":
        elements = block.get("elements", [])
        if not 0 < len(elements) <= 25:
            yield "elements"
        ids = [element.get("action_id") for element in elements]
        if len(set(ids)) < len(ids):
            yield "action_id is not unique"
        for element in elements:
            yield from _button(element)
    elif kind == "input" and modal:
        yield from _text(block.get("label"), 2000, ("plain_text",))
        if block.get("element", {}).get("type") not in INPUTS:
            yield "element"
        if len(block.get("element", {}).get("initial_value", "")) > block["element"].get(
            "max_length", 3000
        ):
            yield "initial_value"
    elif kind != "divider":
        yield f"type {kind}"


def _text(text: object, most: int, kinds=TEXT_TYPES):
    if not isinstance(text, dict) or text.get("type") not in kinds:
        yield "text object"
    elif not 0 < len(text.get("text", "")) <= most:
        yield f"must be between 1 and {most} characters"


def _rich(elements: object):
    if not elements:
        yield "rich_text without elements"
        return
    for element in elements:
        if element.get("type") not in ("rich_text_section", "rich_text_quote"):
            yield f"rich element {element.get('type')}"
        for part in element.get("elements", []):
            text = part.get("text", "x")
            if part.get("type") not in ("text", "link", "emoji") or not 0 < len(text) <= 3000:
                yield "rich text part"
            if part["type"] == "link" and not part["url"].startswith(("http://", "https://")):
                yield "url"


def _button(element: dict):
    if element.get("type") != "button":
        yield "element type"
        return
    yield from _text(element.get("text"), 75, ("plain_text",))
    if len(element.get("value", "")) > 2000 or len(element.get("action_id", "")) > 255:
        yield "value or action_id is long"
    if element.get("style", "primary") not in ("primary", "danger"):
        yield "style"


def shown(blocks: list, pings: list[str]) -> str:
    """Return what people read; whoever is called by markup is noted in `pings`."""
    return "\n".join(filter(None, (_shown(block, pings) for block in blocks)))


def _shown(block: dict, pings: list[str]) -> str:
    kind = block["type"]
    if kind in ("header", "section"):
        text = block["text"]
        return text["text"] if text["type"] == "plain_text" else marked(text["text"], pings)
    if kind == "rich_text":
        parts = [part for element in block["elements"] for part in element["elements"]]
        return "".join(part.get("text") or part.get("url", "") for part in parts)
    if kind == "image":
        return block["alt_text"]
    if kind == "actions":
        return "\n".join(element["text"]["text"] for element in block["elements"])
    return ""


def marked(text: str, pings: list[str]) -> str:
    """Read mrkdwn as Slack does: calls are made, styles and links vanish into looks."""
    pings += re.findall(r"<([!@][^>]+)>", text)
    text = re.sub(r"<[^>|]*\|([^>]*)>", r"\1", text)
    text = re.sub(r"([*_~`])(\S(?:.*?\S)?)\1", r"\2", text)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def buttons(blocks: list) -> list[tuple[dict, dict]]:
    """Return every button with its block."""
    return [(e, b) for b in blocks if b["type"] == "actions" for e in b["elements"]]

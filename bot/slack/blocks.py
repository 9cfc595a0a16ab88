"""A reply as Block Kit.  Nothing of it is ever markup: plain text and rich text elements only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from bot.slack.language import escaped
from bot.slack.pieces import head, pieces, shortened, size
from peruopt.chat.message import Action, Button, Reply, Tone, Upload

Block = dict[str, Any]
HEADER, LABEL, ALT, ABOUT = 150, 75, 2000, 200
ANSWER = "answer"
PIECE = 2900  # Slack takes 3,000 in a section
WHOLE = 9000
"""Letters in one message: Slack refuses somewhere past 11,000 without saying where."""
FALLBACK = 3000
MOST, ROW, FULL_ROW = 50, 5, 25
LINK = re.compile(r"https?://[^\s<>\"]+[^\s<>\".,;:!?)\]»”']")


@dataclass(frozen=True, slots=True)
class Layout:
    """What is sent: blocks, the words for notifications, and what did not fit, as a file."""

    blocks: list[Block]
    text: str
    rest: Upload | None = None


def compose(reply: Reply, *, picture: str = "", answer: str = "", most: int = MOST) -> Layout:
    """Lay a reply out.

    `picture` is the id of its uploaded image; `answer` labels a key that opens a form for the
    answer to what the reply asks.
    """
    title, quote, text, rest = _fitted(reply)
    blocks: list[Block] = []
    if title:
        blocks.append({"type": "header", "text": plain(shortened(title, HEADER))})
        if size(title) > HEADER:
            blocks += _sections(title)
    blocks += _quoted(quote)
    blocks += _sections(text)
    if reply.picture:
        alt = shortened(reply.picture.alt.strip() or reply.picture.name, ALT)
        image = {"type": "image", "slack_file": {"id": picture}, "alt_text": alt}
        blocks += [image] if picture else _sections(f"🖼️ {alt}")
    if not blocks:
        blocks = _sections("·")
    asked = [_answer(reply.asks, answer)] if reply.asks and answer else []
    rows = [list(row) for row in reply.buttons if row]
    keys = _rows(rows, most - len(blocks) - len(asked), reply.about) + asked
    said = "\n".join(part for part in (reply.title, reply.quote, reply.text) if part.strip())
    alt = reply.picture.alt if reply.picture else ""
    fallback = escaped(head(said or alt or "peruopt", FALLBACK))
    return Layout(blocks + keys, fallback, rest)


def plain(text: str) -> Block:
    """Return a plain text object."""
    return {"type": "plain_text", "text": text, "emoji": True}


def section(text: str) -> Block:
    """Return one section of plain text."""
    return {"type": "section", "text": plain(text)}


def key(button: Button, action_id: str) -> Block:
    """Return a button; its value is its action as packed."""
    label = shortened(button.label.strip() or button.action.name, LABEL)
    drawn: Block = {
        "type": "button",
        "action_id": action_id,
        "text": plain(label),
        "value": wire(button.action),
    }
    style = {Tone.PRIMARY: "primary", Tone.DANGER: "danger"}.get(button.tone)
    return drawn | ({"style": style} if style else {})


def wire(action: Action) -> str:
    """Return an action as a button carries it; a question may be longer than 64 bytes."""
    return ":".join((action.name, *action.args))


def _answer(asks: Action, label: str) -> Block:
    drawn = key(Button(label, asks, Tone.PRIMARY), ANSWER)
    return {"type": "actions", "block_id": "answer", "elements": [drawn]}


def _fitted(reply: Reply) -> tuple[str, str, str, Upload | None]:
    """Return what fits one message; all of it as a file where something does not."""
    title, quote, text = reply.title.strip(), reply.quote.strip("\n"), reply.text.strip("\n")
    if size(title) + size(quote) + size(text) <= WHOLE:
        return title, quote, text, None
    whole = "\n\n".join(part for part in (title, quote, text) if part)
    room = WHOLE - min(size(title), PIECE)
    quote_room = room if not text else max(room - size(text), room // 2)
    quote = shortened(quote, quote_room)
    text = shortened(text, room - size(quote))
    rest = Upload("peruopt.txt", whole.encode())
    return shortened(title, PIECE), quote, text, rest


def _quoted(quote: str) -> list[Block]:
    if not quote.strip():
        return []
    elements = [
        {"type": "rich_text_quote", "elements": [{"type": "text", "text": part}]}
        for part in pieces(quote, PIECE)
    ]
    return [{"type": "rich_text", "elements": elements}]


def _sections(text: str) -> list[Block]:
    """Return sections; a part with an address in it is rich text, where it can be followed."""
    parts = [part.strip("\n") for part in pieces(text, PIECE)]
    return [
        _linked(part) if LINK.search(part) else section(part) for part in parts if part.strip()
    ]


def _linked(text: str) -> Block:
    elements: list[Block] = []
    end = 0
    for found in LINK.finditer(text):
        if before := text[end : found.start()]:
            elements.append({"type": "text", "text": before})
        elements.append({"type": "link", "url": found[0]})
        end = found.end()
    if after := text[end:]:
        elements.append({"type": "text", "text": after})
    inside = [{"type": "rich_text_section", "elements": elements}]
    return {"type": "rich_text", "elements": inside}


def _rows(rows: list[list[Button]], room: int, about: str) -> list[Block]:
    """Return the buttons row by row; closer together where there are too many rows."""
    cut = [row[at : at + ROW] for row in rows for at in range(0, len(row), ROW)]
    if len(cut) > room:
        flat = [button for row in rows for button in row]
        cut = [flat[at : at + FULL_ROW] for at in range(0, len(flat), FULL_ROW)][: max(room, 0)]
    return [
        {
            "type": "actions",
            "block_id": f"{head(about, ABOUT)}|{number}",
            "elements": [key(button, f"press:{number}:{at}") for at, button in enumerate(row)],
        }
        for number, row in enumerate(cut)
    ]

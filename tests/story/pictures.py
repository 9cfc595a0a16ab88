"""What the two emulated screens show, drawn as a phone and as a channel, and photographed."""

from __future__ import annotations

import base64
from html import escape
from pathlib import Path

from tests.e2e import browser
from tests.slack.emulator import TEAM_ROOM
from tests.story.guides import small
from tests.story.two_doors import TwoDoors
from tests.telegram.emulator.people import ROSA

FOLDER = Path(__file__).parents[2] / "docs" / "pictures"
STYLE = """
body{margin:0;font:15px/1.4 system-ui,'Noto Sans','Noto Color Emoji',sans-serif;color:#111}
.phone{background:#cfe3d0;padding:14px;width:362px}
.bubble{background:#fff;border-radius:14px;padding:8px 12px;margin:8px 0 4px;max-width:330px}
.key{display:inline-block;background:#7fa98899;color:#fff;border-radius:8px;padding:5px 9px;
 margin:2px;font-size:13px;background-color:#5d8767}
blockquote{border-left:3px solid #c0392b;margin:6px 0;padding-left:10px;white-space:pre-wrap}
.text{white-space:pre-wrap}img{width:100%;height:150px;object-fit:cover;border-radius:8px}
.channel{background:#fff;padding:18px;width:684px}.channel img{width:240px;height:240px}
h1{font-size:17px;margin:0 0 10px}h2{font-size:16px;margin:6px 0}
.said{border-top:1px solid #e4e4e4;padding:10px 0}.thread{margin-left:34px;color:#333}
.who{font-weight:700}.press{display:inline-block;border:1px solid #bbb;border-radius:5px;
 padding:4px 9px;margin:3px;font-size:13px;font-weight:600}
.primary{background:#007a5a;color:#fff}.danger{color:#c0392b;border-color:#c0392b}
"""


def photograph(town: TwoDoors, folder: Path = FOLDER) -> None:
    """Keep telegram.png and slack.png."""
    folder.mkdir(parents=True, exist_ok=True)
    with browser.launched() as opened:
        for name, html, width in (
            ("telegram", phone(town), 390),
            ("slack", channel(town), 720),
        ):
            page = opened.new_page(viewport={"width": width, "height": 640}, device_scale_factor=2)
            page.set_content(f"<style>{STYLE}</style>{html}")
            (folder / f"{name}.png").write_bytes(small(page.screenshot(full_page=True)))


def phone(town: TwoDoors) -> str:
    """Return Rosa's newest card as her phone shows it."""
    shown = next(m for m in reversed(town.telegram.world.of(ROSA)) if m.keyboard)
    rows = "".join(f"<div>{''.join(map(_key, row))}</div>" for row in shown.keyboard)
    text = escape(shown.text)
    for kind, words in shown.styled:
        tag = {"blockquote": "blockquote", "b": "b", "i": "i"}.get(kind)
        if tag:
            text = text.replace(escape(words), f"<{tag}>{escape(words)}</{tag}>", 1)
    photo = _image(shown.photo) if shown.photo else ""
    bubble = f'<div class="bubble">{photo}<div class="text">{text}</div></div>'
    return f'<div class="phone"><h1>peruopt</h1>{bubble}{rows}</div>'


def channel(town: TwoDoors) -> str:
    """Return the newest card in the team's channel, with its thread."""
    space = town.slack.space
    cards = [m for m in space.by_bot(TEAM_ROOM) if any(b["type"] == "actions" for b in m.blocks)]
    card = cards[-1]
    said = _said(town, card.blocks)
    below = "".join(
        f'<div class="thread">{_said(town, one.blocks)}</div>'
        for one in space.thread(TEAM_ROOM, card.ts)
    )
    return f'<div class="channel"><h1># equipo</h1>{said}{below}</div>'


def _said(town: TwoDoors, blocks: list) -> str:
    inside = "".join(_block(town, block) for block in blocks)
    return f'<div class="said"><span class="who">peruopt</span>{inside}</div>'


def _block(town: TwoDoors, block: dict) -> str:
    kind = block["type"]
    if kind == "header":
        return f"<h2>{escape(block['text']['text'])}</h2>"
    if kind == "section":
        return f'<div class="text">{escape(block["text"]["text"])}</div>'
    if kind == "image":
        return _image(town.slack.space.files[block["slack_file"]["id"]].content)
    if kind == "actions":
        return f"<div>{''.join(map(_press, block['elements']))}</div>"
    parts = [part for element in block["elements"] for part in element["elements"]]
    text = escape("".join(part.get("text") or part.get("url", "") for part in parts))
    quoted = block["elements"][0]["type"] == "rich_text_quote"
    return f"<blockquote>{text}</blockquote>" if quoted else f'<div class="text">{text}</div>'


def _press(button: dict) -> str:
    return f'<span class="press {button.get("style", "")}">{escape(button["text"]["text"])}</span>'


def _key(key: dict) -> str:
    return f'<span class="key">{escape(key["text"])}</span>'


def _image(content: bytes) -> str:
    return f'<img src="data:image/png;base64,{base64.b64encode(content).decode()}">'

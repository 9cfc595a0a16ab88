"""Forms that a button opens in place of a question; sent in, they are typed commands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.slack.blocks import Block, plain, section, wire
from bot.slack.emoji import spelled_out
from bot.slack.heard import FILE_KEYS, Heard
from bot.slack.language import Json, unescaped
from bot.slack.pieces import size
from peruopt.chat.message import Action
from peruopt.chat.words import Words

CALLBACK = "form"
LONGEST = 3000
LABELS = {"text": "slack.text", "reason": "slack.reason", "answer": "slack.answer_label"}
FILETYPES = ["jpg", "jpeg", "png", "webp", "gif", "heic"]


class Form(StrEnum):
    """What a form asks for."""

    TEXT = "text"
    """A new text; the present one stands in it."""
    REASON = "reason"
    WHEN = "when"
    """An hour, picked or in words."""
    PHOTO = "photo"
    ANSWER = "answer"
    """Whatever the message asked."""


FORMS: Mapping[str, Form] = {
    "editar": Form.TEXT,
    "otrahora": Form.WHEN,
    "mover": Form.WHEN,
    "perdidas mover": Form.WHEN,
    "foto": Form.PHOTO,
    "cambios": Form.REASON,
    "rechazar": Form.REASON,
}
"""By what the button says, without its last word: the number of the draft or post."""


@dataclass(frozen=True, slots=True)
class Incomplete(Exception):
    """A field that has to be filled in; shown in the form."""

    field: str
    key: str


def form_of(action: Action, forms: Mapping[str, Form]) -> Form | None:
    """Return the form that a button opens, if it opens one."""
    if not action.args or not action.args[-1].lstrip("#").isdecimal():
        return None
    return forms.get(" ".join((action.name, *action.args[:-1])))


def fits(form: Form, quote: str) -> bool:
    """Whether the form can be shown: a text that is missing, or too long, cannot stand in it."""
    return form is not Form.TEXT or 0 < size(quote) <= LONGEST


def view(form: Form, action: Action, heard: Heard, words: Words, today: str, quote: str) -> Block:
    """Return the form, which remembers the command and the card it belongs to."""
    kept = {"f": form, "a": wire(action), "c": heard.chat, "m": heard.card}
    kept |= {"t": heard.card_thread, "o": heard.about}
    return {
        "type": "modal",
        "callback_id": CALLBACK,
        "private_metadata": json.dumps(kept),
        "title": plain(words(f"slack.form_{form}")),
        "submit": plain(words("slack.send")),
        "close": plain(words("slack.close")),
        "blocks": _fields(form, words, today, quote),
    }


def filled(body: Json) -> Heard:
    """Read a form that was sent in.

    Raises Incomplete where something is missing, ValueError for a form that is not ours.
    """
    sent, user = body["view"], body["user"]
    try:
        kept = {name: str(value) for name, value in json.loads(sent["private_metadata"]).items()}
        action, form = Action.unpack(kept["a"]), Form(kept["f"])
        kept = {name: kept[name] for name in "cmto"}
    except (KeyError, AttributeError) as error:
        raise ValueError(sent["private_metadata"][:80]) from error
    values = {block: next(iter(v.values())) for block, v in sent["state"]["values"].items()}
    text, files = _said(form, values)
    return Heard(
        id=f"form:{sent['id']}",
        person=str(user["id"]),
        chat=kept["c"],
        text=f"{action.typed} {text}".strip(),
        name=str(user.get("name") or user.get("username") or ""),
        card=kept["m"],
        about=kept["o"],
        card_thread=kept["t"],
        files=files,
        home=not kept["c"],
    )


def _said(form: Form, values: Mapping[str, Json]) -> tuple[str, list[dict[str, Any]]]:
    text = spelled_out(unescaped(str(values.get("text", {}).get("value") or ""))).strip()
    if form is Form.PHOTO:
        files = values.get("file", {}).get("files") or []
        if not files:
            raise Incomplete("file", "slack.need_file")
        return "", [{k: file[k] for k in FILE_KEYS if k in file} for file in files]
    if form is Form.WHEN and not text:
        day = values.get("day", {}).get("selected_date")
        hour = values.get("hour", {}).get("selected_time")
        if not day or not hour:
            raise Incomplete("hour" if day else "day", "slack.need_hour")
        return f"{day}T{hour}", []
    if not text:
        raise Incomplete("text", "slack.need_text")
    return text, []


def _fields(form: Form, words: Words, today: str, quote: str) -> list[Block]:
    if form is Form.PHOTO:
        picker = {"type": "file_input", "filetypes": FILETYPES, "max_files": 1}
        return [_input("file", words("slack.photo"), picker)]
    box: Block = {"type": "plain_text_input", "max_length": LONGEST}
    if form is not Form.WHEN:
        box |= {"multiline": True, "focus_on_load": True}
        box |= {"initial_value": quote} if form is Form.TEXT else {}
        return [_input("text", words(LABELS[form]), box)]
    picker = {"type": "datepicker", "initial_date": today}
    box["placeholder"] = plain(words("slack.hour_example"))
    return [
        _input("day", words("slack.day"), picker, optional=True),
        _input("hour", words("slack.hour"), {"type": "timepicker"}, optional=True),
        section(words("slack.or_words")),
        _input("text", words("slack.in_words"), box, optional=True),
    ]


def _input(name: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": name,
        "label": plain(label),
        "element": {"action_id": "said"} | element,
        "optional": optional,
    }

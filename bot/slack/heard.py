"""What came in, as plain data that can wait on disk, and how Slack's payloads are read."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.slack.language import Json, plain, typed
from bot.slack.place import Place
from peruopt.chat.command import Register
from peruopt.chat.message import Action

SPOKEN = (None, "file_share", "thread_broadcast")
"""Kinds of messages that somebody said; all others tell of edits, joins, deletions."""
FILE_KEYS = (
    *("id", "name", "size", "mimetype", "mode", "file_access", "is_external"),
    *("url_private", "url_private_download"),
)


@dataclass(frozen=True, slots=True)
class Heard:
    """Something said, pressed or filled in.  `chat` is empty for the app's home."""

    id: str
    person: str
    chat: str
    text: str = ""
    name: str = ""
    action: str = ""
    """A button's value, not yet trusted to be an action."""
    card: str = ""
    """The message whose button or form this is."""
    about: str = ""
    """What that message shows."""
    card_thread: str = ""
    """The thread that the card is in, or begins."""
    files: list[dict[str, Any]] = field(default_factory=list)
    reply_url: str = ""
    """Where the person can be answered even if we are not in the channel; for half an hour."""
    home: bool = False

    @property
    def place(self) -> Place:
        """Where it was said."""
        channel, _, thread = self.chat.partition(":")
        return Place(channel, thread)

    def read_action(self) -> Action | None:
        """Return what the button means; raise ValueError for what no button of ours says."""
        if not self.action:
            return None
        action = Action.unpack(self.action)
        if not action.name.isalnum() or any(not part.isprintable() for part in action.args):
            raise ValueError(self.action[:80])
        return action


def said(event: Json, me: str) -> Heard | None:
    """Read a message or a mention; None for what is not ours to hear."""
    person, channel = event.get("user"), event.get("channel")
    if not person or not channel or person == me or event.get("bot_id"):
        return None
    if event.get("subtype") not in SPOKEN or "edited" in event:
        return None
    raw = str(event.get("text", ""))
    direct = event.get("channel_type") == "im" or str(channel).startswith("D")
    if not direct and f"<@{me}" not in raw:
        return None
    ts, thread = str(event["ts"]), str(event.get("thread_ts") or "")
    place = Place(str(channel), thread if thread != ts else "")
    return Heard(
        # a mention is also a message, and comes as both where both are subscribed to
        id=f"{channel}:{ts}",
        person=str(person),
        chat=place.chat,
        text=typed(raw, event.get("blocks") or (), me),
        files=[{k: f[k] for k in FILE_KEYS if k in f} for f in event.get("files") or ()],
    )


def commanded(body: Json, register: Register) -> Heard:
    """Read a slash command: the first word is a command, if there is one of that name."""
    text = plain(str(body.get("text", ""))).strip()
    first = text.partition(" ")[0].lower()
    if not text:
        text = "/ayuda"
    elif first in register.commands:
        text = f"/{text}"
    return Heard(
        id=f"slash:{body['trigger_id']}",
        person=str(body["user_id"]),
        chat=Place(str(body["channel_id"])).chat,
        text=text,
        name=str(body.get("user_name", "")),
        reply_url=str(body.get("response_url", "")),
    )


def pressed(body: Json) -> Heard:
    """Read the press of a button, in a message or in the app's home."""
    action, user = body["actions"][0], body["user"]
    person, home = str(user["id"]), (body.get("container") or {}).get("type") == "view"
    ts, place, thread = "", Place(""), ""
    if not home:
        box, message = body["container"], body.get("message") or {}
        ts = str(box["message_ts"])
        thread = str(message.get("thread_ts") or box.get("thread_ts") or "")
        place = Place(str(box["channel_id"]), thread if thread != ts else "")
    return Heard(
        id=f"press:{person}:{ts}:{action.get('action_id', '')}:{action['action_ts']}",
        person=person,
        chat=place.chat,
        name=str(user.get("name") or user.get("username") or ""),
        action=str(action.get("value", "")) or "?",
        card=ts,
        about=about(str(action.get("block_id", ""))),
        card_thread=thread or ts,
        reply_url=str(body.get("response_url", "")),
        home=home,
    )


def about(block_id: str) -> str:
    """Return what the card with this block shows, as it was written into the block's name."""
    told, mark, _ = block_id.rpartition("|")
    return told if mark else ""


def is_spoken(file: Json) -> bool:
    """Whether a file is somebody's voice."""
    return str(file.get("mimetype") or "").startswith("audio/")

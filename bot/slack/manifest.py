"""The app's manifest, from the register of commands: paste it into Slack and the app is made."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.line import PATH
from bot.slack.pieces import shortened
from peruopt.chat.command import Command
from peruopt.chat.words import Words

SCOPES = (
    "app_mentions:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "users:read",
)
EVENTS = ("app_home_opened", "app_mention", "message.im", "message.mpim")
NAME, COLOUR = "peruopt", "#9E1B32"
SHORT, LONG, HINT, DESCRIPTION = 140, 4000, 200, 2000
HEAD = """\
# The Slack app, written from the register of commands.
# api.slack.com/apps → Create New App → From a manifest → paste this.
"""


def manifest(commands: Sequence[Command], words: Words, *, url: str = "") -> dict[str, Any]:
    """Return the manifest; `url` is where Slack posts to, empty for Socket Mode."""
    named = [(c.called(words), words(f"{c.topic}.help")) for c in commands]
    listed = "\n".join(f"• {name}: {told}" for name, told in named)
    address = {"request_url": url.rstrip("/") + PATH} if url else {}
    slash: dict[str, Any] = {
        "command": f"/{NAME}",
        "description": shortened(words("slack.manifest_command"), DESCRIPTION),
        "usage_hint": shortened(" | ".join(name for name, _ in named), HINT),
        "should_escape": False,
    }
    return {
        "display_information": {
            "name": NAME,
            "description": shortened(words("slack.manifest_short"), SHORT),
            "long_description": shortened(f"{words('slack.manifest_long')}\n{listed}", LONG),
            "background_color": COLOUR,
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": NAME, "always_online": True},
            "slash_commands": [slash | ({"url": address["request_url"]} if url else {})],
        },
        "oauth_config": {"scopes": {"bot": list(SCOPES)}},
        "settings": {
            "event_subscriptions": {**address, "bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True, **address},
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def as_yaml(told: Mapping[str, Any]) -> str:
    """Return it as YAML, whose strings are JSON's."""
    return HEAD + "\n".join(_lines(told, "")) + "\n"


def _lines(told: Mapping[str, Any], indent: str) -> list[str]:
    lines: list[str] = []
    for name, value in told.items():
        if isinstance(value, Mapping):
            lines += [f"{indent}{name}:", *_lines(value, indent + "  ")]
        elif isinstance(value, list):
            lines.append(f"{indent}{name}:")
            for item in value:
                if isinstance(item, Mapping):
                    first, *others = _lines(item, indent + "    ")
                    lines += [f"{indent}  - {first.strip()}", *others]
                else:
                    lines.append(f"{indent}  - {_scalar(item)}")
        else:
            lines.append(f"{indent}{name}: {_scalar(value)}")
    return lines


def _scalar(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)

"""What Slack refuses, as sentences that say what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from peruopt.errors import Closed, UserError

if TYPE_CHECKING:
    from slack_sdk.errors import SlackApiError

TOKEN = frozenset(
    ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired")
)
CHANNEL = frozenset(("channel_not_found", "is_archived"))
OUTSIDE = frozenset(("not_in_channel", "user_not_in_channel", "restricted_action"))
LINE_SCOPE = "connections:write"
GONE = frozenset(
    ("message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found")
)


class SlackRefused(UserError):
    """Slack said no; `code` is its own word for it."""

    def __init__(self, code: str, key: str, /, **values: object) -> None:
        super().__init__(key, **values)
        self.code = code


class SlackClosed(SlackRefused, Closed):
    """The channel is gone, or we are not in it."""


def explained(error: SlackApiError, *, channel: str = "", line: bool = False) -> SlackRefused:
    """Return the same as a sentence for people; `line` is what the app token was for."""
    code = code_of(error)
    if code in TOKEN:
        return SlackRefused(code, "slack.invalid_app_auth" if line else "slack.invalid_auth")
    if code in ("missing_scope", "not_allowed_token_type"):
        scope = str(_told(error, "needed") or "")
        if line:
            return SlackRefused(code, "slack.missing_app_scope", scope=scope or LINE_SCOPE)
        return SlackRefused(code, "slack.missing_scope", scope=scope or "?")
    if code in OUTSIDE:
        return SlackClosed(code, "slack.not_in_channel", channel=channel)
    if code in CHANNEL:
        return SlackClosed(code, "slack.channel_not_found", channel=channel)
    if code == "ratelimited":
        return SlackRefused(code, "slack.ratelimited")
    return SlackRefused(code, "slack.refused", code=code)


def code_of(error: SlackApiError) -> str:
    """Return Slack's own word for it."""
    return str(_told(error, "error") or "unknown")


def retry_after(error: SlackApiError) -> float | None:
    """Return how many seconds Slack wants us to wait, where that is all that is wrong."""
    if code_of(error) != "ratelimited" and getattr(error.response, "status_code", 0) != 429:
        return None
    headers = {k.lower(): v for k, v in (getattr(error.response, "headers", None) or {}).items()}
    try:
        return max(float(headers.get("retry-after", 1)), 0.0)
    except ValueError:
        return 1.0


def _told(error: SlackApiError, name: str) -> object:
    data = getattr(error.response, "data", error.response)
    return data.get(name) if isinstance(data, dict) else None

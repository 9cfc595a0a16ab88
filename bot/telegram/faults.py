"""What Telegram refuses, as sentences for people."""

from __future__ import annotations

from peruopt.errors import Closed, UserError


class Undeliverable(Closed):
    """That chat cannot be written to: blocked, left, deleted."""


class Unreachable(UserError):
    """Telegram itself does not answer; it was tried again for as long as made sense."""


GONE = (
    "chat not found",
    "not enough rights to send",
    "have no rights to send",
    "chat_write_forbidden",
    "peer_id_invalid",
    "user is deactivated",
    "topic_closed",
)


def cannot_write(description: str) -> bool:
    """Whether a 400 means that this chat is closed to us."""
    return any(words in description.lower() for words in GONE)


def same(description: str) -> bool:
    """Whether a 400 means that there was nothing to change."""
    return "message is not modified" in description.lower()


def has_no_words(description: str) -> bool:
    """Whether a 400 means that the message is a picture, not a text."""
    return "there is no text in the message" in description.lower()


def too_much_picture(description: str) -> bool:
    """Whether a 400 means that Telegram takes the picture only as a file."""
    said = description.lower()
    return any(
        words in said
        for words in ("photo_invalid_dimensions", "image_process_failed", "file is too big for")
    )

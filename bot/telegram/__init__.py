"""Telegram as a door.  Importing this is light: the Bot API's library comes when it opens."""

from bot.telegram.door import TelegramDoor
from bot.telegram.place import WebhookSettings

__all__ = ["TelegramDoor", "WebhookSettings"]

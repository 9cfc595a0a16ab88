"""The page door: a chat in the browser, served from this machine."""

from bot.web.door import WebDoor

__all__ = ["WebDoor"]

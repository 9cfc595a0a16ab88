"""The Slack door: a team's channel, direct messages and the app's home."""

from bot.slack.door import SlackDoor

__all__ = ["SlackDoor"]

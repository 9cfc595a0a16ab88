"""Where in Slack: a channel, perhaps a thread, perhaps a message."""

from __future__ import annotations

from dataclasses import dataclass

from peruopt.chat.message import Address

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, and the thread in it where the talk is; empty for the channel itself."""

    channel: str
    thread: str = ""

    @classmethod
    def of(cls, address: Address) -> Place:
        """Read it from an address, whose chat is `C1`, or `C1:1700000000.000100` in a thread."""
        channel, _, thread = address.chat.partition(":")
        return cls(channel, thread)

    @property
    def chat(self) -> str:
        """The same as an address's chat."""
        return f"{self.channel}:{self.thread}" if self.thread else self.channel

    @property
    def shared(self) -> bool:
        """Whether others read it too: all but a direct message."""
        return not self.channel.startswith(("D", "U", "W"))

    def at(self, message: str | None = None) -> Address:
        """Return the address of a message here."""
        return Address(PLATFORM, self.chat, message)

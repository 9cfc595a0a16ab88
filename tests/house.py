"""A restaurant to test in, and posts in any state, over a real database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from peruopt.chat.message import Address
from peruopt.post import Post, State
from peruopt.restaurant import Channel, Network, Person, Restaurant, Role

CHAT = Address("telegram", "7")
AHEAD = timedelta(minutes=10)


@dataclass
class House:
    """`id`, and short ways to add a post and to look at one."""

    database: object
    id: int
    person: Person
    channels: dict[Network, int]

    def approved(self, due_at: datetime, text: str = "Ceviche del día", **changes) -> int:
        """Add a post that is approved for `due_at`; return its number."""
        network = changes.pop("network", Network.FACEBOOK)
        channel = changes.pop("channel_id", self.channels[network])
        with self.database.work(self.id) as w:
            post = w.posts.add(
                Post(
                    restaurant_id=self.id,
                    channel_id=channel,
                    network=network,
                    text=text,
                    **changes,
                )
            )
            post.approve("Rosa", due_at, due_at - AHEAD)
            return post.id

    def published(self, at: datetime, **changes) -> int:
        """Add a post that went out at `at`."""
        number = self.approved(at, **changes)
        with self.database.work(self.id) as w:
            post = w.posts.get(number)
            post.move(State.PUBLISHING)
            post.move(State.PUBLISHED)
            post.published_at, post.external_id = at, f"out-{number}"
        return number

    def post(self, number: int) -> Post:
        with self.database.work(self.id) as w:
            return Post.copy_of(w.posts.get(number))

    def states(self) -> dict[State, int]:
        """Return how many posts are in each state."""
        with self.database.work(self.id) as w:
            found = [post.state for post in w.posts.in_states(*State, limit=10_000)]
        return {state: found.count(state) for state in State if state in found}

    def notices(self, now: datetime) -> list[tuple[str, str]]:
        """Return (key, about) of what the chat must still be told."""
        with self.database.work(self.id) as w:
            return [(notice.key, notice.about) for notice in w.notices.waiting(now)]


def found_house(database, *, chat: Address | None = CHAT, **changes) -> House:
    """Open a restaurant with a Facebook and an Instagram channel and one chat."""
    seat = database.directory.open(
        Restaurant(name="La Mar Brava", **changes),
        Person(restaurant_id=0, platform="telegram", handle="7", name="Rosa", role=Role.OWNER),
    )
    number = seat.restaurant.id
    with database.work(number) as w:
        channels = {
            network: w.channels.add(
                Channel(
                    restaurant_id=number, network=network, account="lamarbrava", publishes=True
                )
            ).id
            for network in (Network.FACEBOOK, Network.INSTAGRAM)
        }
    if chat:
        database.directory.bind(number, chat)
    return House(database, number, seat.person, channels)

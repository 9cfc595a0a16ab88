"""Two restaurants, and posts to put into them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text

from peruopt.chat.message import Address
from peruopt.post import Draft, Post
from peruopt.restaurant import Channel, Network, Person, Restaurant, Role
from peruopt.results import Media, Metrics, PastPost
from storage.engine import connect, read_url


def _open(database, name: str) -> int:
    seat = database.directory.open(
        Restaurant(name=name),
        Person(restaurant_id=0, platform="web", handle="rosa", name="Rosa", role=Role.OWNER),
    )
    return seat.restaurant.id


@pytest.fixture
def house(database) -> int:
    return _open(database, "La Mar Brava")


@pytest.fixture
def other(database, house) -> int:
    """A second restaurant of the same owner."""
    return _open(database, "El Segundo Piso")


@pytest.fixture
def empty_url(request, database, tmp_path) -> str:
    """The URL of a database of the same kind in which there is no table yet."""
    if database.is_sqlite:
        return f"sqlite:///{tmp_path}/empty.sqlite3"
    url = request.getfixturevalue("postgresql")()
    emptied = connect(read_url(url))
    with emptied.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    emptied.dispose()
    return url


@pytest.fixture
def chat() -> Address:
    return Address("web", "1")


@pytest.fixture
def past(clock) -> Callable[..., PastPost]:
    """Make the `number`-th post of a history, newest first, one every six hours."""

    def make(number: int, **changes) -> PastPost:
        told = {
            "network": Network.FACEBOOK,
            "account": "lamarbrava",
            "external_id": f"fb-{number}",
            "published_at": clock.now() - timedelta(hours=6 * number),
            "text": f"Ceviche del día {number}",
            "media": Media.PHOTO,
            "metrics": Metrics(likes=number, comments=1, reach=500),
        }
        return PastPost(**told | changes)

    return make


@pytest.fixture
def add_post(database, clock) -> Callable[..., int]:
    """Add a post of ours to a restaurant and return its id."""

    def add(restaurant: int, **changes) -> int:
        with database.work(restaurant) as w:
            channel = w.channels.add(
                Channel(
                    restaurant_id=restaurant,
                    network=Network.INSTAGRAM,
                    account="lamarbrava",
                    publishes=True,
                )
            )
            told = {
                "restaurant_id": restaurant,
                "channel_id": channel.id,
                "network": Network.INSTAGRAM,
                "text": "Hoy: ají de gallina",
            }
            return w.posts.add(Post(**told | changes)).id

    return add


@pytest.fixture
def add_draft(database, clock) -> Callable[..., int]:
    """Add a draft to a restaurant and return its id."""

    def add(restaurant: int, **changes) -> int:
        told = {
            "restaurant_id": restaurant,
            "brief": "ceviche",
            "text": "Fresco como el mar.",
            "created_at": clock.now(),
        }
        with database.work(restaurant) as w:
            return w.drafts.add(Draft(**told | changes)).id

    return add

"""A picture is drawn once for what it shows, and anew when that is another."""

from __future__ import annotations

from dataclasses import replace

from peruopt.album import Album
from tests.dialogue.numbers_house import House, history


def test_the_same_data_is_drawn_once():
    drawn: list[str] = []

    def draw(what: str) -> bytes:
        drawn.append(what)
        return what.encode()

    album = Album(most=2)
    for what in ("a", "a", "b", "a", "c", "b"):
        assert album.picture((1, what), lambda what=what: draw(what)) == what.encode()
    assert drawn == ["a", "b", "c", "b"], "the one that was shown longest ago is forgotten"


async def test_a_count_that_changes_changes_the_chart(sqlite):
    house, posts = House(sqlite), history(60)
    first = (await house.takes(*posts).says("/resumen")).picture.content
    assert (await house.says("/resumen")).picture.content == first
    more = replace(posts[40].metrics, likes=posts[40].metrics.likes + 500)
    house.takes(replace(posts[40], metrics=more))
    assert (await house.says("/resumen")).picture.content != first
    assert (await house.says("/resumen 30d")).picture.content != first

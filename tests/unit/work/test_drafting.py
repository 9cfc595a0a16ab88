"""Drafting: three texts that differ, judged where they go, the most promising last."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from peruopt.errors import NotAllowed, UserError
from peruopt.ports import Candidate, Writing
from peruopt.post import State
from peruopt.restaurant import Channel, Network, Role
from peruopt.results import Media, Metrics, PastPost
from peruopt.work.drafting import Idea, another, propose
from tests.fakes import FakePublisher, FakeWriter, services
from tests.house import found_house
from tests.taster import Taster, person, posts_of

FB, IG, X = Network.FACEBOOK, Network.INSTAGRAM, Network.X


class Poet(FakeWriter):
    """Says exactly what it is told to."""

    def __init__(self, *texts: str, tags: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.texts, self.tags = texts, tags

    async def write(self, brief, count=3):
        self.briefs.append(brief)
        return Writing([Candidate(text, self.tags) for text in self.texts], "template")


@pytest.fixture
def house(sqlite):
    return found_house(sqlite, voice="con calle y con mar")


def parts_with(sqlite, clock, writer, *, prior: bool = False):
    return services(
        sqlite, clock.now, FakePublisher(), writer=writer, recommender=Taster(prior=prior)
    )


def draft(house, number):
    with house.database.work(house.id) as w:
        return w.drafts.get(number).model_copy()


async def test_three_drafts_a_post_per_channel_the_best_last(sqlite, clock, house):
    parts = parts_with(sqlite, clock, FakeWriter())
    drafted = await propose(parts, house.person, Idea("ceviche"))
    texts = [draft(house, number).text for number in drafted.ids]
    assert len(texts) == 3
    assert texts[-1] == "ceviche 5", "the taster likes five"
    for number in drafted.ids:
        posts = posts_of(house, number)
        assert set(posts) == {FB, IG}
        assert {post.state for post in posts.values()} == {State.PROPOSED}
    best = posts_of(house, drafted.ids[-1])[FB]
    assert (best.usual, best.expected, best.low, best.high) == (100, 150, 80, 160)


async def test_the_brief_carries_the_house_and_takes_the_day_out(sqlite, clock, house):
    with sqlite.work(house.id) as w:
        w.posts.upsert([_past(n, clock) for n in range(8)], clock.now())
    writer = FakeWriter()
    parts = parts_with(sqlite, clock, writer)
    await propose(parts, house.person, Idea("ají de gallina para el viernes", ("photo.jpg",)))
    (brief,) = writer.briefs
    assert (brief.idea, brief.day) == ("ají de gallina", date(2026, 11, 27))
    assert (brief.restaurant, brief.voice) == ("La Mar Brava", "con calle y con mar")
    assert brief.has_photo
    assert brief.best[0] == "Plato 7"
    assert list(brief.recent[:2]) == ["Plato 7", "Plato 6"]


def _past(n, clock):
    at = clock.now() - timedelta(days=20 - n)
    return PastPost(FB, "lamarbrava", f"e{n}", at, f"Plato {n}", Media.PHOTO, Metrics(likes=n))


async def test_a_photo_goes_with_every_post(sqlite, clock, house):
    parts = parts_with(sqlite, clock, FakeWriter())
    drafted = await propose(parts, house.person, Idea("causa", ("photo.jpg",)))
    for post in posts_of(house, drafted.ids[0]).values():
        assert (post.picture, post.media, post.alt) == ("photo.jpg", Media.PHOTO, "Foto: causa")


async def test_hashtags_are_as_many_as_read_well_on_each_network(sqlite, clock, house):
    tags = ("#uno", "#dos", "#tres", "#cuatro")
    parts = parts_with(sqlite, clock, Poet("Causa de hoy", tags=tags))
    (number,) = (await propose(parts, house.person, Idea("causa", ("photo.jpg",)))).ids
    posts = posts_of(house, number)
    assert posts[FB].text == "Causa de hoy\n\n#uno #dos"
    assert posts[IG].text == "Causa de hoy\n\n#uno #dos #tres #cuatro"


async def test_no_text_is_offered_twice(sqlite, clock, house):
    same = ("Ceviche fresco del día en la barra", "Causa rellena de pulpo al olivo")
    parts = parts_with(sqlite, clock, Poet(*same))
    await propose(parts, house.person, Idea("plato"), 1)
    parts = parts_with(sqlite, clock, Poet(*same))
    await propose(parts, house.person, Idea("plato"), 1)
    with sqlite.work(house.id) as w:
        assert {d.text for d in w.drafts.recent(9)} == set(same)


async def test_without_a_model_no_forecast_is_made_up(sqlite, clock, house):
    parts = parts_with(sqlite, clock, FakeWriter(), prior=True)
    drafted = await propose(parts, house.person, Idea("causa"))
    post = posts_of(house, drafted.ids[-1])[FB]
    assert (post.usual, post.expected, post.low, post.high) == (None,) * 4


async def test_another_version_stays_with_its_brief(sqlite, clock, house):
    parts = parts_with(sqlite, clock, FakeWriter())
    first = await propose(parts, house.person, Idea("causa para el viernes", ("photo.jpg",)))
    more = await another(parts, house.person, first.ids[0])
    (number,) = more.ids
    assert number not in first.ids
    kept = draft(house, number)
    assert (kept.brief, kept.picture) == ("causa para el viernes", "photo.jpg")


async def test_viewers_do_not_draft(sqlite, clock, house):
    parts = parts_with(sqlite, clock, FakeWriter())
    with pytest.raises(NotAllowed):
        await propose(parts, person(house, "Vera", Role.VIEWER), Idea("causa"))


@pytest.mark.parametrize(
    ("writer", "idea", "key"),
    [
        (Poet(), "causa", "draft.nothing"),
        (FakeWriter(), "c" * 1001, "draft.long"),
    ],
)
async def test_what_cannot_be_drafted_says_so(sqlite, clock, house, writer, idea, key):
    with pytest.raises(UserError) as refused:
        await propose(parts_with(sqlite, clock, writer), house.person, Idea(idea))
    assert refused.value.key == key


async def test_nowhere_to_publish(sqlite, clock, house):
    with sqlite.work(house.id) as w:
        for channel in w.channels.all():
            channel.publishes = False
    with pytest.raises(UserError) as refused:
        await propose(parts_with(sqlite, clock, FakeWriter()), house.person, Idea("causa"))
    assert refused.value.key == "draft.nowhere"


async def test_a_nameless_channel_reads_the_history_of_its_networks_account(sqlite, clock):
    house = found_house(sqlite)
    with sqlite.work(house.id) as w:
        for channel in w.channels.all():
            channel.publishes = False
        w.channels.add(Channel(restaurant_id=house.id, network=FB, account="", publishes=True))
        w.posts.upsert([_past(n, clock) for n in range(8)], clock.now())
    writer = FakeWriter()
    await propose(parts_with(sqlite, clock, writer), house.person, Idea("causa"))
    assert writer.briefs[0].best[0] == "Plato 7"


async def test_what_was_posted_word_for_word_is_not_offered_again(sqlite, clock, house):
    parts = parts_with(sqlite, clock, Poet("Ceviche fresco del día"))
    await propose(parts, house.person, Idea("plato"))
    with pytest.raises(UserError) as refused:
        await propose(parts, house.person, Idea("plato"))
    assert refused.value.key == "draft.nothing"

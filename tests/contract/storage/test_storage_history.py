"""History: taken in once however often it comes, and read by window, channel and network."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from peruopt.post import State
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics


def test_coming_twice_changes_nothing(database, house, clock, past):
    posts = [past(n) for n in range(1, 1501)]
    with database.work(house) as w:
        assert w.posts.upsert(posts, clock.now()) == (1500, 0)
        first = w.posts.history()
    with database.work(house) as w:
        assert w.posts.upsert(posts, clock.tick(timedelta(days=1))) == (0, 0)
        assert w.posts.history() == first
        assert w.posts.count() == 1500
        assert len(w.results.of(first[0].id)) == 1


def test_history_is_what_came_oldest_first(database, house, clock, past):
    posts = [past(n, url=f"https://fb.com/{n}") for n in range(1, 4)]
    with database.work(house) as w:
        w.posts.upsert(posts, clock.now())
        found = w.posts.history()
    assert [replace(post, id=None) for post in found] == posts[::-1]


def test_new_counts_and_new_words_update(database, house, clock, past):
    with database.work(house) as w:
        w.posts.upsert([past(1), past(2), past(3)], clock.now())
    again = [past(1), past(2, metrics=Metrics(likes=90)), past(3, text="Corregido"), past(4)]
    later = clock.tick(timedelta(days=1))
    with database.work(house) as w:
        assert w.posts.upsert(again, later) == (1, 2)
        found = {post.external_id: post for post in w.posts.history()}
        # reach was not told this time: it keeps its last known value
        assert found["fb-2"].metrics == Metrics(likes=90, comments=1, reach=500)
        assert found["fb-3"].text == "Corregido"
        snapshots = w.results.of(found["fb-2"].id)
    assert [snapshot.metrics.likes for snapshot in snapshots] == [2, 90]
    assert snapshots[1].at == later
    assert snapshots[1].metrics.reach is None


def test_an_older_export_does_not_undo_newer_counts(database, house, clock, past):
    with database.work(house) as w:
        w.posts.upsert([past(1, metrics=Metrics(likes=90))], clock.now())
        w.posts.upsert([past(1, metrics=Metrics(likes=5))], clock.now() - timedelta(days=9))
        (post,) = w.posts.history()
    assert post.metrics.likes == 90


def test_the_last_of_two_rows_with_one_key_wins(database, house, clock, past):
    with database.work(house) as w:
        assert w.posts.upsert([past(1), past(1, text="El último")], clock.now()) == (1, 0)
        assert [post.text for post in w.posts.history()] == ["El último"]


def test_nothing_comes_of_nothing(database, house, clock):
    with database.work(house) as w:
        assert w.posts.upsert([], clock.now()) == (0, 0)
        assert w.posts.history() == []


def test_channels_are_made_as_they_come_and_do_not_publish(database, house, clock, past):
    with database.work(house) as w:
        w.posts.upsert(
            [past(1), past(1, network=Network.X), past(1, account="sucursal")], clock.now()
        )
        channels = {(c.network, c.account, c.publishes) for c in w.channels.all()}
        assert w.posts.count() == 3
    assert channels == {
        (Network.FACEBOOK, "lamarbrava", False),
        (Network.FACEBOOK, "sucursal", False),
        (Network.X, "lamarbrava", False),
    }


def test_windows(database, house, clock, past):
    posts = [past(n, network=Network.X if n % 2 else Network.TIKTOK) for n in range(1, 21)]
    with database.work(house) as w:
        w.posts.upsert(posts, clock.now())
        day = w.posts.history(since=clock.now() - timedelta(days=1), until=clock.now())
        newest = w.posts.history(newest=3)
        on_x = w.posts.history(network=Network.X, newest=2)
        channel = w.channels.find(Network.TIKTOK, "lamarbrava")
        in_channel = w.posts.history(channel_id=channel.id)
    assert [post.external_id for post in day] == ["fb-4", "fb-3", "fb-2", "fb-1"]
    assert [post.external_id for post in newest] == ["fb-3", "fb-2", "fb-1"]
    assert [post.external_id for post in on_x] == ["fb-3", "fb-1"]
    assert len(in_channel) == 10
    # `until` itself is outside, as the start of the next window is inside
    edge = day[0].published_at
    with database.work(house) as w:
        assert [p.id for p in w.posts.history(until=edge, newest=1)] != [day[0].id]
        assert w.posts.history(since=edge)[0].id == day[0].id


def test_a_post_of_ours_keeps_its_words_and_learns_its_counts(
    database, house, clock, past, add_post
):
    number = add_post(
        house, state=State.PUBLISHED, published_at=clock.now(), external_id="ig-7", text="Nuestro"
    )
    told = past(
        1, network=Network.INSTAGRAM, external_id="ig-7", text="recortado…", media=Media.OTHER
    )
    with database.work(house) as w:
        assert w.posts.upsert([told], clock.now()) == (0, 1)
        post = w.posts.get(number)
        (read,) = w.posts.history()
    assert (post.text, post.imported, post.published_at) == ("Nuestro", False, clock.now())
    assert read.metrics == told.metrics


def test_a_post_found_again_becomes_one_with_its_imported_twin(
    database, house, clock, past, add_post
):
    number = add_post(house, state=State.UNCERTAIN)
    told = past(1, network=Network.INSTAGRAM, external_id="ig-9")
    with database.work(house) as w:
        w.posts.upsert([told], clock.now())
    with database.work(house) as w:
        post = w.posts.get(number)
        post.move(State.PUBLISHED)
        post.external_id, post.published_at = "ig-9", told.published_at
    with database.work(house) as w:
        (read,) = w.posts.history()
        assert [snapshot.metrics for snapshot in w.results.of(number)] == [told.metrics]
    assert (read.id, read.metrics) == (number, told.metrics)


def test_text_from_outside_is_only_text(database, house, clock, past):
    nasty = "Robert'); DROP TABLE posts;-- \x00 😀 ${x} %s"
    with database.work(house) as w:
        w.posts.upsert([past(1, text=nasty, account="ñ'\"", external_id="a:b'c")], clock.now())
        (read,) = w.posts.history()
    # PostgreSQL cannot hold NUL, so there it is left out
    assert read.text.replace("\x00", "") == nasty.replace("\x00", "")
    assert (read.account, read.external_id) == ("ñ'\"", "a:b'c")


def test_absurd_counts_are_kept(database, house, clock, past):
    with database.work(house) as w:
        w.posts.upsert([past(1, metrics=Metrics(views=9_999_999_999))], clock.now())
        assert w.posts.history()[0].metrics.views == 9_999_999_999


def test_what_lies_in_the_trial_outbox_is_history_in_the_demo_only(database, house, clock, past):
    with database.work(house) as w:
        w.posts.upsert([past(1), past(2)], clock.now())
        first, second = (post.id for post in w.posts.history())
        kept = w.posts.get(second)
        kept.imported, kept.url = False, "file:///outbox/facebook/1-2-abc"
    with database.work(house) as w:
        assert [post.id for post in w.posts.history()] == [first]
        assert [post.id for post in w.posts.history(unseen=True)] == [first, second]
        assert [post.id for post in w.posts.history(newest=1)] == [first]
        assert w.posts.count() == 1
        w.restaurant.demo = True
    with database.work(house) as w:
        assert [post.id for post in w.posts.history()] == [first, second]
        assert w.posts.count() == 2

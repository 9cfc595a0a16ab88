"""A period added up, and each post against its account's usual."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from peruopt.chat.words import Words
from peruopt.reasons import Trait, reasons
from peruopt.restaurant import Network
from peruopt.results import Media, Metrics, PastPost
from peruopt.summary import Judged, Usual, latest, summarise, tally
from peruopt.summarycard import dates

LIMA = ZoneInfo("America/Lima")
NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
DAY = timedelta(days=1)


def post(ago: timedelta, likes: int | None, **rest: object) -> PastPost:
    values = {"network": Network.FACEBOOK, "account": "muelle", "text": "", "media": Media.PHOTO}
    metrics = Metrics(likes=likes, views=rest.pop("views", None), reach=rest.pop("reach", None))
    at = NOW - ago
    return PastPost(external_id=str(at), published_at=at, metrics=metrics, **(values | rest))


def told(posts: list[PastPost], base: list[PastPost], before: list[PastPost] = []):  # noqa: B006
    return summarise(latest(posts[-1].published_at, 7, NOW, LIMA), posts, before, base, NOW)


def usual(count: int = 10, likes: int = 100, **rest: object) -> list[PastPost]:
    return [post((20 + i) * DAY, likes, **rest) for i in range(count)][::-1]


def test_the_period_is_whole_local_days_that_end_with_today() -> None:
    period = latest(NOW - 6 * DAY, 7, NOW, LIMA)
    assert (period.start, period.end) == (datetime(2026, 11, 17, tzinfo=LIMA), NOW)
    assert not period.past
    assert period.before.end == period.start
    assert period.before.start == datetime(2026, 11, 10, tzinfo=LIMA)
    assert dates(period, Words()) == "del mar 17 nov al lun 23 nov"
    assert latest(NOW, 30, NOW, LIMA).start == datetime(2026, 10, 25, tzinfo=LIMA)


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (0, 1), (12, 0), (23, 59)])
@pytest.mark.parametrize("days", [1, 7, 30])
def test_a_period_holds_as_many_dates_as_it_says(hour: int, minute: int, days: int) -> None:
    now = datetime(2026, 11, 23, hour, minute, tzinfo=LIMA)
    period = latest(now, days, now, LIMA)
    assert (now.date() - period.start.date()).days + 1 == days
    assert (period.start - period.before.start).days == days


def test_days_are_dates_where_the_clocks_change() -> None:
    zone = ZoneInfo("America/Santiago")  # an hour ahead from 6 September 2026 on
    now = datetime(2026, 9, 8, 10, 0, tzinfo=zone)
    period = latest(now, 7, now, zone)
    assert (period.start.date(), period.start.hour) == (date(2026, 9, 2), 0)
    assert (period.before.start.date(), period.before.start.hour) == (date(2026, 8, 26), 0)


def test_a_post_before_the_first_date_is_of_the_period_before() -> None:
    first = datetime(2026, 11, 16, 23, 59, tzinfo=LIMA)  # within 7 × 24 h of now
    assert latest(first, 7, NOW, LIMA).past
    assert not latest(first + timedelta(minutes=1), 7, NOW, LIMA).past


@pytest.mark.parametrize(
    ("locale", "told"),
    [
        ("es_PE", "del vie 17 jun al jue 23 jun 2016"),
        ("en", "Fri, Jun 17 to Thu, Jun 23, 2016"),
    ],
)
def test_dates_of_another_year_are_written_as_everywhere(locale: str, told: str) -> None:
    newest = datetime(2016, 6, 23, 18, 19, tzinfo=LIMA)
    assert dates(latest(newest, 7, NOW, LIMA), Words(locale)) == told
    one = Words(locale).of_year(newest)
    assert dates(latest(newest, 1, NOW, LIMA), Words(locale)) == one


def test_a_history_that_ended_long_ago_gives_its_own_last_days() -> None:
    newest = datetime(2013, 5, 4, 2, 30, tzinfo=UTC)  # 3 May, 21:30 in Lima
    period = latest(newest, 7, NOW, LIMA)
    assert period.past
    assert period.end.astimezone(LIMA) == datetime(2013, 5, 4, tzinfo=LIMA)
    assert period.start < newest < period.end


def test_what_nobody_tells_is_unknown_and_never_zero() -> None:
    found = tally([post(3 * DAY, None), post(4 * DAY, None)], NOW)
    assert found.posts == 2
    assert found.interactions is found.each is found.reach is found.views is found.rate is None


def test_the_rate_rests_on_the_posts_that_tell_views() -> None:
    found = tally(
        [post(2 * DAY, 10, views=100), post(3 * DAY, 1000), post(4 * DAY, 5, reach=50)], NOW
    )
    assert found.rate == pytest.approx(0.1)
    assert (found.rated, found.views, found.reach) == (2, 100, 50)


def test_young_posts_count_and_are_not_judged() -> None:
    found = told([post(3 * DAY, 150), post(timedelta(hours=23), 1)], usual())
    assert found.young == 1
    assert found.now.interactions == 151
    assert found.now.each == 150
    assert found.best is not None
    assert found.best.post.metrics.likes == 150
    assert found.worst is None


def test_each_post_is_measured_against_its_own_account() -> None:
    small = usual(likes=10, account="chico")
    posts = [post(3 * DAY, 90), post(2 * DAY, 30, account="chico")]
    found = told(posts, usual() + small)
    assert found.best is not None
    assert found.best.post.account == "chico"
    assert found.best.ratio == pytest.approx(31 / 11)


def test_two_posts_make_no_usual() -> None:
    assert Usual(usual(2)).every(NOW) == {}
    found = told([post(3 * DAY, 90)], usual(2))
    assert found.usual is found.ratio is found.best is None


def test_a_usual_of_zero_can_still_be_compared_with() -> None:
    judged = Judged(post(3 * DAY, 4), 0.0, mature=True)
    assert judged.ratio == 5.0


def test_networks_are_told_apart() -> None:
    posts = [post(3 * DAY, 90), post(2 * DAY, 30, network=Network.INSTAGRAM)]
    found = told(posts, usual())
    assert list(found.networks) == [Network.FACEBOOK, Network.INSTAGRAM]
    assert found.networks[Network.INSTAGRAM][0].interactions == 30
    assert found.networks[Network.INSTAGRAM][2] is None


def alike(count: int, likes: int, **rest: object) -> list[PastPost]:
    return [
        post((20 + i) * DAY + timedelta(minutes=likes / 10), likes, **rest) for i in range(count)
    ]


def why(posts: list[PastPost], of: PastPost, *, good: bool = True) -> list:
    return reasons(of, posts, LIMA, NOW, good=good)


def test_a_reason_is_what_posts_alike_usually_do() -> None:
    base = alike(12, 300, media=Media.REEL) + alike(12, 100)
    found = why(base, post(DAY, 900, media=Media.REEL))
    assert [(r.trait, r.value, r.posts) for r in found] == [(Trait.MEDIA, "reel", 12)]
    assert 0.5 < found[0].lift < 2.0, "three times as much, shrunk because 12 are few"


def test_few_posts_alike_are_no_reason() -> None:
    assert (
        why(alike(4, 900, media=Media.REEL) + alike(20, 100), post(DAY, 900, media=Media.REEL))
        == []
    )


def test_a_good_post_is_not_explained_by_what_usually_fails() -> None:
    base = alike(12, 50, media=Media.REEL) + alike(12, 100)
    of = post(DAY, 900, media=Media.REEL)
    assert why(base, of) == []
    assert [r.value for r in why(base, of, good=False)] == ["reel"]


def test_words_alone_are_named_though_such_posts_are_rare() -> None:
    base = [
        *alike(3, 20, media=Media.TEXT, text="#combo #lunes"),
        *alike(12, 40, text="#combo #lunes"),
        *alike(20, 100),
    ]
    of = post(DAY, 9, media=Media.TEXT, text="#combo #lunes")
    found = why(base, of, good=False)
    assert (Trait.MEDIA, "text") in [(r.trait, r.value) for r in found]
    assert len(found) == 2
    assert all(r.lift < 0 for r in found)


def test_hashtags_are_read_whatever_their_case() -> None:
    base = alike(12, 300, text="Hoy #Ceviche") + alike(12, 100, text="Hoy #jalea")
    found = why(base, post(DAY, 900, text="Vuelve el #CEVICHE"))
    assert [(r.trait, r.value) for r in found] == [(Trait.HASHTAG, "ceviche")]


def test_a_post_does_not_explain_itself() -> None:
    of = post(20 * DAY, 100_000, media=Media.REEL)
    base = alike(5, 100, media=Media.REEL) + alike(12, 100)
    assert why([*base, of], of) == why(base, of) == []


def test_a_history_all_inside_the_period_is_measured_against_its_own_middle() -> None:
    found = told([post(d * DAY, likes) for d, likes in ((6, 10), (5, 40), (4, 20))], [])
    assert found.best is not None
    assert found.worst is not None
    assert (found.best.post.metrics.likes, found.worst.post.metrics.likes) == (40, 10)
    assert found.usual is found.ratio is None, "that is no usual to be better than"

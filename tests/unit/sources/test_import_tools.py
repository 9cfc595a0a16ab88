"""The exports of each tool, in Spanish and English, as they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from looking import Look  # noqa: TC002

from peruopt.restaurant import Network
from peruopt.results import Media, Metrics
from peruopt.sources.asking import Answers

EVENING = "2026-09-03 20:05"
"""When every sample's first post went out, on Lima's clock."""

SAMPLES = [
    ("meta_instagram_es.csv", "meta_instagram", 6, []),
    ("meta_instagram_en.csv", "meta_instagram", 6, []),
    ("meta_facebook_es.csv", "meta_facebook", 6, ["zone"]),
    ("meta_facebook_en.csv", "meta_facebook", 6, ["zone"]),
    ("hootsuite_en.csv", "hootsuite", 2, []),
    ("hootsuite_es.csv", "", 2, []),
    ("sprout_en.csv", "sprout", 2, []),
    ("sprout_es.csv", "", 2, []),
    ("buffer_en.csv", "buffer", 2, []),
    ("buffer_es.csv", "", 2, []),
    ("metricool_es.csv", "metricool", 2, []),
    ("metricool_en.csv", "metricool", 2, []),
    ("x_old.csv", "x_old", 4, []),
    ("x_new.csv", "x_new", 4, []),
    ("analyst.csv", "", 2, []),
]


@pytest.mark.parametrize(("name", "tool", "posts", "asked"), SAMPLES, ids=[s[0] for s in SAMPLES])
def test_a_sample_is_read_as_it_is(
    look: Look, exports: Path, name: str, tool: str, posts: int, asked: list[str]
) -> None:
    seen = look(exports / name)
    assert seen.survey.tool == tool
    assert seen.asked == asked
    assert (len(seen.posts), seen.refused) == (posts, [])
    assert seen.local[0] == EVENING
    assert all(post.text for post in seen.posts)
    assert all(post.account for post in seen.posts)
    assert all(post.metrics.likes for post in seen.posts)


def test_spanish_and_english_say_the_same(look: Look, exports: Path) -> None:
    for tool in ("meta_instagram", "meta_facebook"):
        spanish, english = (look(exports / f"{tool}_{language}.csv") for language in ("es", "en"))
        assert spanish.posts == english.posts


def test_instagram_counts_media_and_text(look: Look, exports: Path) -> None:
    seen = look(exports / "meta_instagram_es.csv")
    assert seen.survey.layout.encoding == "utf-16"
    assert seen.posts[0].metrics == Metrics(
        likes=80, comments=7, shares=4, saves=12, reach=900, views=1200
    )
    assert [post.media for post in seen.posts][:4] == [
        Media.PHOTO,
        Media.REEL,
        Media.ALBUM,
        Media.STORY,
    ]
    assert seen.posts[0].text.endswith("🐟")
    assert seen.posts[4].text == "=Anticuchos(2) + choclo"


def test_the_short_code_proves_pacific_time(look: Look, exports: Path) -> None:
    # written 18:05 in California, which is 20:05 in Lima
    seen = look(exports / "meta_instagram_en.csv", zone="Europe/Madrid")
    assert seen.survey.plan.dates.zone == "America/Los_Angeles"
    assert seen.local[0] == EVENING


def test_the_example_is_quoted_in_whole_words(look: Look, exports: Path) -> None:
    text = (exports / "meta_facebook_es.csv").read_text("utf-8-sig")
    longer = text.replace("leche de tigre", "leche de tigre y la salsa criolla de siempre", 1)
    (question,) = look(longer, name="meta_facebook_es.csv").survey.questions
    assert question.values["text"] == "Hoy ceviche de lenguado con leche de tigre y la salsa…"


def test_facebook_is_asked_for_its_zone_by_an_example(look: Look, exports: Path) -> None:
    file = exports / "meta_facebook_es.csv"
    question = look(file).survey.questions[0]
    assert [choice.values["time"] for choice in question.choices] == ["20:05", "22:05"]
    assert question.values["written"] == "09/03/2026 20:05"
    seen = look(file, answers=Answers().add("zone", "America/Los_Angeles"))
    assert (seen.asked, seen.local[0]) == ([], "2026-09-03 22:05")


def test_facebook_media_and_reactions(look: Look, exports: Path) -> None:
    posts = look(exports / "meta_facebook_es.csv").posts
    assert [post.media for post in posts] == [
        Media.PHOTO, Media.REEL, Media.VIDEO, Media.LINK, Media.TEXT, Media.PHOTO,
    ]  # fmt: skip
    assert posts[0].metrics == Metrics(
        likes=50, comments=9, shares=5, clicks=30, reach=1500, views=2000
    )


def test_x_without_hours_takes_them_from_the_ids(look: Look, exports: Path) -> None:
    old, new = look(exports / "x_old.csv"), look(exports / "x_new.csv")
    assert new.local == old.local
    assert new.survey.notes == ()
    assert new.posts[0].metrics.shares == 3  # reposts, not the share menu
    assert old.posts[0].metrics.views == 1203


def test_several_networks_and_accounts_in_one_file(look: Look, exports: Path) -> None:
    posts = look(exports / "sprout_en.csv").posts
    assert [(post.network, post.account) for post in posts] == [
        (Network.INSTAGRAM, "lacaleta.pe"),
        (Network.FACEBOOK, "La Caleta"),
    ]


def test_numbers_of_either_custom(look: Look, exports: Path) -> None:
    for name in ("metricool_es.csv", "metricool_en.csv"):
        metrics = look(exports / name).posts[0].metrics
        assert (metrics.views, metrics.reach, metrics.likes) == (12_500, 9_900, 1_234)
    assert look(exports / "metricool_es.csv").posts[1].metrics.saves is None


def test_a_total_is_skipped_and_counted(look: Look, exports: Path) -> None:
    seen = look(exports / "hootsuite_en.csv")
    assert (seen.survey.skipped, seen.reading.skipped, seen.survey.layout.line) == (1, 1, 3)
